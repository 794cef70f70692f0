// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"net/http"
	"time"

	"github.com/mcp-remote-endpoint/operator/hack/bench/audit"
	"github.com/mcp-remote-endpoint/operator/hack/bench/report"
)

// convergence finds the Lease, and the first and the last write, among a client's requests.
func convergence(client report.Client, events []audit.Event, started time.Time) report.Convergence {
	c := report.Convergence{Client: client, Started: started}
	for _, event := range events {
		switch {
		case event.Resource == "leases" && event.Verb != "get" && event.Code < http.StatusBadRequest && c.Leading.IsZero():
			c.Leading = event.Answered
		case audit.IsWrite(event.Request):
			if c.FirstWrite.IsZero() || event.Received.Before(c.FirstWrite) {
				c.FirstWrite = event.Received
			}
			if event.Answered.After(c.LastWrite) {
				c.LastWrite = event.Answered
			}
		}
	}
	return c
}
