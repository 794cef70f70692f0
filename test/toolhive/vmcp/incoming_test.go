// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package vmcp

import (
	"maps"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/client"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/issuer"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/runner"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/vmcp/gateway"
)

const (
	audience    = "gateway"
	resourceURL = "http://mcp.example.com"

	clientSecretEnv = "TOOLHIVE_OIDC_CLIENT_SECRET"
)

// oidc has the gateway accept tokens of the issuer.
func oidc(issuer string, more map[string]any) gateway.IncomingAuth {
	parameters := map[string]any{
		"issuer": issuer, "clientId": "", "audience": audience, "resource": resourceURL,
		"jwksAllowPrivateIp": true, "insecureAllowHttp": true,
	}
	maps.Copy(parameters, more)
	return gateway.IncomingAuth{Type: "oidc", OIDC: parameters}
}

func TestOnlyTokensOfTheIssuerAreAccepted(t *testing.T) {
	t.Parallel()
	provider, stranger := issuer.Start(t, issuer.Options{}), issuer.Start(t, issuer.Options{})
	server := remote.Start(t, remote.Options{})
	g := gateway.New(streamable("one", server))
	g.Config.IncomingAuth = oidc(provider.URL, nil)
	running := start(t, g)
	for name, c := range map[string]struct {
		headers client.Headers
		status  int
	}{
		"a valid token":                {client.Bearer(provider.Token(t, audience)), http.StatusOK},
		"no token":                     {nil, http.StatusUnauthorized},
		"not a token":                  {client.Bearer("abc"), http.StatusUnauthorized},
		"an expired token":             {client.Bearer(provider.ExpiredToken(t, audience)), http.StatusUnauthorized},
		"a token for another audience": {client.Bearer(provider.Token(t, "another")), http.StatusUnauthorized},
		"a token of another issuer":    {client.Bearer(stranger.Token(t, audience)), http.StatusUnauthorized},
		"a token that another signed": {client.Bearer(stranger.Token(t, audience, map[string]any{"iss": provider.URL})),
			http.StatusUnauthorized},
	} {
		t.Run(name, func(t *testing.T) {
			answer := client.Initialize(t, running.URL+endpointPath, c.headers)
			assert.Equal(t, c.status, answer.Status, answer.Body)
			if c.status == http.StatusUnauthorized {
				assert.Contains(t, answer.Header.Get("WWW-Authenticate"),
					`resource_metadata="`+resourceURL+`/.well-known/oauth-protected-resource"`)
			}
		})
	}
	assert.Empty(t, server.Calls(remote.Echo))
	requireEcho(t, connect(t, running, client.Bearer(provider.Token(t, audience))), "one")
	for _, request := range server.Requests() {
		assert.Empty(t, request.Header.Get("Authorization"), "the client's token reached the server")
	}
}

func TestEverybodyIsAcceptedWhenAnonymous(t *testing.T) {
	t.Parallel()
	running := start(t, gateway.New(streamable("one", remote.Start(t, remote.Options{}))))
	for _, headers := range []client.Headers{nil, client.Bearer("abc")} {
		assert.Equal(t, http.StatusOK, client.Initialize(t, running.URL+endpointPath, headers).Status)
	}
	assert.Equal(t, http.StatusNotFound, client.Get(t, running.URL+"/.well-known/oauth-protected-resource").Status)
}

func TestTheIssuersAuthorityIsTrusted(t *testing.T) {
	t.Parallel()
	provider := issuer.Start(t, issuer.Options{TLS: true})
	g := gateway.New(streamable("one", remote.Start(t, remote.Options{})))
	g.Mount(bundleDir, bundleFile, provider.CA)
	g.Config.IncomingAuth = oidc(provider.URL, map[string]any{"caBundlePath": bundlePath})
	requireStatus(t, start(t, g), provider, http.StatusOK)
}

func TestTheIssuersAuthorityIsNotTrustedUnasked(t *testing.T) {
	t.Parallel()
	provider := issuer.Start(t, issuer.Options{TLS: true})
	g := gateway.New(streamable("one", remote.Start(t, remote.Options{})))
	g.Config.IncomingAuth = oidc(provider.URL, nil)
	requireStatus(t, start(t, g), provider, http.StatusUnauthorized)
}

// The operator therefore can take the cluster itself for an issuer only where its keys are there for everybody.
func TestTheIssuerIsReadWithoutAToken(t *testing.T) {
	t.Parallel()
	provider := issuer.Start(t, issuer.Options{Reader: "token-of-the-pod"})
	g := gateway.New(streamable("one", remote.Start(t, remote.Options{})))
	g.Config.IncomingAuth = oidc(provider.URL, nil)
	requireStatus(t, start(t, g), provider, http.StatusUnauthorized)
}

// The name of an environment variable that the configuration gives is not looked at.
func TestTheClientSecretIsInAVariableOfAFixedName(t *testing.T) {
	t.Parallel()
	provider := issuer.Start(t, issuer.Options{TLS: true, ClientSecret: "s3cret", Audience: audience})
	for name, status := range map[string]int{clientSecretEnv: http.StatusOK, "ANOTHER_NAME": http.StatusUnauthorized} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := gateway.New(streamable("one", remote.Start(t, remote.Options{})))
			g.Config.IncomingAuth = oidc(provider.URL, map[string]any{
				"clientId": "gateway", "clientSecretEnv": name,
				"introspectionUrl": provider.IntrospectionURL(), "caBundlePath": bundlePath,
			})
			g.Mount(bundleDir, bundleFile, provider.CA)
			g.SecretEnv(name, "s3cret")
			answer := client.Initialize(t, start(t, g).URL+endpointPath, client.Bearer(issuer.OpaqueToken))
			assert.Equal(t, status, answer.Status, answer.Body)
		})
	}
}

// requireStatus requires how a gateway answers a client with a valid token.
func requireStatus(t *testing.T, running *runner.Runner, provider *issuer.Issuer, status int) {
	t.Helper()
	answer := client.Initialize(t, running.URL+endpointPath, client.Bearer(provider.Token(t, audience)))
	assert.Equal(t, status, answer.Status, "%s\n%s", answer.Body, running)
}
