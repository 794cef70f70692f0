// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package vmcp

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/client"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/vmcp/gateway"
)

const (
	bundleDir  = "/etc/toolhive/ca-bundles/one"
	bundleFile = "ca.crt"
	bundlePath = bundleDir + "/" + bundleFile
)

func TestAPrivateAuthorityIsTrusted(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		configure func(*gateway.Gateway)
		// sessions is whether the gateway holds a session with the server for each client that has one with the gateway. A client
		// that does not learn of changed tools is all that the lack of one means.
		sessions bool
	}{
		"for the backend":       {func(g *gateway.Gateway) { g.Config.Backends[0].CABundlePath = bundlePath }, false},
		"for the whole process": {func(g *gateway.Gateway) { g.Env("SSL_CERT_DIR", bundleDir) }, true},
		"for the whole process, of a backend without a type": {func(g *gateway.Gateway) {
			g.Config.Backends[0].Type = ""
			g.Env("SSL_CERT_DIR", bundleDir)
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := remote.Start(t, remote.Options{TLS: true})
			g := gateway.New(streamable("one", server))
			g.Mount(bundleDir, bundleFile, server.CA)
			c.configure(g)
			running := start(t, g)

			requireEcho(t, connect(t, running, nil), "one")
			requireEcho(t, client.ConnectOld(t, client.Streamable(t, running.URL+endpointPath, nil)), "one")
			assert.Equal(t, !c.sessions, logged(running, "No backend held a session for this session"), running)
		})
	}
}

func TestAPrivateAuthorityIsNotTrustedUnasked(t *testing.T) {
	t.Parallel()
	trusted, other := remote.Start(t, remote.Options{TLS: true}), remote.Start(t, remote.Options{TLS: true})
	withBundle := streamable("trusted", trusted)
	withBundle.CABundlePath = bundlePath
	g := gateway.New(withBundle, streamable("other", other))
	g.Mount(bundleDir, bundleFile, trusted.CA)
	session := connect(t, start(t, g), nil)

	requireEcho(t, session, "trusted")
	_, err := session.Call(t, "other_"+remote.Echo, map[string]any{"text": "hello"})
	require.Error(t, err)
	assert.Empty(t, other.Requests())
}
