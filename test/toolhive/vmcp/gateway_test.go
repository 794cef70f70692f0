// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package vmcp

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/client"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/runner"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/vmcp/gateway"
)

const endpointPath = "/mcp"

// streamable is the backend that a server is.
func streamable(name string, server *remote.Server) gateway.Backend {
	return gateway.Entry(name, server.URL+remote.StreamablePath)
}

func start(t *testing.T, g *gateway.Gateway) *runner.Runner {
	t.Helper()
	return runner.Start(t, program, g.Process(t))
}

// connect opens a session with a gateway that runs.
func connect(t *testing.T, running *runner.Runner, headers client.Headers) client.Session {
	t.Helper()
	return client.Connect(t, client.Streamable(t, running.URL+endpointPath, headers))
}

// requireServed starts the gateway and requires that a call gets through to each backend.
func requireServed(t *testing.T, g *gateway.Gateway, backends ...string) {
	t.Helper()
	session := connect(t, start(t, g), nil)
	for _, name := range backends {
		requireEcho(t, session, name)
	}
}

func requireEcho(t *testing.T, session client.Session, backend string) {
	t.Helper()
	text, err := session.Call(t, backend+"_"+remote.Echo, map[string]any{"text": "hello"})
	require.NoError(t, err)
	require.Equal(t, "hello", text)
}

// logged tells whether a process has written something to its log.
func logged(running *runner.Runner, text string) bool {
	return strings.Contains(running.String(), text)
}
