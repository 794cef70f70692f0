// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/client"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
)

func TestHeadersReachTheRemoteServer(t *testing.T) {
	t.Parallel()
	s := newScene(t, remote.Options{Require: map[string]string{"X-API-Key": "s3cret", "X-Tenant": "one", "X-Injected": "injected"}})
	s.authConfig(t, "injection", &v1beta1.MCPExternalAuthConfigSpec{
		Type:            v1beta1.ExternalAuthTypeHeaderInjection,
		HeaderInjection: &v1beta1.HeaderInjectionConfig{HeaderName: "X-Injected", ValueSecretRef: s.secret(t, "injected", "injected")},
	})
	s.requireServed(t, s.deploy(t, s.proxied("search", withKey(s.secret(t, "key", "s3cret")), withAuthConfig("injection"),
		func(e *v1alpha1.MCPRemoteEndpoint) {
			e.Spec.HeaderForward.AddPlaintextHeaders = map[string]string{"X-Tenant": "one"}
		})))
}

func TestTokensAreExchanged(t *testing.T) {
	t.Parallel()
	s := newScene(t, remote.Options{})
	secret := s.secret(t, "client", "s3cret")
	s.authConfig(t, "exchange", &v1beta1.MCPExternalAuthConfigSpec{
		Type: v1beta1.ExternalAuthTypeTokenExchange,
		TokenExchange: &v1beta1.TokenExchangeConfig{
			TokenURL: s.issuer.TokenURL(), ClientID: "proxy", ClientSecretRef: &secret, Audience: "remote", Scopes: []string{"read"},
		},
	})
	s.requireServed(t, s.deploy(t, s.proxied("search", withAuthConfig("exchange"))))
	s.requireExchanged(t, "proxy")
}

// requireExchanged requires that the one call of the tool "echo" had a token that the client of the identity provider got for the user's.
func (s *scene) requireExchanged(t *testing.T, clientID string) {
	t.Helper()
	issued := map[string]string{}
	for _, exchange := range s.issuer.Exchanges() {
		assert.Equal(t, clientID, exchange.ClientID)
		assert.Equal(t, "s3cret", exchange.ClientSecret)
		assert.Equal(t, "remote", exchange.Form.Get("audience"))
		assert.Equal(t, "read", exchange.Form.Get("scope"))
		issued["Bearer "+exchange.Issued] = exchange.Form.Get("subject_token")
	}
	calls := s.remote.Calls(remote.Echo)
	require.Len(t, calls, 1)
	assert.Equal(t, s.token, issued[calls[0].Header.Get("Authorization")])
}

func TestAPrivateAuthorityIsTrustedWhereItIsNamed(t *testing.T) {
	t.Parallel()
	s := newScene(t, remote.Options{TLS: true})
	s.configMap(t, "authority", "ca.crt", s.remote.CA)
	s.create(t, s.proxied("distrusting"))
	s.requireServed(t, s.deploy(t, s.proxied("trusting", withCABundle("authority"))))

	served := len(s.remote.Requests())
	assert.Equal(t, http.StatusBadGateway, client.Initialize(t, s.awaitReady(t, "distrusting"), client.Bearer(s.token)).Status)
	assert.Len(t, s.remote.Requests(), served)
}

func TestToolsAreFilteredAndRenamed(t *testing.T) {
	t.Parallel()
	s := newScene(t, remote.Options{})
	create(t, &v1beta1.MCPToolConfig{
		ObjectMeta: metav1.ObjectMeta{Name: "tools"},
		Spec: v1beta1.MCPToolConfigSpec{
			ToolsFilter:   []string{"repeat"},
			ToolsOverride: map[string]v1beta1.ToolOverride{remote.Echo: {Name: "repeat", Description: "Repeats its text"}},
		},
	}, shared.Toolhive.ToolhiveV1beta1().MCPToolConfigs(s.namespace).Create)
	session := s.connect(t, s.deploy(t, s.proxied("search", func(e *v1alpha1.MCPRemoteEndpoint) {
		e.Spec.ToolConfigRef = &v1beta1.ToolConfigRef{Name: "tools"}
	})))

	tools, descriptions := session.Tools(t)
	assert.Equal(t, []string{"repeat"}, tools)
	assert.Equal(t, "Repeats its text", descriptions["repeat"])
	text, err := session.Call(t, "repeat", map[string]any{"text": "hello"})
	require.NoError(t, err)
	assert.Equal(t, "hello", text)
	assert.Len(t, s.remote.Calls(remote.Echo), 1)
	_, err = session.Call(t, remote.Add, map[string]any{"a": 1, "b": 2})
	require.Error(t, err)
	assert.Empty(t, s.remote.Calls(remote.Add))
}

func TestAnSSEEndpointHasThePrefix(t *testing.T) {
	t.Parallel()
	s := newScene(t, remote.Options{})
	url := s.deploy(t, s.proxied("search", func(e *v1alpha1.MCPRemoteEndpoint) {
		e.Spec.RemoteURL = s.remote.URL + remote.SSEPath
		e.Spec.Transport = v1beta1.TransportSSE
		e.Spec.ProxyConfig.EndpointPrefix = "/behind/ingress"
	}))
	endpoint := client.SSEEndpoint(t, url+"/sse", client.Bearer(s.token))
	assert.Regexp(t, `^/behind/ingress/remote/sse\?sessionid=`, endpoint)
	text, err := client.Connect(t, client.SSE(t, url+"/sse", client.Bearer(s.token))).Call(t, remote.Echo, map[string]any{"text": "hello"})
	require.NoError(t, err)
	assert.Equal(t, "hello", text)
}

func TestARemoteServerMayRunInTheCluster(t *testing.T) {
	t.Parallel()
	s := newScene(t, remote.Options{})
	url := s.runServer(t, "server")
	session := s.connect(t, s.deploy(t, s.proxied("search", func(e *v1alpha1.MCPRemoteEndpoint) {
		e.Spec.RemoteURL = url
		e.Spec.AllowPrivateEndpoint = true
	})))
	name, err := session.Call(t, "whoami", nil)
	require.NoError(t, err)
	assert.Equal(t, "server", name)
}

// withKey sends the value as the header X-API-Key.
func withKey(value v1beta1.SecretKeyRef) change {
	return func(e *v1alpha1.MCPRemoteEndpoint) {
		e.Spec.HeaderForward = &v1alpha1.HeaderForward{
			AddHeadersFromSecret: []v1alpha1.HeaderFromSecret{{HeaderName: "X-API-Key", ValueSecretRef: value}},
		}
	}
}

func withAuthConfig(name string) change {
	return func(e *v1alpha1.MCPRemoteEndpoint) {
		e.Spec.ExternalAuthConfigRef = &v1beta1.ExternalAuthConfigRef{Name: name}
	}
}

func withCABundle(name string) change {
	return func(e *v1alpha1.MCPRemoteEndpoint) { e.Spec.CABundleRef = &v1alpha1.CABundleRef{Name: name} }
}

func (s *scene) authConfig(t *testing.T, name string, spec *v1beta1.MCPExternalAuthConfigSpec) {
	t.Helper()
	config := &v1beta1.MCPExternalAuthConfig{
		ObjectMeta: metav1.ObjectMeta{Name: name, Annotations: map[string]string{v1alpha1.AllowInsecureAnnotation: "true"}}, Spec: *spec,
	}
	create(t, config, shared.Toolhive.ToolhiveV1beta1().MCPExternalAuthConfigs(s.namespace).Create)
}
