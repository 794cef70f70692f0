// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/client"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/issuer"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/runner"
)

// inlineEndpoints are those of inline.yaml.
var inlineEndpoints = []string{"exchanging", "plain", "proxied", "trusting", "with-header"}

// A user applies a gateway and endpoints of both types, the operator makes of them what it does, vmcp and the proxy runner are started with that, and
// a client reaches every tool of every remote server. Nothing that vmcp says in the gateway's status makes the operator write.
func TestTheOperatorServesEndpointsByAConfiguration(t *testing.T) {
	s := newOperated(t)
	provider := issuer.Start(t, issuer.Options{})
	servers := map[string]*remote.Server{
		"plain":       remote.Start(t, remote.Options{}),
		"with-header": remote.Start(t, remote.Options{Require: map[string]string{"X-API-Key": "s3cret-of-the-header", "X-Tenant": "one"}}),
		"trusting":    remote.Start(t, remote.Options{TLS: true}),
		"exchanging":  remote.Start(t, remote.Options{}),
		"proxied":     remote.Start(t, remote.Options{}),
	}
	port := runner.FreePort(t)
	s.apply(t, "inline.yaml", map[string]string{
		"ISSUER": provider.URL, "TOKEN_URL": provider.TokenURL(), "AUTHORITY": strconv.Quote(servers["trusting"].CA),
		"PROXY_PORT": fmt.Sprint(port), "PROXY_TOKEN": provider.Token(t, "proxied"),
		"PLAIN": named(t, "plain", servers["plain"]), "WITH_HEADER": named(t, "with-header", servers["with-header"]),
		"TRUSTING": named(t, "trusting", servers["trusting"]), "EXCHANGING": named(t, "exchanging", servers["exchanging"]),
		"PROXIED": named(t, "proxied", servers["proxied"]),
	})
	s.awaitConfigured(t, inlineEndpoints...)
	s.awaitCondition(t, "Ready", "DeploymentReady")
	names := append(withDomain(inlineEndpoints...), "mcp-proxied-remote-proxy."+s.namespace+".svc.cluster.local")
	proxy := s.startProxy(t, "proxied", names...)
	writes := s.watchWrites(t)
	gateway := s.startGateway(t, names...)

	token := provider.Token(t, "gateway")
	session := client.Connect(t, client.Streamable(t, gateway.URL+"/mcp", client.Bearer(token)))
	tools, _ := session.Tools(t)
	assert.Equal(t, toolsOf(inlineEndpoints...), tools, gateway)
	for _, name := range inlineEndpoints {
		text, err := session.Call(t, name+"_"+remote.Echo, map[string]any{"text": "hello " + name})
		require.NoError(t, err, "%s\n%s", gateway, proxy)
		assert.Equal(t, "hello "+name, text)
		assert.Len(t, servers[name].Calls(remote.Echo), 1)
	}
	requireExchanged(t, provider, servers["exchanging"], token)
	assert.Empty(t, writes.afterReports(t, 5), "the operator does not answer reports of vmcp")
	requireBothWriters(t, s.awaitReport(t, gateway, "gateway"))
	s.requireNothingTold(t, gateway, proxy)
}

// requireBothWriters requires that a gateway's status has what the operator says, and what vmcp says.
func requireBothWriters(t *testing.T, server *v1beta1.VirtualMCPServer) {
	t.Helper()
	status := &server.Status
	assert.Equal(t, v1beta1.VirtualMCPServerPhaseReady, status.Phase, status.Message)
	assert.Equal(t, "http://vmcp-gateway."+server.Namespace+".svc.cluster.local:4483", status.URL)
	assert.Equal(t, int32(len(inlineEndpoints)), status.BackendCount)
	assert.Len(t, status.DiscoveredBackends, len(inlineEndpoints))
	reasons := map[string]string{}
	for _, condition := range status.Conditions {
		isWarning := condition.Type == "SessionStorageWarning"
		assert.Equal(t, !isWarning, condition.Status == metav1.ConditionTrue, condition.Type)
		reasons[condition.Type] = condition.Reason
	}
	assert.Equal(t, "AllBackendsRoutable", reasons["Ready"])
	for _, condition := range []string{"BackendsDiscovered", "MembersAccepted", "DeploymentReady", "OIDCConfigRefValidated", "Valid"} {
		assert.Contains(t, reasons, condition)
	}
}

// toolsOf are the names of all tools of remote servers behind a gateway, sorted.
func toolsOf(backends ...string) []string {
	var names []string
	for _, backend := range backends {
		for _, tool := range remote.Tools() {
			names = append(names, backend+"_"+tool)
		}
	}
	slices.Sort(names)
	return names
}
