// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package redis

import (
	"net"
	"strings"
	"testing"

	"github.com/alicebob/miniredis/v2/server"
	"github.com/stretchr/testify/require"
)

// StartSentinel starts a Sentinel that ends with the test, and returns its address as host:port. It knows one master, by its name and address, and no
// other Sentinel. It speaks TLS if encrypted.
func StartSentinel(t *testing.T, encrypted bool, master, address string) string {
	t.Helper()
	start := func() (*server.Server, error) { return server.NewServer("127.0.0.1:0") }
	if encrypted {
		start = func() (*server.Server, error) { return server.NewServerTLS("127.0.0.1:0", tlsConfig()) }
	}
	sentinel, err := start()
	require.NoError(t, err)
	t.Cleanup(sentinel.Close)
	host, port, err := net.SplitHostPort(address)
	require.NoError(t, err)
	require.NoError(t, sentinel.Register("PING", func(c *server.Peer, _ string, _ []string) { c.WriteInline("PONG") }))
	require.NoError(t, sentinel.Register("SENTINEL", func(c *server.Peer, _ string, args []string) {
		switch {
		case len(args) == 2 && strings.EqualFold(args[0], "get-master-addr-by-name") && args[1] == master:
			c.WriteStrings([]string{host, port})
		default: // Others of its kind, and replicas.
			c.WriteLen(0)
		}
	}))
	require.NoError(t, sentinel.Register("SUBSCRIBE", func(c *server.Peer, _ string, channels []string) {
		for i, channel := range channels { // There is never any news.
			c.WritePushLen(3)
			c.WriteBulk("subscribe")
			c.WriteBulk(channel)
			c.WriteInt(i + 1)
		}
	}))
	return sentinel.Addr().String()
}
