// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package audit_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/hack/bench/audit"
)

const statusPatch = `{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"1","stage":"ResponseComplete",` +
	`"requestURI":"/apis/toolhive.stacklok.dev/v1alpha1/namespaces/bench/mcpremoteendpoints/a/status?fieldManager=x\u0026force=true",` +
	`"verb":"patch","user":{"username":"u"},"sourceIPs":["127.0.0.1"],"userAgent":"operator/v1",` +
	`"objectRef":{"resource":"mcpremoteendpoints","namespace":"bench","name":"a","apiGroup":"toolhive.stacklok.dev",` +
	`"apiVersion":"v1alpha1","subresource":"status"},"responseStatus":{"metadata":{},"code":200},` +
	`"requestReceivedTimestamp":"2026-01-02T03:04:05.000006Z","stageTimestamp":"2026-01-02T03:04:05.000106Z"}`

func TestParse(t *testing.T) {
	received := time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC)
	tests := []struct {
		name string
		line string
		want audit.Event
	}{
		{
			name: "a resource is named with its subresource",
			line: statusPatch,
			want: audit.Event{
				Request:   audit.Request{Verb: "patch", Resource: "mcpremoteendpoints/status", Code: 200},
				UserAgent: "operator/v1",
				Namespace: "bench",
				Name:      "a",
				Received:  received,
				Answered:  received.Add(100 * time.Microsecond),
			},
		},
		{
			name: "a request about no resource is named by its path",
			line: `{"verb":"get","requestURI":"/readyz","responseStatus":{"code":200}}`,
			want: audit.Event{Request: audit.Request{Verb: "get", Resource: "/readyz", Code: 200}},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			event, err := audit.Parse([]byte(test.line))
			require.NoError(t, err)
			assert.Equal(t, test.want, event)
		})
	}

	_, err := audit.Parse([]byte(statusPatch[:50]))
	assert.ErrorContains(t, err, "parse an audit event")
}

func TestLogReadsCompleteLinesOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit.json")
	file, err := os.Create(path)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, file.Close()) })
	log, err := audit.Open(path)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, log.Close()) })

	for _, step := range []struct {
		written string
		events  int
	}{
		{"", 0},
		{statusPatch + "\n" + statusPatch[:50], 1},
		{statusPatch[50:], 0},
		{"\n" + statusPatch + "\n" + statusPatch + "\n", 3},
		{"", 0},
	} {
		_, err := file.WriteString(step.written)
		require.NoError(t, err)
		events, err := log.Read()
		require.NoError(t, err)
		assert.Len(t, events, step.events)
	}

	_, err = file.WriteString("no event\n")
	require.NoError(t, err)
	_, err = log.Read()
	assert.ErrorContains(t, err, "parse an audit event")
}

func TestCounts(t *testing.T) {
	event := func(verb, resource string, code int) audit.Event {
		return audit.Event{Request: audit.Request{Verb: verb, Resource: resource, Code: code}}
	}
	counts := audit.Count([]audit.Event{
		event("patch", "mcpremoteendpoints/status", 200),
		event("patch", "mcpremoteendpoints/status", 200),
		event("patch", "mcpremoteendpoints/status", 409),
		event("watch", "mcpremoteendpoints", 200),
		event("list", "secrets", 200),
		event("get", "/apis/toolhive.stacklok.dev/v1alpha1", 200),
		event("get", "leases", 200),
		event("update", "leases", 200),
		event("create", "events", 201),
	})

	assert.Equal(t, 9, counts.Total())
	assert.Equal(t, 3, counts.Total(audit.IsWrite), "leases and events are not the work")
	assert.Equal(t, 1, counts.Total(audit.IsWrite, audit.IsConflict))
	assert.Equal(t, 2, counts.Total(audit.IsRead), "neither a watch nor a Lease is a read")
	assert.Equal(t, 3, counts.Total(audit.IsUpkeep))
	assert.Equal(t, audit.Request{Verb: "get", Resource: "/apis/toolhive.stacklok.dev/v1alpha1", Code: 200}, counts.Requests()[0])
	assert.Len(t, counts.Requests(), 8)
}
