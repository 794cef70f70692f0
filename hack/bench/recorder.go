// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/mcp-remote-endpoint/operator/hack/bench/audit"
	"github.com/mcp-remote-endpoint/operator/hack/bench/report"
)

const (
	// recordInterval is how often the audit log is read: a file cannot be waited for.
	recordInterval = 100 * time.Millisecond
	// progressInterval is how often a person hears how far things are.
	progressInterval = 5 * time.Second
	// stallTimeout is how long a write may keep others waiting.
	stallTimeout = time.Minute
)

// User agents by which the clients are told apart in the audit log.
const (
	operatorAgent = "mcp-remote-endpoint-operator/"
	dumbAgent     = "mcp-bench-dumb-client"
	standInAgent  = "mcp-bench-stand-in"
)

// recorder keeps the requests of the operator and the dumb client.
type recorder struct {
	log    *audit.Log
	events []audit.Event
	say    func(format string, args ...any)
}

func newRecorder(path string, say func(string, ...any)) (*recorder, error) {
	log, err := audit.Open(path)
	if err != nil {
		return nil, err
	}
	return &recorder{log: log, say: say}, nil
}

func (r *recorder) close() error { return r.log.Close() }

// update reads what was added to the log.
func (r *recorder) update() error {
	events, err := r.log.Read()
	for _, event := range events {
		if by(event, operatorAgent) || by(event, dumbAgent) {
			r.events = append(r.events, event)
		}
	}
	return err
}

// forget drops what was recorded so far.
func (r *recorder) forget() error {
	err := r.update()
	r.events = nil
	return err
}

// awaitStatuses waits until a client has written the statuses of so many different endpoints since a moment, each as often as
// it takes.
func (r *recorder) awaitStatuses(ctx context.Context, agent string, since time.Time, l load) error {
	ticker := time.NewTicker(recordInterval)
	defer ticker.Stop()
	said, progressed := time.Now(), time.Now()
	seen, ready, written := 0, 0, map[string]int{}
	for {
		if err := r.update(); err != nil {
			return err
		}
		for _, event := range r.events[seen:] {
			if by(event, agent) && !event.Received.Before(since) && isStatusWrite(event) && event.Code == http.StatusOK {
				progressed = time.Now()
				if written[event.Name]++; written[event.Name] == l.kind.StatusWrites() {
					ready++
				}
			}
		}
		seen = len(r.events)
		if ready >= l.count {
			return nil
		}
		if time.Since(progressed) > stallTimeout {
			return fmt.Errorf("%s has written the status of %d of %s, and no more within %s", agent, ready, l, stallTimeout)
		}
		if time.Since(said) > progressInterval {
			said = time.Now()
			r.say("  %d of %d have their status", ready, l.count)
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// between returns what a client asked from one moment on until before another.
func (r *recorder) between(agent string, from, to time.Time) []audit.Event {
	var events []audit.Event
	for _, event := range r.events {
		if by(event, agent) && !event.Received.Before(from) && event.Received.Before(to) {
			events = append(events, event)
		}
	}
	return events
}

func by(event audit.Event, agent string) bool { return strings.HasPrefix(event.UserAgent, agent) }

func isStatusWrite(event audit.Event) bool {
	return audit.IsWrite(event.Request) && event.Resource == report.StatusResource
}
