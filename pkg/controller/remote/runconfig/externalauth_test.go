// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runconfig_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
)

// publicURL is the URL by which clients reach the proxy of these tests, and its issuer where it has an authorization server.
const publicURL = "https://mcp.public.example.com"

func secret(name, key string) *v1beta1.SecretKeyRef {
	return &v1beta1.SecretKeyRef{Name: name, Key: key}
}

// authProxy returns an endpoint that refers to these auth configs, either of which may be nil, and what it refers to.
func authProxy(external, server *v1beta1.MCPExternalAuthConfigSpec) (*v1alpha1.MCPRemoteEndpoint, references.Found) {
	var found references.Found
	endpoint := controllertest.Endpoint("search", func(e *v1alpha1.MCPRemoteEndpoint) {
		e.Spec.Type = v1alpha1.EndpointTypeProxy
		e.Spec.ProxyConfig = &v1alpha1.ProxyConfig{OIDCConfigRef: &v1beta1.MCPOIDCConfigReference{
			Name: "idp", Audience: publicURL, ResourceURL: publicURL, Scopes: []string{"openid", "email"},
		}}
		if external != nil {
			e.Spec.ExternalAuthConfigRef = &v1beta1.ExternalAuthConfigRef{Name: "login"}
			found.AuthConfig = controllertest.AuthConfig("login", *external)
		}
		if server != nil {
			e.Spec.ProxyConfig.AuthServerRef = &v1beta1.AuthServerRef{Kind: "MCPExternalAuthConfig", Name: "server"}
			found.AuthServer = controllertest.AuthConfig("server", *server)
		}
	})
	found.OIDCConfig = &v1beta1.MCPOIDCConfig{Spec: v1beta1.MCPOIDCConfigSpec{
		Type: v1beta1.MCPOIDCConfigTypeInline, Inline: &v1beta1.InlineOIDCSharedConfig{Issuer: publicURL},
	}}
	return endpoint, found
}

// keyOf returns one key of the configuration file as JSON, and "null" if it is not there.
func keyOf(t *testing.T, proxy runconfig.Proxy, key string) string {
	t.Helper()
	text, err := json.Marshal(proxy.Config)
	require.NoError(t, err)
	var config map[string]any
	require.NoError(t, json.Unmarshal(text, &config))
	value, err := json.Marshal(config[key])
	require.NoError(t, err)
	return string(value)
}

// variables returns the container's variables by name: their values, or names and keys of Secrets.
func variables(t *testing.T, proxy runconfig.Proxy) map[string]string {
	t.Helper()
	env := map[string]string{}
	for _, v := range proxy.Env {
		require.NotContains(t, env, v.Name, "names are unique")
		env[v.Name] = v.Value
		if v.Secret != nil {
			env[v.Name] = v.Secret.Name + "/" + v.Secret.Key
		}
	}
	return env
}

