// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package traffic

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2"
)

const (
	// pause between two calls.
	pause = 50 * time.Millisecond
	// patience is how long a call may take.
	patience = 10 * time.Second
	text     = "hello"
)

// Target is what a caller calls.
type Target struct {
	// URL of the MCP server, Token that it is shown, unless it is empty, and Tool, which answers its text.
	URL, Token, Tool string
	// Proxy leads to the URL.
	Proxy *url.URL
	// Reconnecting has each request come over a connection of its own, so that any pod of a Service gets it.
	Reconnecting bool
}

// Caller calls a tool again and again, one call after the other. It is an ordinary client: it keeps its connections and its session, and does
// not try a failed call again. There is one exception, which the protocol demands of clients: one that is told that its session does not exist
// (404) begins another one, and calls again. And it knows that its tool may be called twice (see idempotent).
type Caller struct {
	target Target
	http   *http.Client
	sent   *idempotent
	stop   context.CancelFunc
	ended  chan struct{}

	session *mcp.ClientSession // of run alone

	mutex  sync.Mutex
	report Report
	more   chan struct{} // closed when the report has a further call
}

// Report is what happened so far.
type Report struct {
	// Calls that were answered as they should be.
	Calls int
	// Sessions that were begun. The first is one of them.
	Sessions int
	// Failures are all calls that were not, whatever the reason.
	Failures []Failure
	// Replays are requests that were sent again, since the server closed a kept connection in the instant in which they were sent on it.
	Replays int
}

// Failure is a call that failed.
type Failure struct {
	At  time.Time
	Err error
}

// String is for the message of a test.
func (f Failure) String() string { return f.At.Format(time.StampMilli) + " " + f.Err.Error() }

// Start begins to call, and returns when the first call was answered. It goes on until the test ends.
func Start(t *testing.T, target Target) *Caller {
	t.Helper()
	c := Begin(target)
	t.Cleanup(func() { c.Stop() })
	c.AwaitCalls(t, 1)
	return c
}

// Begin begins to call. It goes on until it is stopped.
func Begin(target Target) *Caller {
	ctx, stop := context.WithCancel(context.Background())
	sent := &idempotent{base: &http.Transport{Proxy: http.ProxyURL(target.Proxy), DisableKeepAlives: target.Reconnecting}}
	c := &Caller{target: target, http: target.client(sent), sent: sent, stop: stop, ended: make(chan struct{}), more: make(chan struct{})}
	go c.run(ctx)
	return c
}

func (t Target) client(transport http.RoundTripper) *http.Client {
	if t.Token == "" {
		return &http.Client{Transport: transport}
	}
	source := oauth2.StaticTokenSource(&oauth2.Token{AccessToken: t.Token})
	return &http.Client{Transport: &oauth2.Transport{Source: source, Base: transport}}
}

// Stop ends the calls and returns what happened.
func (c *Caller) Stop() Report {
	c.stop()
	<-c.ended
	return c.Report()
}

// Report is what happened so far.
func (c *Caller) Report() Report {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	report := c.report
	report.Replays = int(c.sent.replays.Load())
	return report
}

// AwaitCalls waits for so many further calls that were answered.
func (c *Caller) AwaitCalls(t *testing.T, further int) {
	t.Helper()
	deadline := time.After(time.Duration(further)*pause + 3*patience)
	wanted := c.Report().Calls + further
	for {
		c.mutex.Lock()
		report, more := c.report, c.more
		c.mutex.Unlock()
		if report.Calls >= wanted {
			return
		}
		select {
		case <-more:
		case <-deadline:
			require.FailNow(t, "calls do not get through", "%s: %+v", c.target.URL, report)
		}
	}
}

// RequireNoFailure ends the calls and returns what happened. No call must have failed. One may have been replayed, for the one connection that a pod
// closes when it goes.
func (c *Caller) RequireNoFailure(t *testing.T) Report {
	t.Helper()
	report := c.Stop()
	t.Logf("%d calls in %d sessions, %d failures, %d replays: %s", report.Calls, report.Sessions, len(report.Failures), report.Replays, c.target.URL)
	require.Empty(t, report.Failures)
	require.LessOrEqual(t, report.Replays, 1)
	return report
}

func (c *Caller) run(ctx context.Context) {
	defer close(c.ended)
	ticker := time.NewTicker(pause)
	defer ticker.Stop()
	for {
		err := c.call(ctx)
		if errors.Is(err, mcp.ErrSessionMissing) {
			err = c.call(ctx)
		}
		if ctx.Err() != nil {
			c.forget()
			return
		}
		c.add(err)
		select {
		case <-ctx.Done():
			c.forget()
			return
		case <-ticker.C:
		}
	}
}

// call calls the tool, in a new session if there is none.
func (c *Caller) call(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if c.session == nil {
		transport := &mcp.StreamableClientTransport{Endpoint: c.target.URL, HTTPClient: c.http}
		session, err := mcp.NewClient(&mcp.Implementation{Name: "caller", Version: "1"}, nil).Connect(ctx, transport, nil)
		if err != nil {
			return fmt.Errorf("begin a session: %w", err)
		}
		c.session = session
		c.mutex.Lock()
		c.report.Sessions++
		c.mutex.Unlock()
	}
	result, err := c.session.CallTool(ctx, &mcp.CallToolParams{Name: c.target.Tool, Arguments: map[string]any{"text": text}})
	if err == nil {
		err = check(result)
	}
	if err != nil {
		c.forget() // A session that is not lost is none to rely on either.
	}
	return err
}

func check(result *mcp.CallToolResult) error {
	if len(result.Content) == 1 {
		if content, ok := result.Content[0].(*mcp.TextContent); ok && content.Text == text && !result.IsError {
			return nil
		}
	}
	return fmt.Errorf("the answer is %+v", result)
}

func (c *Caller) forget() {
	if c.session == nil {
		return
	}
	session := c.session
	c.session = nil
	go func() { _ = session.Close() }() // What is on the other side may be gone, and then this takes its time.
}

// add counts a call.
func (c *Caller) add(err error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if err != nil {
		c.report.Failures = append(c.report.Failures, Failure{At: time.Now(), Err: err})
		return
	}
	c.report.Calls++
	close(c.more)
	c.more = make(chan struct{})
}
