// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/mcp-remote-endpoint/operator/hack/bench/audit"
	"github.com/mcp-remote-endpoint/operator/hack/bench/report"
)

func TestConvergence(t *testing.T) {
	started := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	at := func(seconds int) time.Time { return started.Add(time.Duration(seconds) * time.Second) }
	event := func(verb, resource string, code, received, answered int) audit.Event {
		return audit.Event{
			Request: audit.Request{Verb: verb, Resource: resource, Code: code}, Received: at(received), Answered: at(answered),
		}
	}
	events := []audit.Event{
		event("get", "leases", 200, 1, 2),
		event("update", "leases", 409, 2, 3),
		event("update", "leases", 200, 3, 4),
		event("patch", "mcpremoteendpoints/status", 200, 6, 7),
		event("get", "deployments", 404, 4, 5),
		event("patch", "deployments", 201, 5, 6),
		event("patch", "mcpremoteendpoints/status", 200, 6, 9),
		event("create", "events", 201, 9, 10),
		event("patch", "mcpremoteendpoints/status", 200, 7, 8),
		event("update", "leases", 200, 10, 11),
	}

	want := report.Convergence{Client: report.Operator, Started: started, Leading: at(4), FirstWrite: at(5), LastWrite: at(9)}
	assert.Equal(t, want, convergence(report.Operator, events, started),
		"the first write was received first, the last one was answered last, and the Lease was got at the first update; events do not count")
}
