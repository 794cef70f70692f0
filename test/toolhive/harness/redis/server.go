// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package redis

import (
	"crypto/tls"
	"testing"

	"github.com/alicebob/miniredis/v2"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/loopback"
)

// DefaultUser is whom a client without a user name logs in as.
const DefaultUser = "default"

// Start starts a server that ends with the test, and returns its address as host:port. It speaks TLS if encrypted, with the certificate of
// package loopback. Passwords are by user; without the right one a client gets nothing.
func Start(t *testing.T, encrypted bool, passwords map[string]string) string {
	t.Helper()
	server := start(t, encrypted)
	for user, password := range passwords {
		server.RequireUserAuth(user, password)
	}
	return server.Addr()
}

func tlsConfig() *tls.Config {
	return &tls.Config{Certificates: []tls.Certificate{loopback.Certificate()}, MinVersion: tls.VersionTLS12}
}

func start(t *testing.T, encrypted bool) *miniredis.Miniredis {
	t.Helper()
	server := miniredis.NewMiniRedis()
	if encrypted {
		require.NoError(t, server.StartTLS(tlsConfig()))
	} else {
		require.NoError(t, server.Start())
	}
	t.Cleanup(server.Close)
	return server
}
