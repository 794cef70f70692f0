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
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/issuer"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
)

func TestOnlyTokensOfTheIssuerAreAccepted(t *testing.T) {
	s := newScene(t, remote.Options{})
	stranger := issuer.Start(t, issuer.Options{})
	proxy := s.start(t)
	for name, c := range map[string]struct {
		headers client.Headers
		status  int
	}{
		"a valid token":                {client.Bearer(s.token), http.StatusOK},
		"no token":                     {nil, http.StatusUnauthorized},
		"not a token":                  {client.Bearer("abc"), http.StatusUnauthorized},
		"an expired token":             {client.Bearer(s.issuer.ExpiredToken(t, audience)), http.StatusUnauthorized},
		"a token for another audience": {client.Bearer(s.issuer.Token(t, "another")), http.StatusUnauthorized},
		"a token of another issuer":    {client.Bearer(stranger.Token(t, audience)), http.StatusUnauthorized},
		"a token that another signed": {client.Bearer(stranger.Token(t, audience, map[string]any{"iss": s.issuer.URL})),
			http.StatusUnauthorized},
	} {
		t.Run(name, func(t *testing.T) {
			before := len(s.remote.Requests())
			answer := client.Initialize(t, proxy.URL, c.headers)
			assert.Equal(t, c.status, answer.Status, answer.Body)
			if c.status == http.StatusUnauthorized {
				assert.Contains(t, answer.Header.Get("WWW-Authenticate"),
					`resource_metadata="`+resourceURL+`/.well-known/oauth-protected-resource"`)
				assert.Len(t, s.remote.Requests(), before, "a refused request reached the remote server")
			}
		})
	}
}

func TestTokensOfServiceAccountsAreAccepted(t *testing.T) {
	s := newScene(t, remote.Options{})
	cluster := issuer.Start(t, issuer.Options{TLS: true, Reader: serviceAccountToken})
	s.Case.ConfigMaps = []corev1.ConfigMap{{
		ObjectMeta: metav1.ObjectMeta{Name: "kube-root-ca.crt"}, Data: map[string]string{"ca.crt": cluster.CA},
	}}
	s.Case.Endpoint.Spec.ProxyConfig.OIDCConfig = &v1alpha1.OIDCConfig{
		Type:       v1alpha1.OIDCConfigTypeKubernetes,
		Kubernetes: &v1alpha1.KubernetesOIDCConfig{Issuer: cluster.URL, Audience: audience},
	}
	proxy := s.start(t)

	answer := client.Initialize(t, proxy.URL, client.Bearer(cluster.Token(t, audience)))
	assert.Equal(t, http.StatusOK, answer.Status, answer.Body)
	answer = client.Initialize(t, proxy.URL, client.Bearer(s.token))
	assert.Equal(t, http.StatusUnauthorized, answer.Status, answer.Body)
}

func TestClientsAreToldWhereToGetATokenFrom(t *testing.T) {
	s := newScene(t, remote.Options{})
	proxy := s.start(t)

	answer := client.Get(t, proxy.URL+"/.well-known/oauth-protected-resource")
	assert.Equal(t, http.StatusOK, answer.Status)
	assert.JSONEq(t, `{"resource":"`+resourceURL+`","authorization_servers":["`+s.issuer.URL+`"],
		"bearer_methods_supported":["header"],"scopes_supported":["openid"]}`, answer.Body)
}

func TestACedarPolicyForbidsATool(t *testing.T) {
	s := newScene(t, remote.Options{})
	s.Case.Endpoint.Spec.ProxyConfig.AuthzConfig = &v1alpha1.AuthzConfig{
		Type: v1alpha1.AuthzConfigTypeInline,
		Inline: &v1alpha1.InlineAuthzConfig{EntitiesJSON: "[]", Policies: []string{
			`permit(principal == Client::"` + issuer.Subject + `", action, resource);`,
			`forbid(principal, action == Action::"call_tool", resource == Tool::"forbidden");`,
		}},
	}
	proxy := s.start(t)

	session := client.Connect(t, client.Streamable(t, proxy.URL, client.Bearer(s.token)))
	tools, _ := session.Tools(t)
	assert.Equal(t, []string{remote.Add, remote.Echo}, tools)
	sum, err := session.Call(t, remote.Add, map[string]any{"a": 1, "b": 2})
	require.NoError(t, err)
	assert.Equal(t, "3", sum)
	_, err = session.Call(t, remote.Forbidden, nil)
	require.Error(t, err)
	assert.Empty(t, s.remote.Calls(remote.Forbidden))
}

func TestToolsAreFilteredAndRenamed(t *testing.T) {
	s := newScene(t, remote.Options{})
	s.Case.Endpoint.Spec.ToolConfigRef = &v1beta1.ToolConfigRef{Name: "tools"}
	s.Case.Found.ToolConfig = &v1beta1.MCPToolConfig{
		ObjectMeta: metav1.ObjectMeta{Name: "tools"},
		Spec: v1beta1.MCPToolConfigSpec{
			ToolsFilter:   []string{"repeat", remote.Add},
			ToolsOverride: map[string]v1beta1.ToolOverride{remote.Echo: {Name: "repeat", Description: "Repeats its text"}},
		},
	}
	proxy := s.start(t)

	session := client.Connect(t, client.Streamable(t, proxy.URL, client.Bearer(s.token)))
	tools, descriptions := session.Tools(t)
	assert.Equal(t, []string{remote.Add, "repeat"}, tools)
	assert.Equal(t, "Repeats its text", descriptions["repeat"])
	text, err := session.Call(t, "repeat", map[string]any{"text": "hello"})
	require.NoError(t, err)
	assert.Equal(t, "hello", text)
	assert.Len(t, s.remote.Calls(remote.Echo), 1)
	_, err = session.Call(t, remote.Forbidden, nil)
	require.Error(t, err)
	assert.Empty(t, s.remote.Calls(remote.Forbidden))
}

// The operator therefore refuses texts of several policies.
func TestTheRunnerIgnoresAllPoliciesOfATextButTheFirst(t *testing.T) {
	s := newScene(t, remote.Options{})
	policies("[]", "permit(principal, action, resource);\nforbid(principal, action, resource);")(s.Case)
	requireServed(t, s)
}
