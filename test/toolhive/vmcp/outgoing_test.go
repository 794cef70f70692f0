// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package vmcp

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/client"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/issuer"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/vmcp/gateway"
)

// secretEnv is the name of an environment variable. ToolHive's operator would call it otherwise.
const secretEnv = "secret_of-backend.one"

// tokenExchange exchanges the tokens of clients.
func tokenExchange(tokenURL string) gateway.Strategy {
	return gateway.Strategy{"type": "token_exchange", "tokenExchange": map[string]any{
		"tokenUrl": tokenURL, "clientId": "gateway", "clientSecretEnv": secretEnv, "audience": "remote", "scopes": []string{"read"},
	}}
}

func headerInjection() gateway.Strategy {
	return gateway.Strategy{"type": "header_injection", "headerInjection": map[string]any{"headerName": "X-API-Key", "headerValueEnv": secretEnv}}
}

func TestTokensAreExchanged(t *testing.T) {
	t.Parallel()
	provider := issuer.Start(t, issuer.Options{})
	server := remote.Start(t, remote.Options{})
	g := gateway.New(streamable("one", server))
	g.Config.IncomingAuth = oidc(provider.URL, nil)
	g.Config.OutgoingAuth.Backends = map[string]gateway.Strategy{"one": tokenExchange(provider.TokenURL())}
	g.SecretEnv(secretEnv, "s3cret")
	token := provider.Token(t, audience)
	requireEcho(t, connect(t, start(t, g), client.Bearer(token)), "one")

	issued := map[string]string{}
	for _, exchange := range provider.Exchanges() {
		assert.Equal(t, "gateway", exchange.ClientID)
		assert.Equal(t, "s3cret", exchange.ClientSecret)
		assert.Equal(t, "remote", exchange.Form.Get("audience"))
		assert.Equal(t, "read", exchange.Form.Get("scope"))
		issued["Bearer "+exchange.Issued] = exchange.Form.Get("subject_token")
	}
	calls := server.Calls(remote.Echo)
	require.Len(t, calls, 1)
	assert.Equal(t, token, issued[calls[0].Header.Get("Authorization")], "the call does not have a token that was exchanged for the client's")
}

func TestAHeaderIsInjected(t *testing.T) {
	t.Parallel()
	one, other := remote.Start(t, remote.Options{Require: map[string]string{"X-API-Key": "s3cret"}}), remote.Start(t, remote.Options{})
	g := gateway.New(streamable("one", one), streamable("other", other))
	g.Config.OutgoingAuth.Backends = map[string]gateway.Strategy{"one": headerInjection()}
	g.SecretEnv(secretEnv, "s3cret")
	requireServed(t, g, "one", "other")
	for _, request := range other.Requests() {
		assert.Empty(t, request.Header.Get("X-API-Key"))
	}
}

func TestTheDefaultIsForBackendsWithoutAStrategy(t *testing.T) {
	t.Parallel()
	one, other := remote.Start(t, remote.Options{Require: map[string]string{"X-API-Key": "s3cret"}}), remote.Start(t, remote.Options{})
	g := gateway.New(streamable("one", one), streamable("other", other))
	g.Config.OutgoingAuth.Default = headerInjection()
	g.Config.OutgoingAuth.Backends = map[string]gateway.Strategy{"other": {"type": "unauthenticated"}}
	g.SecretEnv(secretEnv, "s3cret")
	requireServed(t, g, "one", "other")
	for _, request := range other.Requests() {
		assert.Empty(t, request.Header.Get("X-API-Key"))
	}
}

// With a strategy that cannot work, the gateway starts, and takes most such backends for healthy. The operator therefore leaves them out.
func TestNoCallGetsThroughWith(t *testing.T) {
	t.Parallel()
	provider := issuer.Start(t, issuer.Options{})
	withTokens := oidc(provider.URL, nil)
	for name, c := range map[string]struct {
		incoming gateway.IncomingAuth
		strategy gateway.Strategy
		message  string
	}{
		"an exchange of tokens that clients do not have": {
			gateway.Anonymous(), tokenExchange(provider.TokenURL()), "identity has no token",
		},
		"an exchange at a URL that is none": {withTokens, tokenExchange("nowhere"), "token exchange failed"},
		"tokens of an authorization server that the gateway is not": {
			withTokens, gateway.Strategy{"type": "upstream_inject", "upstreamInject": map[string]any{"providerName": "corp"}}, "upstream token not found",
		},
		"cross-application access without such a server": {
			withTokens, gateway.Strategy{"type": "xaa", "xaa": map[string]any{
				"idpTokenUrl": provider.TokenURL(), "targetTokenUrl": provider.TokenURL(), "targetAudience": "remote",
			}}, "",
		},
		"Amazon's STS without a role": {
			withTokens, gateway.Strategy{"type": "aws_sts", "awsSts": map[string]any{"region": "us-east-1"}}, "role_arn or role_mappings must be configured",
		},
		"an on-behalf-of exchange": {
			withTokens, gateway.Strategy{"type": "obo", "obo": map[string]any{"tokenUrl": provider.TokenURL()}}, "requires an enterprise build",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := remote.Start(t, remote.Options{})
			g := gateway.New(streamable("one", server), streamable("other", remote.Start(t, remote.Options{})))
			g.Config.IncomingAuth = c.incoming
			g.Config.OutgoingAuth.Backends = map[string]gateway.Strategy{"one": c.strategy}
			g.SecretEnv(secretEnv, "s3cret")
			running := start(t, g)
			session := connect(t, running, client.Bearer(provider.Token(t, audience)))

			requireEcho(t, session, "other")
			_, err := session.Call(t, "one_"+remote.Echo, map[string]any{"text": "hello"})
			require.Error(t, err)
			assert.Empty(t, server.Calls(remote.Echo))
			assert.True(t, logged(running, c.message), "%s\n%s", err, running)
		})
	}
}
