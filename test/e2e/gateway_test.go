// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/test/e2e/cluster"
	"github.com/mcp-remote-endpoint/operator/test/e2e/traffic"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/client"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
)

// gatewayPath is where vMCP serves.
const gatewayPath = "/mcp"

func TestAGatewayServesDirectEndpointsUnderOneAddress(t *testing.T) {
	t.Parallel()
	s := newScene(t, remote.Options{})
	keyed := startRemote(t, remote.Options{Require: map[string]string{"X-API-Key": "s3cret"}})
	encrypted := startRemote(t, remote.Options{TLS: true})
	s.configMap(t, "authority", "ca.crt", encrypted.CA)
	password := s.secret(t, "client", "s3cret")
	s.authConfig(t, "exchange", &v1beta1.MCPExternalAuthConfigSpec{
		Type: v1beta1.ExternalAuthTypeTokenExchange,
		TokenExchange: &v1beta1.TokenExchangeConfig{
			TokenURL: s.issuer.TokenURL(), ClientID: "gateway", ClientSecretRef: &password, Audience: "remote", Scopes: []string{"read"},
		},
	})
	s.create(t, s.direct("keyed", at(keyed), withKey(s.secret(t, "key", "s3cret"))))
	s.create(t, s.direct("encrypted", at(encrypted), withCABundle("authority")))
	s.create(t, s.direct("exchanging", withAuthConfig("exchange")))
	for _, name := range []string{"keyed", "encrypted", "exchanging"} {
		s.awaitReady(t, name)
	}
	url := s.deployGateway(t, "gateway")
	assert.Equal(t, http.StatusUnauthorized, client.Initialize(t, url, nil).Status)

	session := s.connect(t, url)
	tools, _ := session.Tools(t)
	assert.Equal(t, []string{
		"encrypted_add", "encrypted_echo", "encrypted_forbidden", "exchanging_add", "exchanging_echo", "exchanging_forbidden",
		"keyed_add", "keyed_echo", "keyed_forbidden",
	}, tools)
	for _, name := range []string{"keyed", "encrypted", "exchanging"} {
		text, err := session.Call(t, name+"_"+remote.Echo, map[string]any{"text": "hello"})
		require.NoError(t, err, name)
		assert.Equal(t, "hello", text)
	}
	s.requireExchanged(t, "gateway")
	for _, server := range []*remote.Server{keyed, encrypted} {
		for _, request := range server.Requests() {
			assert.Empty(t, request.Header.Get("Authorization"), "the client's token reached a remote server")
		}
	}
	for _, request := range encrypted.Requests() {
		assert.Empty(t, request.Header.Get("X-API-Key"), "a secret reached another remote server")
	}
}

// A gateway finds the endpoint that replaces an entry under the same name, and goes on as it is.
func TestAnOlderEntryIsMigratedWithoutAFailedCall(t *testing.T) {
	t.Parallel()
	s := newScene(t, remote.Options{})
	entries := shared.Toolhive.ToolhiveV1beta1().MCPServerEntries(s.namespace)
	s.createEntry(t, "search")
	caller := s.callGateway(t, s.deployGateway(t, "gateway"), "search")
	pods := s.allPods(t, "gateway")

	s.migrate(t)
	s.awaitReady(t, "search")
	s.until(t, "the entry is superseded", func() bool {
		entry, err := entries.Get(t.Context(), "search", metav1.GetOptions{})
		require.NoError(t, err)
		return meta.IsStatusConditionTrue(entry.Status.Conditions, superseded)
	})
	require.NoError(t, entries.Delete(t.Context(), "search", metav1.DeleteOptions{}))
	caller.AwaitCalls(t, 100)
	report := caller.RequireNoFailure(t)
	assert.Equal(t, 1, report.Sessions)
	assert.Equal(t, pods, s.allPods(t, "gateway"))
}

// startRemote starts a further remote server.
func startRemote(t *testing.T, options remote.Options) *remote.Server {
	t.Helper()
	server := remote.Start(t, options)
	server.URL = cluster.Rename(server.URL, cluster.Remote)
	return server
}

// at has an endpoint lead to a server.
func at(server *remote.Server) change {
	return func(e *v1alpha1.MCPRemoteEndpoint) { e.Spec.RemoteURL = server.URL + remote.StreamablePath }
}

// deployGateway makes a gateway of the group for clients of the provider, waits until it serves, and returns its URL.
func (s *scene) deployGateway(t *testing.T, name string) string {
	t.Helper()
	s.createGateway(t, name)
	return s.awaitGateway(t, name)
}

func (s *scene) createGateway(t *testing.T, name string) {
	t.Helper()
	s.createLogin(t, name)
	create(t, &v1beta1.VirtualMCPServer{
		ObjectMeta: metav1.ObjectMeta{Name: name, Annotations: map[string]string{v1alpha1.AllowInsecureAnnotation: "true"}},
		Spec: v1beta1.VirtualMCPServerSpec{
			GroupRef: v1beta1.MCPGroupRef{Name: group},
			IncomingAuth: v1beta1.IncomingAuthConfig{
				Type: v1beta1.IncomingAuthTypeOIDC, OIDCConfigRef: &v1beta1.MCPOIDCConfigReference{Name: name, Audience: audience},
			},
			OutgoingAuth: &v1beta1.OutgoingAuthConfig{Source: v1beta1.OutgoingAuthSourceInline},
		},
	}, shared.Toolhive.ToolhiveV1beta1().VirtualMCPServers(s.namespace).Create)
}

// awaitGateway waits until a gateway serves, and returns its URL. Where ToolHive's operator runs, vMCP itself says that it is Ready, which is before
// clients reach it.
func (s *scene) awaitGateway(t *testing.T, name string) string {
	t.Helper()
	s.awaitAvailable(t, name)
	var last *v1beta1.VirtualMCPServer
	err := poll(t, func(ctx context.Context) (bool, error) {
		var err error
		last, err = shared.Toolhive.ToolhiveV1beta1().VirtualMCPServers(s.namespace).Get(ctx, name, metav1.GetOptions{})
		return err == nil && last.Status.Phase == v1beta1.VirtualMCPServerPhaseReady && last.Status.URL != "", err
	})
	require.NoError(t, err, "%+v", last)
	s.awaitReachable(t, last.Status.URL)
	return last.Status.URL + gatewayPath
}

// createEntry creates an MCPServerEntry for the remote server.
func (s *scene) createEntry(t *testing.T, name string) {
	t.Helper()
	create(t, &v1beta1.MCPServerEntry{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec: v1beta1.MCPServerEntrySpec{
			RemoteURL: s.remote.URL + remote.StreamablePath,
			Transport: v1beta1.TransportStreamableHTTP,
			GroupRef:  v1beta1.MCPGroupRefOrName{Name: group},
		},
	}, shared.Toolhive.ToolhiveV1beta1().MCPServerEntries(s.namespace).Create)
}

// callGateway calls a tool of a gateway until the test ends.
func (s *scene) callGateway(t *testing.T, url, member string) *traffic.Caller {
	t.Helper()
	return traffic.Start(t, traffic.Target{URL: url, Token: s.token, Tool: member + "_" + remote.Echo, Proxy: shared.SOCKS})
}
