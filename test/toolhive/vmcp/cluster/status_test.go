// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apimeta "k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/runner"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/wait"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/vmcp/gateway"
)

// operatorStatus is what an operator writes beside vmcp.
const operatorStatus = `{"apiVersion":"toolhive.stacklok.dev/v1beta1","kind":"VirtualMCPServer","status":{
	"url":"http://gateway.example.com","oidcConfigHash":"hash","conditions":[
		{"type":"GroupRefValidated","status":"True","reason":"Found","message":"","lastTransitionTime":"2026-01-01T00:00:00Z"},
		{"type":"Ready","status":"False","reason":"Waiting","message":"","lastTransitionTime":"2026-01-01T00:00:00Z"},
		{"type":"Degraded","status":"False","reason":"Waiting","message":"","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}`

func TestTheGatewayReportsItsStatus(t *testing.T) {
	t.Parallel()
	server := remote.Start(t, remote.Options{Require: map[string]string{"X-API-Key": "s3cret"}})
	s := newScene(t, gateway.New(gateway.Entry("one", server.URL+remote.StreamablePath)), readSelf, reportStatus)
	s.gateway.Env("TOOLHIVE_HEADER_FORWARD_ONE", `{"addHeadersFromSecret":{"X-API-Key":"no-name.of/a shell"}}`)
	s.gateway.SecretEnv("TOOLHIVE_SECRET_no-name.of/a shell", "s3cret")
	created := s.createServer(t)
	reported := s.awaitReport(t, s.start(t), gateway.Name)

	assert.Equal(t, v1beta1.VirtualMCPServerPhaseReady, reported.Status.Phase)
	assert.Equal(t, created.Generation, reported.Status.ObservedGeneration)
	assert.Equal(t, int32(1), reported.Status.BackendCount)
	require.Len(t, reported.Status.DiscoveredBackends, 1)
	assert.Equal(t, "one", reported.Status.DiscoveredBackends[0].Name)
	conditions := map[string]string{}
	for _, condition := range reported.Status.Conditions {
		conditions[condition.Type] = condition.Reason
	}
	assert.Equal(t, map[string]string{
		"GroupRefValidated": "Found", "Ready": "AllBackendsRoutable", "BackendsDiscovered": "BackendsDiscovered",
	}, conditions)
	assert.Equal(t, "http://gateway.example.com", reported.Status.URL)
	assert.Equal(t, "hash", reported.Status.OIDCConfigHash)
	assert.Equal(t, []string{
		"backendCount", "conditions", "discoveredBackends", "message", "observedGeneration", "phase",
	}, ownedByVMCP(t, reported))
}

func TestTheGatewayServesWithoutTheRightToReport(t *testing.T) {
	t.Parallel()
	server := remote.Start(t, remote.Options{})
	s := newScene(t, gateway.New(gateway.Entry("one", server.URL+remote.StreamablePath)))
	s.createServer(t)
	running := s.start(t)
	running.Await(t, "failed to update VirtualMCPServer status")

	requireEcho(t, running, "one")
	assert.Empty(t, s.server(t, gateway.Name).Status.DiscoveredBackends)
}

// createServer creates the VirtualMCPServer of the gateway, with an operator's status.
func (s *scene) createServer(t *testing.T) *v1beta1.VirtualMCPServer {
	t.Helper()
	servers := toolhive.ToolhiveV1beta1().VirtualMCPServers(s.namespace)
	create(t, &v1beta1.VirtualMCPServer{
		ObjectMeta: metav1.ObjectMeta{Name: gateway.Name},
		Spec: v1beta1.VirtualMCPServerSpec{
			GroupRef: v1beta1.MCPGroupRef{Name: gateway.Group}, IncomingAuth: v1beta1.IncomingAuthConfig{Type: "anonymous"},
		},
	}, servers.Create)
	applied, err := servers.Patch(t.Context(), gateway.Name, types.ApplyPatchType, []byte(operatorStatus),
		metav1.PatchOptions{FieldManager: "operator"}, "status")
	require.NoError(t, err)
	return applied
}

// awaitReport returns the VirtualMCPServer once vmcp has reported to it.
func (s *scene) awaitReport(t *testing.T, running *runner.Runner, name string) *v1beta1.VirtualMCPServer {
	t.Helper()
	wait.Until(t, running, func() bool {
		return apimeta.IsStatusConditionTrue(s.server(t, name).Status.Conditions, "BackendsDiscovered")
	})
	return s.server(t, name)
}

func (s *scene) server(t *testing.T, name string) *v1beta1.VirtualMCPServer {
	t.Helper()
	found, err := toolhive.ToolhiveV1beta1().VirtualMCPServers(s.namespace).Get(t.Context(), name, metav1.GetOptions{})
	require.NoError(t, err)
	return found
}

// ownedByVMCP are the fields of the status that vmcp has set, by their names.
func ownedByVMCP(t *testing.T, server *v1beta1.VirtualMCPServer) []string {
	t.Helper()
	for _, entry := range server.ManagedFields {
		if entry.Manager != "vmcp" {
			continue
		}
		assert.Equal(t, metav1.ManagedFieldsOperationUpdate, entry.Operation)
		assert.Equal(t, "status", entry.Subresource)
		var fields struct {
			Status map[string]any `json:"f:status"`
		}
		require.NoError(t, json.Unmarshal(entry.FieldsV1.GetRawBytes(), &fields))
		var names []string
		for field := range fields.Status {
			names = append(names, strings.TrimPrefix(field, "f:"))
		}
		slices.Sort(names)
		return names
	}
	require.FailNow(t, "vmcp has set nothing")
	return nil
}
