// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/hack/bench/report"
)

// statusWrite is a line of an audit log.
func statusWrite(agent, name string, code int, received time.Time) string {
	return fmt.Sprintf(`{"verb":"patch","userAgent":%q,"objectRef":{"resource":"mcpremoteendpoints","subresource":"status","name":%q},`+
		`"responseStatus":{"code":%d},"requestReceivedTimestamp":%q}`+"\n", agent, name, code, received.Format(time.RFC3339Nano))
}

func newTestRecorder(t *testing.T, lines ...string) *recorder {
	t.Helper()
	path := filepath.Join(t.TempDir(), "audit.json")
	require.NoError(t, os.WriteFile(path, []byte(strings.Join(lines, "")), 0o600))
	r, err := newRecorder(path, t.Logf)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, r.close()) })
	return r
}

func TestAwaitStatuses(t *testing.T) {
	since := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	const agent = operatorAgent + "v1"
	tests := []struct {
		name  string
		kind  report.Type
		lines []string
		fault string
	}{
		{
			name:  "two endpoints were written",
			kind:  report.Direct,
			lines: []string{statusWrite(agent, "a", 200, since), statusWrite(agent, "b", 200, since)},
		},
		{
			name:  "an endpoint counts once",
			kind:  report.Direct,
			lines: []string{statusWrite(agent, "a", 200, since), statusWrite(agent, "a", 200, since)},
			fault: "1 of 2 direct endpoints",
		},
		{
			name: "a proxy counts when it is written twice",
			kind: report.Proxies,
			lines: []string{
				statusWrite(agent, "a", 200, since), statusWrite(agent, "b", 200, since), statusWrite(agent, "a", 200, since),
			},
			fault: "1 of 2 proxies",
		},
		{
			name: "a refused write, another client's, and one before do not count",
			kind: report.Direct,
			lines: []string{
				statusWrite(agent, "a", 409, since), statusWrite(dumbAgent, "b", 200, since),
				statusWrite(agent, "c", 200, since.Add(-time.Microsecond)),
			},
			fault: "0 of 2 direct endpoints",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				err := newTestRecorder(t, test.lines...).awaitStatuses(t.Context(), operatorAgent, since, load{test.kind, 2})
				if test.fault != "" {
					assert.ErrorContains(t, err, test.fault)
					return
				}
				assert.NoError(t, err)
			})
		})
	}
}

func TestAwaitStatusesEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(assert.AnError)
	err := newTestRecorder(t).awaitStatuses(ctx, operatorAgent, time.Time{}, load{report.Direct, 1})
	assert.ErrorIs(t, err, assert.AnError)
}

func TestRecorderKeepsWhatIsAskedFor(t *testing.T) {
	start := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	at := func(seconds int) time.Time { return start.Add(time.Duration(seconds) * time.Second) }
	r := newTestRecorder(t,
		statusWrite(operatorAgent, "early", 200, at(1)),
		statusWrite(operatorAgent, "first", 200, at(2)),
		statusWrite(dumbAgent, "other", 200, at(2)),
		statusWrite("kubectl/v1", "stranger", 200, at(2)),
		statusWrite(operatorAgent, "late", 200, at(3)),
	)
	require.NoError(t, r.update())
	assert.Len(t, r.events, 4)

	events := r.between(operatorAgent, at(2), at(3))
	require.Len(t, events, 1)
	assert.Equal(t, "first", events[0].Name)

	require.NoError(t, r.forget())
	assert.Empty(t, r.between(operatorAgent, at(0), at(9)))
}