func TestExternalAuth(t *testing.T) {
	tests := map[string]struct {
		spec v1beta1.MCPExternalAuthConfigSpec
		key  string
		json string
		env  map[string]string
	}{
		"unauthenticated adds nothing": {
			v1beta1.MCPExternalAuthConfigSpec{Type: v1beta1.ExternalAuthTypeUnauthenticated},
			"remote_auth_config", `null`, map[string]string{},
		},
		"a bearer token is a secret of the runner": {
			v1beta1.MCPExternalAuthConfigSpec{
				Type:        v1beta1.ExternalAuthTypeBearerToken,
				BearerToken: &v1beta1.BearerTokenConfig{TokenSecretRef: *secret("remote.token", "t")},
			},
			"remote_auth_config", `{"bearer_token": "BEARER_TOKEN,target=bearer_token", "use_pkce": false}`,
			map[string]string{"TOOLHIVE_SECRETS_PROVIDER": "environment", "TOOLHIVE_SECRET_BEARER_TOKEN": "remote.token/t"},
		},
		"a header that is injected is forwarded": {
			v1beta1.MCPExternalAuthConfigSpec{
				Type:            v1beta1.ExternalAuthTypeHeaderInjection,
				HeaderInjection: &v1beta1.HeaderInjectionConfig{HeaderName: "X-API-Key", ValueSecretRef: *secret("keys", "k")},
			},
			"header_forward", `{"add_headers_from_secret": {"X-API-Key": "HEADER_X_API_KEY_B27EF9F9"}}`,
			map[string]string{"TOOLHIVE_SECRETS_PROVIDER": "environment", "TOOLHIVE_SECRET_HEADER_X_API_KEY_B27EF9F9": "keys/k"},
		},
		"token exchange, all of it": {
			v1beta1.MCPExternalAuthConfigSpec{
				Type: v1beta1.ExternalAuthTypeTokenExchange,
				TokenExchange: &v1beta1.TokenExchangeConfig{
					TokenURL: "https://sts.example.com/token", ClientID: "te-client", ClientSecretRef: secret("te", "s"),
					Audience: "backend", Scopes: []string{"read", "write"}, SubjectTokenType: "id_token", ExternalTokenHeaderName: "X-Upstream-Token",
				},
			},
			"token_exchange_config", `{
				"token_url": "https://sts.example.com/token", "client_id": "te-client", "audience": "backend", "scopes": ["read", "write"],
				"subject_token_type": "urn:ietf:params:oauth:token-type:id_token",
				"header_strategy": "custom", "external_token_header_name": "X-Upstream-Token"
			}`,
			map[string]string{"TOOLHIVE_TOKEN_EXCHANGE_CLIENT_SECRET": "te/s"},
		},
		"token exchange, as little as can be": {
			v1beta1.MCPExternalAuthConfigSpec{
				Type:          v1beta1.ExternalAuthTypeTokenExchange,
				TokenExchange: &v1beta1.TokenExchangeConfig{TokenURL: "https://sts.example.com/token", Audience: "backend"},
			},
			"token_exchange_config",
			`{"token_url": "https://sts.example.com/token", "client_id": "", "audience": "backend", "header_strategy": "replace"}`,
			map[string]string{},
		},
		"AWS STS, all of it": {
			v1beta1.MCPExternalAuthConfigSpec{Type: v1beta1.ExternalAuthTypeAWSSts, AWSSts: &v1beta1.AWSStsConfig{
				Region: "eu-west-1", Service: "aws-mcp", FallbackRoleArn: "arn:aws:iam::123456789012:role/fallback",
				RoleMappings: []v1beta1.RoleMapping{
					{Claim: "admins", RoleArn: "arn:aws:iam::123456789012:role/admin", Priority: new(int32(1))},
					{Matcher: `"dev" in claims["groups"]`, RoleArn: "arn:aws:iam::123456789012:role/dev"},
				},
				RoleClaim: "roles", SessionDuration: new(int32(1800)), SessionNameClaim: "email",
			}},
			"aws_sts_config", `{
				"region": "eu-west-1", "service": "aws-mcp", "fallback_role_arn": "arn:aws:iam::123456789012:role/fallback",
				"role_mappings": [
					{"claim": "admins", "role_arn": "arn:aws:iam::123456789012:role/admin", "priority": 1},
					{"matcher": "\"dev\" in claims[\"groups\"]", "role_arn": "arn:aws:iam::123456789012:role/dev"}
				],
				"role_claim": "roles", "session_duration": 1800, "session_name_claim": "email"
			}`,
			map[string]string{},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			proxy, err := runconfig.For(authProxy(&tt.spec, nil))
			require.NoError(t, err)
			assert.JSONEq(t, tt.json, keyOf(t, proxy, tt.key))
			assert.Equal(t, tt.env, variables(t, proxy))
			assert.Empty(t, proxy.Files)
		})
	}
}

