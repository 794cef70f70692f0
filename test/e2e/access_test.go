// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	authenticationv1 "k8s.io/api/authentication/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/client"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/issuer"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
)

func TestAProxyServesWhoHasATokenOfItsIssuer(t *testing.T) {
	t.Parallel()
	s := newScene(t, remote.Options{})
	url := s.deploy(t, s.proxied("search"))
	assert.Equal(t, "http://mcp-search-remote-proxy."+s.namespace+".svc.cluster.local:8080", url)

	session := s.connect(t, url)
	tools, _ := session.Tools(t)
	assert.Equal(t, remote.Tools(), tools)
	text, err := session.Call(t, remote.Echo, map[string]any{"text": "hello"})
	require.NoError(t, err)
	assert.Equal(t, "hello", text)

	before := len(s.remote.Requests())
	for name, headers := range map[string]client.Headers{
		"no token":                     nil,
		"an expired token":             client.Bearer(s.issuer.ExpiredToken(t, audience)),
		"a token for another audience": client.Bearer(s.issuer.Token(t, "another")),
	} {
		assert.Equal(t, http.StatusUnauthorized, client.Initialize(t, url, headers).Status, name)
	}
	assert.Len(t, s.remote.Requests(), before, "a refused request reached the remote server")
}

func TestAPodCallsWithTheTokenOfItsServiceAccount(t *testing.T) {
	t.Parallel()
	s := newScene(t, remote.Options{})
	url := s.deploy(t, s.proxied("search", func(e *v1alpha1.MCPRemoteEndpoint) {
		e.Spec.ProxyConfig.OIDCConfig = &v1alpha1.OIDCConfig{
			Type: v1alpha1.OIDCConfigTypeKubernetes, Kubernetes: &v1alpha1.KubernetesOIDCConfig{Audience: audience},
		}
	}))
	assert.Equal(t, "hello from a pod\n", s.runClient(t, url, audience))
	assert.Equal(t, http.StatusUnauthorized, client.Initialize(t, url, client.Bearer(s.serviceAccountToken(t, "another"))).Status)
	assert.Equal(t, http.StatusOK, client.Initialize(t, url, client.Bearer(s.serviceAccountToken(t, audience))).Status)
}

func (s *scene) serviceAccountToken(t *testing.T, audience string) string {
	t.Helper()
	request := &authenticationv1.TokenRequest{Spec: authenticationv1.TokenRequestSpec{Audiences: []string{audience}}}
	answer, err := shared.Kube.CoreV1().ServiceAccounts(s.namespace).CreateToken(t.Context(), "default", request, metav1.CreateOptions{})
	require.NoError(t, err)
	return answer.Status.Token
}

func TestACedarPolicyForbidsAToolAndTheAuditLogHasTheCalls(t *testing.T) {
	t.Parallel()
	s := newScene(t, remote.Options{})
	url := s.deploy(t, s.proxied("search", func(e *v1alpha1.MCPRemoteEndpoint) {
		e.Spec.ProxyConfig.Audit = &v1beta1.AuditConfig{Enabled: true}
		e.Spec.ProxyConfig.AuthzConfig = &v1alpha1.AuthzConfig{
			Type: v1alpha1.AuthzConfigTypeInline,
			Inline: &v1alpha1.InlineAuthzConfig{Policies: []string{
				`permit(principal == Client::"` + issuer.Subject + `", action, resource);`,
				`forbid(principal, action == Action::"call_tool", resource == Tool::"forbidden");`,
			}},
		}
	}))
	session := s.connect(t, url)
	tools, _ := session.Tools(t)
	assert.Equal(t, []string{remote.Add, remote.Echo}, tools)
	for range 10 { // The runner does not log all of them (see callTwoPods).
		sum, err := session.Call(t, remote.Add, map[string]any{"a": 1, "b": 2})
		require.NoError(t, err)
		assert.Equal(t, "3", sum)
	}
	_, err := session.Call(t, remote.Forbidden, nil)
	require.Error(t, err)
	assert.Empty(t, s.remote.Calls(remote.Forbidden))

	var outcomes map[string]string
	s.until(t, "the audit log has the calls", func() bool {
		outcomes = s.outcomes(t, "search")
		return len(outcomes) == 2
	})
	assert.Equal(t, map[string]string{remote.Add: "success", remote.Forbidden: "denied"}, outcomes)
}

// outcomes are those of the calls of tools in the audit log of a proxy, by tool. All of them must be the test's user's.
func (s *scene) outcomes(t *testing.T, name string) map[string]string {
	t.Helper()
	pods := s.pods(t, name)
	require.Len(t, pods, 1)
	outcomes := map[string]string{}
	for _, line := range s.auditLines(t, pods[0].Name) {
		var event struct {
			Outcome  string            `json:"outcome"`
			Subjects map[string]string `json:"subjects"`
			Target   struct {
				Name string `json:"name"`
			} `json:"target"`
		}
		require.NoError(t, json.Unmarshal([]byte(line), &event))
		assert.Equal(t, issuer.Subject, event.Subjects["user_id"], line)
		outcomes[event.Target.Name] = event.Outcome
	}
	return outcomes
}
