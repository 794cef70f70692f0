// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package proxyrunner

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/client"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
)

func TestARemoteServerIsServed(t *testing.T) {
	s := newScene(t, remote.Options{})
	proxy := s.start(t)

	session := client.Connect(t, client.Streamable(t, proxy.URL+"/mcp", client.Bearer(s.token)))
	tools, _ := session.Tools(t)
	assert.Equal(t, remote.Tools(), tools)
	text, err := session.Call(t, remote.Echo, map[string]any{"text": "hello"})
	require.NoError(t, err)
	assert.Equal(t, "hello", text)
	for _, request := range s.remote.Requests() {
		assert.Equal(t, remote.StreamablePath, request.Path)
	}
}

func TestHeadersAreForwarded(t *testing.T) {
	s := newScene(t, remote.Options{Require: map[string]string{"X-API-Key": "s3cret", "X.API.Key": "other", "X-Tenant": "one"}})
	s.Case.Endpoint.Spec.HeaderForward = &v1alpha1.HeaderForward{
		AddPlaintextHeaders: map[string]string{"X-Tenant": "one"},
		AddHeadersFromSecret: []v1alpha1.HeaderFromSecret{
			{HeaderName: "X-API-Key", ValueSecretRef: s.Case.secret("keys", "s3cret")},
			{HeaderName: "X.API.Key", ValueSecretRef: s.Case.secret("more-keys", "other")},
		},
	}
	requireServed(t, s)
}

func TestABearerTokenIsSent(t *testing.T) {
	s := newScene(t, remote.Options{Require: map[string]string{"Authorization": "Bearer s3cret"}})
	s.Case.externalAuth(v1beta1.MCPExternalAuthConfigSpec{
		Type:        v1beta1.ExternalAuthTypeBearerToken,
		BearerToken: &v1beta1.BearerTokenConfig{TokenSecretRef: s.Case.secret("token.of.remote", "s3cret")},
	})
	requireServed(t, s)
}

func TestAHeaderIsInjected(t *testing.T) {
	s := newScene(t, remote.Options{Require: map[string]string{"X-API-Key": "s3cret"}})
	s.Case.externalAuth(v1beta1.MCPExternalAuthConfigSpec{
		Type:            v1beta1.ExternalAuthTypeHeaderInjection,
		HeaderInjection: &v1beta1.HeaderInjectionConfig{HeaderName: "X-API-Key", ValueSecretRef: s.Case.secret("key", "s3cret")},
	})
	requireServed(t, s)
}

func TestTokensAreExchanged(t *testing.T) {
	s := newScene(t, remote.Options{})
	secret := s.Case.secret("client", "s3cret")
	s.Case.externalAuth(v1beta1.MCPExternalAuthConfigSpec{
		Type: v1beta1.ExternalAuthTypeTokenExchange,
		TokenExchange: &v1beta1.TokenExchangeConfig{
			TokenURL: s.issuer.TokenURL(), ClientID: "proxy", ClientSecretRef: &secret, Audience: "remote", Scopes: []string{"read"},
		},
	})
	requireServed(t, s)

	exchanges := s.issuer.Exchanges()
	require.NotEmpty(t, exchanges)
	for _, exchange := range exchanges {
		assert.Equal(t, "urn:ietf:params:oauth:grant-type:token-exchange", exchange.Form.Get("grant_type"))
		assert.Equal(t, s.token, exchange.Form.Get("subject_token"))
		assert.Equal(t, "remote", exchange.Form.Get("audience"))
		assert.Equal(t, "read", exchange.Form.Get("scope"))
		assert.Equal(t, "proxy", exchange.ClientID)
		assert.Equal(t, "s3cret", exchange.ClientSecret)
	}
	calls := s.remote.Calls(remote.Echo)
	require.Len(t, calls, 1)
	assert.Regexp(t, `^Bearer exchanged-\d+$`, calls[0].Header.Get("Authorization"))
}

func TestAPrivateAuthorityIsTrusted(t *testing.T) {
	s := newScene(t, remote.Options{TLS: true})
	s.Case.Endpoint.Spec.CABundleRef = &v1alpha1.CABundleRef{Name: "authority"}
	s.Case.ConfigMaps = []corev1.ConfigMap{{
		ObjectMeta: metav1.ObjectMeta{Name: "authority"}, Data: map[string]string{"ca.crt": s.remote.CA},
	}}
	requireServed(t, s)
}

func TestAPrivateAuthorityIsNotTrustedUnasked(t *testing.T) {
	s := newScene(t, remote.Options{TLS: true})
	proxy := s.start(t)

	answer := client.Initialize(t, proxy.URL, client.Bearer(s.token))
	assert.Equal(t, http.StatusBadGateway, answer.Status)
	assert.Empty(t, s.remote.Requests())
}

func TestAnSSEEndpointHasThePrefix(t *testing.T) {
	s := newScene(t, remote.Options{})
	s.Case.Endpoint.Spec.RemoteURL = s.remote.URL + remote.SSEPath
	s.Case.Endpoint.Spec.Transport = v1beta1.TransportSSE
	s.Case.Endpoint.Spec.ProxyConfig.EndpointPrefix = "/behind/ingress"
	proxy := s.start(t)

	endpoint := client.SSEEndpoint(t, proxy.URL+"/sse", client.Bearer(s.token))
	assert.Regexp(t, `^/behind/ingress/remote/sse\?sessionid=`, endpoint)
	session := client.Connect(t, client.SSE(t, proxy.URL+"/sse", client.Bearer(s.token)))
	text, err := session.Call(t, remote.Echo, map[string]any{"text": "hello"})
	require.NoError(t, err)
	assert.Equal(t, "hello", text)
}

// requireServed requires that a call gets through the proxy to the remote server.
func requireServed(t *testing.T, s *scene) {
	t.Helper()
	proxy := s.start(t)
	session := client.Connect(t, client.Streamable(t, proxy.URL, client.Bearer(s.token)))
	text, err := session.Call(t, remote.Echo, map[string]any{"text": "hello"})
	require.NoError(t, err, proxy)
	require.Equal(t, "hello", text)
}
