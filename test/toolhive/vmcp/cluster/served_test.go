// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/gatewaytest"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/client"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/issuer"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/runner"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/vmcp/gateway"
)

var inputDirectory = filepath.Join("test", "toolhive", "vmcp", "cluster", "testdata")

// The gateway serves the same whether its backends are in its configuration or in the cluster.
func TestEndpointsAreServed(t *testing.T) {
	for _, source := range []string{gateway.Inline, gateway.Discovered} {
		t.Run(source, func(t *testing.T) {
			servers := map[string]*remote.Server{
				"PLAIN":     remote.Start(t, remote.Options{}),
				"ENCRYPTED": remote.Start(t, remote.Options{TLS: true}),
				"ONE": remote.Start(t, remote.Options{Require: map[string]string{
					"X-API-Key": "s3cret-one", "X-Tenant": "a $(TENANT) tenant",
				}}),
				"INJECTED": remote.Start(t, remote.Options{Require: map[string]string{"X-Injected": "s3cret-injected"}}),
			}
			values := map[string]string{"SOURCE": source, "AUTHORITY": strconv.Quote(servers["ENCRYPTED"].CA)}
			for name, server := range servers {
				values[name] = endpoint(server)
			}
			running := startRendered(t, "endpoints.yaml", values)
			for _, name := range []string{"plain", "with-header", "trusting", "authenticating", "proxied"} {
				requireEcho(t, running, name)
			}
			for _, request := range servers["PLAIN"].Requests() {
				assert.Empty(t, request.Header.Get("X-API-Key"))
				assert.Empty(t, request.Header.Get("X-Injected"))
			}
		})
	}
}

func TestLookalikesShareNoSecret(t *testing.T) {
	servers := map[string]*remote.Server{
		"a":       remote.Start(t, remote.Options{Require: map[string]string{"X-Key": "s3cret-1", "X_Key": "s3cret-2"}}),
		"key-a":   remote.Start(t, remote.Options{Require: map[string]string{"X": "s3cret-3"}}),
		"x-key.a": remote.Start(t, remote.Options{Require: map[string]string{"X.Key": "s3cret-4"}}),
	}
	running := startRendered(t, "lookalikes.yaml", map[string]string{
		"A": endpoint(servers["a"]), "KEY_A": endpoint(servers["key-a"]), "X_KEY_A": endpoint(servers["x-key.a"]),
	})
	for name, server := range servers {
		requireEcho(t, running, name)
		for _, request := range server.Requests() {
			assert.Len(t, secretsIn(request), map[string]int{"a": 2, "key-a": 1, "x-key.a": 1}[name], request.Header)
		}
	}
}

// secretsIn are the headers of a request that have a secret of the test's.
func secretsIn(request remote.Request) []string {
	var names []string
	for name, values := range request.Header {
		if strings.HasPrefix(values[0], "s3cret-") {
			names = append(names, name)
		}
	}
	return names
}

func endpoint(server *remote.Server) string { return server.URL + remote.StreamablePath }

func TestTokensAreExchanged(t *testing.T) {
	for _, source := range []string{gateway.Inline, gateway.Discovered} {
		t.Run(source, func(t *testing.T) {
			provider := issuer.Start(t, issuer.Options{})
			server := remote.Start(t, remote.Options{})
			running := startRendered(t, "exchange.yaml", map[string]string{
				"SOURCE": source, "ISSUER": provider.URL, "TOKEN_URL": provider.TokenURL(), "SEARCH": endpoint(server),
			})
			token := provider.Token(t, "gateway")
			requireEchoWith(t, running, "search", client.Bearer(token))

			for _, exchange := range provider.Exchanges() {
				assert.Equal(t, "s3cret", exchange.ClientSecret)
			}
			requireExchanged(t, provider, server, token)
		})
	}
}

// requireExchanged requires that the one call of a server was made with a token that the provider gave for the client's.
func requireExchanged(t *testing.T, provider *issuer.Issuer, server *remote.Server, token string) {
	t.Helper()
	issued := map[string]string{}
	for _, exchange := range provider.Exchanges() {
		issued["Bearer "+exchange.Issued] = exchange.Form.Get("subject_token")
	}
	calls := server.Calls(remote.Echo)
	require.Len(t, calls, 1)
	assert.Equal(t, token, issued[calls[0].Header.Get("Authorization")])
}

// startRendered starts the gateway of a manifest of testdata, in which $(NAME) stands for a value.
func startRendered(t *testing.T, manifest string, values map[string]string) *runner.Runner {
	t.Helper()
	input := gatewaytest.Read(t, filled(t, manifest, values))
	children := gatewaytest.Rendered(t, input.Input(t))
	g := &rendering{
		input: input.Objects(t), configMap: children.ConfigMap, deployment: children.Deployment, role: children.Role, binding: children.RoleBinding,
	}
	require.NotNil(t, g.deployment)
	g.readConfig(t)
	g.settle(t)
	running := runner.Start(t, program, g.process(t, issuer.Start(t, issuer.Options{TLS: true})))
	if g.source() == gateway.Discovered {
		awaitBackends(t, running, g.published...)
	}
	return running
}

// filled returns the path of a manifest of testdata with values put in for $(NAME).
func filled(t *testing.T, manifest string, values map[string]string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(inputDirectory, manifest))
	require.NoError(t, err)
	var replacements []string
	for name, value := range values {
		replacements = append(replacements, "$("+name+")", value)
	}
	file := filepath.Join(t.TempDir(), manifest)
	require.NoError(t, os.WriteFile(file, []byte(strings.NewReplacer(replacements...).Replace(string(data))), 0o600))
	return file
}
