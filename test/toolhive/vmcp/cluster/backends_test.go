// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/client"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/runner"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/wait"
)

// backends are the names of the gateway's backends, sorted.
func backends(t *testing.T, running *runner.Runner) []string {
	t.Helper()
	var status struct {
		Backends []struct{ Name string }
	}
	require.NoError(t, json.Unmarshal([]byte(client.Get(t, running.URL+"/status").Body), &status))
	var names []string
	for _, backend := range status.Backends {
		names = append(names, backend.Name)
	}
	slices.Sort(names)
	return names
}

// awaitBackends waits until the gateway has exactly these backends.
func awaitBackends(t *testing.T, running *runner.Runner, names ...string) {
	t.Helper()
	wait.Until(t, running, func() bool { return slices.Equal(names, backends(t, running)) })
}

// awaitAll waits until the gateway has looked at all members there are, and requires that it has exactly these backends. It looks at
// one after the other, in the order of their changes.
func (s *scene) awaitAll(t *testing.T, running *runner.Runner, names ...string) {
	t.Helper()
	const last = "zz-last"
	s.entry(t, last, valid)
	wait.Until(t, running, func() bool { return slices.Contains(backends(t, running), last) })
	require.Equal(t, append(names, last), backends(t, running))
	s.deleteEntry(t, last)
	awaitBackends(t, running, names...)
}

func ready(t *testing.T, running *runner.Runner) bool {
	t.Helper()
	return client.Get(t, running.URL+"/readyz").Status == http.StatusOK
}

// requireEcho requires that a call gets through to a backend.
func requireEcho(t *testing.T, running *runner.Runner, backend string) {
	t.Helper()
	requireEchoWith(t, running, backend, nil)
}

func requireEchoWith(t *testing.T, running *runner.Runner, backend string, headers client.Headers) {
	t.Helper()
	session := client.Connect(t, client.Streamable(t, running.URL+"/mcp", headers))
	text, err := session.Call(t, backend+"_"+remote.Echo, map[string]any{"text": "hello"})
	require.NoError(t, err, running)
	require.Equal(t, "hello", text)
}