func TestExternalAuthThatAProxyDoesNothingFor(t *testing.T) {
	want, err := runconfig.For(authProxy(nil, nil))
	require.NoError(t, err)
	for _, authType := range []v1beta1.ExternalAuthType{
		v1beta1.ExternalAuthTypeUnauthenticated, v1beta1.ExternalAuthTypeUpstreamInject, v1beta1.ExternalAuthTypeXAA,
	} {
		got, err := runconfig.For(authProxy(&v1beta1.MCPExternalAuthConfigSpec{Type: authType}, nil))
		require.NoError(t, err)
		assert.Equal(t, want, got, authType)
	}
}

func TestAHeaderThatIsForwardedIsNotInjectedToo(t *testing.T) {
	endpoint, found := authProxy(&v1beta1.MCPExternalAuthConfigSpec{
		Type:            v1beta1.ExternalAuthTypeHeaderInjection,
		HeaderInjection: &v1beta1.HeaderInjectionConfig{HeaderName: "X-API-Key", ValueSecretRef: *secret("keys", "injected")},
	}, nil)
	for name, forward := range map[string]v1alpha1.HeaderForward{
		"a plain value":         {AddPlaintextHeaders: map[string]string{"x-api-key": "v"}},
		"the value of a Secret": {AddHeadersFromSecret: []v1alpha1.HeaderFromSecret{{HeaderName: "x-api-key", ValueSecretRef: *secret("keys", "forwarded")}}},
	} {
		t.Run(name, func(t *testing.T) {
			endpoint.Spec.HeaderForward = &forward
			proxy, err := runconfig.For(endpoint, found)
			require.NoError(t, err)
			assert.NotContains(t, keyOf(t, proxy, "header_forward"), "X-API-Key")
			assert.NotContains(t, slices.Collect(maps.Values(variables(t, proxy))), "keys/injected")
		})
	}
}

func TestExternalAuthThatCannotBeApplied(t *testing.T) {
	for _, authType := range []v1beta1.ExternalAuthType{
		v1beta1.ExternalAuthTypeOBO, "telepathy",
		// These lack the member that goes with them.
		v1beta1.ExternalAuthTypeTokenExchange, v1beta1.ExternalAuthTypeHeaderInjection, v1beta1.ExternalAuthTypeBearerToken,
		v1beta1.ExternalAuthTypeAWSSts, v1beta1.ExternalAuthTypeEmbeddedAuthServer,
	} {
		t.Run(string(authType), func(t *testing.T) {
			_, err := runconfig.For(authProxy(&v1beta1.MCPExternalAuthConfigSpec{Type: authType}, nil))
			assert.ErrorContains(t, err, `"login"`)
		})
	}
	t.Run("an auth config that is missing", func(t *testing.T) {
		endpoint, found := authProxy(&v1beta1.MCPExternalAuthConfigSpec{Type: v1beta1.ExternalAuthTypeUnauthenticated}, nil)
		found.AuthConfig = nil
		_, err := runconfig.For(endpoint, found)
		assert.ErrorContains(t, err, `"login"`)
	})
	t.Run("a type of token that nobody knows", func(t *testing.T) {
		_, err := runconfig.For(authProxy(&v1beta1.MCPExternalAuthConfigSpec{
			Type: v1beta1.ExternalAuthTypeTokenExchange, TokenExchange: &v1beta1.TokenExchangeConfig{SubjectTokenType: "saml"},
		}, nil))
		assert.ErrorContains(t, err, "saml")
	})
}

func TestSubjectTokenType(t *testing.T) {
	const urn = "urn:ietf:params:oauth:token-type:"
	for name, want := range map[string]string{
		"": "", "access_token": urn + "access_token", "id_token": urn + "id_token", "jwt": urn + "jwt",
		urn + "access_token": urn + "access_token", urn + "id_token": urn + "id_token", urn + "jwt": urn + "jwt",
	} {
		got, err := runconfig.SubjectTokenType(name)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	for _, name := range []string{"JWT", "saml2", urn, urn + "refresh_token"} {
		_, err := runconfig.SubjectTokenType(name)
		assert.ErrorContains(t, err, "access_token, id_token or jwt")
	}
}
