// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package proxyrunner

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/client"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/issuer"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/runner"
)

func TestClientsLogInAtTheProxy(t *testing.T) {
	s := newScene(t, remote.Options{})
	proxy := s.startAuthServer(t, nil)

	assert.Equal(t, http.StatusUnauthorized, client.Initialize(t, proxy.URL, client.Bearer(s.token)).Status, "another's token")
	session := client.Connect(t, client.Streamable(t, proxy.URL, client.Bearer(client.Login(t, proxy.URL, resourceURL))))
	_, err := session.Call(t, remote.Echo, map[string]any{"text": "hello"})
	require.NoError(t, err)
	calls := s.remote.Calls(remote.Echo)
	require.Len(t, calls, 1)
	assert.Equal(t, "Bearer "+issuer.AccessToken, calls[0].Header.Get("Authorization"), "the provider's token is not injected")
}

func TestTheProvidersTokenIsKeptFromTheRemoteServer(t *testing.T) {
	s := newScene(t, remote.Options{})
	proxy := s.startAuthServer(t, func(spec *v1beta1.EmbeddedAuthServerConfig) { spec.DisableUpstreamTokenInjection = true })

	session := client.Connect(t, client.Streamable(t, proxy.URL, client.Bearer(client.Login(t, proxy.URL, resourceURL))))
	_, err := session.Call(t, remote.Echo, map[string]any{"text": "hello"})
	require.NoError(t, err)
	calls := s.remote.Calls(remote.Echo)
	require.Len(t, calls, 1)
	assert.Empty(t, calls[0].Header.Get("Authorization"))
}

// startAuthServer starts a proxy that is an authorization server, where clients log in by way of the issuer.
func (s *scene) startAuthServer(t *testing.T, change func(*v1beta1.EmbeddedAuthServerConfig)) *runner.Runner {
	t.Helper()
	spec := &s.Case.Endpoint.Spec
	self := runner.URL(spec.ProxyConfig.ProxyPort)
	clientSecret := s.Case.secret("client", "s3cret")
	config := &v1beta1.EmbeddedAuthServerConfig{
		Issuer:               self,
		SigningKeySecretRefs: []v1beta1.SecretKeyRef{s.Case.secret("new-key", signingKey(t)), s.Case.secret("old-key", signingKey(t))},
		HMACSecretRefs:       []v1beta1.SecretKeyRef{s.Case.secret("hmac", strings.Repeat("x", 32))},
		UpstreamProviders: []v1beta1.UpstreamProviderConfig{{
			Name: "provider", Type: v1beta1.UpstreamProviderTypeOIDC,
			OIDCConfig: &v1beta1.OIDCUpstreamConfig{
				IssuerURL: s.issuer.URL, ClientID: "proxy", ClientSecretRef: &clientSecret, RedirectURI: self + "/oauth/callback",
			},
		}},
	}
	if change != nil {
		change(config)
	}
	s.Case.externalAuth(v1beta1.MCPExternalAuthConfigSpec{Type: v1beta1.ExternalAuthTypeEmbeddedAuthServer, EmbeddedAuthServer: config})
	spec.ProxyConfig.OIDCConfig = nil
	spec.ProxyConfig.OIDCConfigRef = &v1beta1.MCPOIDCConfigReference{Name: "oidc", Audience: resourceURL, ResourceURL: resourceURL}
	s.Case.Found.OIDCConfig = &v1beta1.MCPOIDCConfig{Spec: v1beta1.MCPOIDCConfigSpec{
		Type:   v1beta1.MCPOIDCConfigTypeInline,
		Inline: &v1beta1.InlineOIDCSharedConfig{Issuer: self, JWKSAllowPrivateIP: true, InsecureAllowHTTP: true},
	}}
	return s.start(t)
}

func signingKey(t *testing.T) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}
