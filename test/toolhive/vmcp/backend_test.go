// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package vmcp

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/client"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/vmcp/gateway"
)

func TestToolsHaveThePrefixOfTheirBackend(t *testing.T) {
	t.Parallel()
	one, other := remote.Start(t, remote.Options{}), remote.Start(t, remote.Options{})
	overSSE := gateway.Entry("other.one", other.URL+remote.SSEPath)
	overSSE.Transport = gateway.SSE
	session := connect(t, start(t, gateway.New(streamable("one", one), overSSE)), nil)

	tools, _ := session.Tools(t)
	assert.Equal(t, []string{"one_add", "one_echo", "one_forbidden", "other.one_add", "other.one_echo", "other.one_forbidden"}, tools)
	requireEcho(t, session, "other.one")
	assert.Len(t, other.Calls(remote.Echo), 1)
	assert.Empty(t, one.Calls(remote.Echo))
}

func TestEveryRevisionOfTheProtocolIsServed(t *testing.T) {
	t.Parallel()
	for _, newServer := range []bool{false, true} {
		server := remote.Start(t, remote.Options{Stateless: newServer})
		running := start(t, gateway.New(streamable("one", server)))
		for _, newClient := range []bool{false, true} {
			t.Run(fmt.Sprintf("new server %t, new client %t", newServer, newClient), func(t *testing.T) {
				open := client.ConnectOld
				if newClient {
					open = client.Connect
				}
				session := open(t, client.Streamable(t, running.URL+endpointPath, nil))
				tools, _ := session.Tools(t)
				assert.Len(t, tools, len(remote.Tools()))
				requireEcho(t, session, "one")
			})
		}
		calls := server.Calls(remote.Echo)
		require.Len(t, calls, 2)
		for _, call := range calls {
			assert.Equal(t, newServer, call.Header.Get("Mcp-Protocol-Version") == "2026-07-28", call.Header)
		}
	}
}

// The operator therefore never gives two backends of a gateway the same name.
func TestOfTwoBackendsOfOneNameOnlyTheLaterIsServed(t *testing.T) {
	t.Parallel()
	earlier, later := remote.Start(t, remote.Options{}), remote.Start(t, remote.Options{})
	requireServed(t, gateway.New(streamable("one", earlier), streamable("one", later)), "one")
	assert.Empty(t, earlier.Requests())
	assert.Len(t, later.Calls(remote.Echo), 1)
}
