// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// gateway is one of the group that newNamespace makes.
func gateway(changes ...func(*v1beta1.VirtualMCPServer)) *v1beta1.VirtualMCPServer {
	g := &v1beta1.VirtualMCPServer{ObjectMeta: metav1.ObjectMeta{Name: "gateway"}}
	g.Spec.GroupRef.Name = "team"
	g.Spec.IncomingAuth.Type = v1beta1.IncomingAuthTypeAnonymous
	for _, change := range changes {
		change(g)
	}
	return g
}

// inline makes the backends stand in the gateway's configuration.
func inline(g *v1beta1.VirtualMCPServer) {
	g.Spec.OutgoingAuth = &v1beta1.OutgoingAuthConfig{Source: v1beta1.OutgoingAuthSourceInline}
}

func (e *environment) createGateway(t *testing.T, namespace string, g *v1beta1.VirtualMCPServer) {
	t.Helper()
	_, err := e.toolhive.ToolhiveV1beta1().VirtualMCPServers(namespace).Create(testContext(t), g, metav1.CreateOptions{})
	require.NoError(t, err)
}

func (e *environment) awaitGateway(t *testing.T, namespace string, accept func(*v1beta1.VirtualMCPServer) bool) *v1beta1.VirtualMCPServer {
	t.Helper()
	var last *v1beta1.VirtualMCPServer
	err := wait.PollUntilContextCancel(testContext(t), 20*time.Millisecond, true, func(ctx context.Context) (bool, error) {
		var err error
		last, err = e.toolhive.ToolhiveV1beta1().VirtualMCPServers(namespace).Get(ctx, "gateway", metav1.GetOptions{})
		return err == nil && accept(last), err
	})
	require.NoError(t, err, "last seen: %+v", last)
	return last
}

// gatewayWrites are the writes of the operator to the gateway, its status and its children since then, without those about members and groups.
func gatewayWrites(t *testing.T, since int, namespace string) []string {
	t.Helper()
	var writes []string
	for _, write := range shared.audit.writesSince(t, since, namespace) {
		if strings.Contains(write, "gateway") {
			writes = append(writes, write)
		}
	}
	return writes
}

func (e *environment) awaitConfig(t *testing.T, namespace string, accept func(config string) bool) {
	t.Helper()
	err := wait.PollUntilContextCancel(testContext(t), 20*time.Millisecond, true, func(ctx context.Context) (bool, error) {
		config, err := e.kube.CoreV1().ConfigMaps(namespace).Get(ctx, "gateway-vmcp-config", metav1.GetOptions{})
		return err == nil && accept(config.Data["config.yaml"]), err
	})
	require.NoError(t, err, "wait for the configuration")
}

// Under the rights that are shipped, a gateway is made of its objects once, and its account gets no right that it does not need. Adding a member
// costs two writes, and what vMCP reports none.
func TestGatewayIsMadeOnceAndFollowsItsMembers(t *testing.T) {
	namespace := shared.newNamespace(t)
	shared.runKubelet(t, namespace)
	shared.createSecret(t, namespace, "key", map[string]string{"key": "value"})
	shared.createConfigMap(t, namespace, "ca", map[string]string{"ca.crt": certificate})
	before := shared.settleGateways(t)
	shared.createEndpoint(t, namespace, direct("plain"))
	shared.createEndpoint(t, namespace, direct("search", withHeaderSecret("key", "key"), withCABundle("ca")))
	shared.createGateway(t, namespace, gateway(inline))
	served := func(g *v1beta1.VirtualMCPServer) bool { return g.Status.Phase == v1beta1.VirtualMCPServerPhaseReady }
	ready := shared.awaitGateway(t, namespace, served)
	assert.Equal(t, fmt.Sprintf("http://vmcp-gateway.%s.svc.cluster.local:4483", namespace), ready.Status.URL)
	shared.settleGateways(t)
	writes := gatewayWrites(t, before, namespace)
	for _, write := range writes {
		if !strings.Contains(write, "virtualmcpservers/status") {
			assert.Equal(t, 1, count(writes, write), "%s in %v", write, writes)
		}
	}
	role, err := shared.kube.RbacV1().Roles(namespace).Get(testContext(t), "gateway-vmcp", metav1.GetOptions{})
	require.NoError(t, err)
	assert.Len(t, role.Rules, 2, "its own object and status")

	before = shared.settleGateways(t)
	shared.createEndpoint(t, namespace, direct("one-more"))
	shared.awaitConfig(t, namespace, func(config string) bool { return strings.Contains(config, "one-more") })
	shared.awaitGateway(t, namespace, served)
	shared.settleGateways(t)
	assert.Len(t, gatewayWrites(t, before, namespace), 2, "the configuration, and the rollout")

	before = shared.settleGateways(t)
	for range 5 {
		reportAsVMCP(t, namespace)
	}
	shared.settleGateways(t)
	assert.Empty(t, gatewayWrites(t, before, namespace))
	restartOperator(t)
	shared.settleGateways(t)
	assert.Empty(t, gatewayWrites(t, before, namespace))
}

// What one member lacks rolls nothing, and holds up nothing that rolls the gateway meanwhile.
func TestGatewayGoesOnWithValuesThatAreSpoilt(t *testing.T) {
	namespace := shared.newNamespace(t)
	shared.runKubelet(t, namespace)
	shared.createSecret(t, namespace, "key", map[string]string{"key": "value"})
	shared.createConfigMap(t, namespace, "ca", map[string]string{"ca.crt": certificate})
	shared.createEndpoint(t, namespace, direct("search", withHeaderSecret("key", "key"), withCABundle("ca")))
	shared.createGateway(t, namespace, gateway(inline))
	served := func(g *v1beta1.VirtualMCPServer) bool { return g.Status.Phase == v1beta1.VirtualMCPServerPhaseReady }
	shared.awaitGateway(t, namespace, served)
	before := shared.settleGateways(t)
	setKey(t, namespace, "ca", "ca.crt", "not PEM")
	patchSecret(t, namespace, `{"stringData": {"key": ""}}`)
	shared.awaitEndpoint(t, namespace, "search", func(e *v1alpha1.MCPRemoteEndpoint) bool { return e.Status.URL == "" })
	shared.settleGateways(t)
	assert.Empty(t, gatewayWrites(t, before, namespace))

	before = shared.settleGateways(t)
	shared.createEndpoint(t, namespace, direct("plain"))
	shared.awaitConfig(t, namespace, func(config string) bool {
		return strings.Contains(config, "plain") && strings.Contains(config, "search")
	})
	shared.awaitGateway(t, namespace, served)
	shared.settleGateways(t)
	assert.Len(t, gatewayWrites(t, before, namespace), 2, "the configuration, and the rollout")

	before = shared.settleGateways(t)
	setKey(t, namespace, "ca", "ca.crt", certificate)
	patchSecret(t, namespace, `{"stringData": {"key": "value"}}`)
	shared.awaitEndpoint(t, namespace, "search", isReady)
	shared.settleGateways(t)
	assert.Equal(t, []string{"patch deployments " + namespace + "/gateway"}, slices.Compact(gatewayWrites(t, before, namespace)))
}

// settleGateways returns when gateways have been looked at, too: they have a queue of their own, and wait until a burst of changes is over.
func (e *environment) settleGateways(t *testing.T) int {
	t.Helper()
	e.settle(t)
	namespace := e.createNamespace(t, "sentinel-")
	last := gateway(inline)
	last.Name = "last"
	e.createGateway(t, namespace, last)
	requests := 0
	err := wait.PollUntilContextCancel(testContext(t), 20*time.Millisecond, true, func(context.Context) (bool, error) {
		events := e.audit.operatorEvents(t)
		requests = len(events)
		return slices.ContainsFunc(events, func(event auditEvent) bool {
			return event.String() == fmt.Sprintf("patch virtualmcpservers/status %s/last", namespace)
		}), nil
	})
	require.NoError(t, err, "find the sentinel's status write in the audit log")
	return requests
}

func count(lines []string, line string) (n int) {
	for _, other := range lines {
		if other == line {
			n++
		}
	}
	return n
}

// reportAsVMCP writes what vMCP does, the way it does.
func reportAsVMCP(t *testing.T, namespace string) {
	t.Helper()
	gateways := shared.toolhive.ToolhiveV1beta1().VirtualMCPServers(namespace)
	live, err := gateways.Get(testContext(t), "gateway", metav1.GetOptions{})
	require.NoError(t, err)
	now := metav1.Now()
	live.Status.Phase, live.Status.BackendCount = v1beta1.VirtualMCPServerPhaseReady, 2
	live.Status.DiscoveredBackends = []v1beta1.DiscoveredBackend{{Name: "plain", URL: remoteURL, Status: "ready", LastHealthCheck: &now}}
	meta.SetStatusCondition(&live.Status.Conditions, metav1.Condition{Type: "Ready", Status: metav1.ConditionTrue, Reason: "AllBackendsRoutable", Message: "2 of 2"})
	meta.SetStatusCondition(&live.Status.Conditions, metav1.Condition{Type: "BackendsDiscovered", Status: metav1.ConditionTrue, Reason: "BackendsDiscovered"})
	_, err = gateways.UpdateStatus(testContext(t), live, metav1.UpdateOptions{FieldManager: "vmcp"})
	require.NoError(t, err)
}

// A gateway that watches the cluster may read Secrets as soon as it has to, which takes that the operator may grant it.
func TestWatchingGatewayMayReadWhatItsMembersNeed(t *testing.T) {
	publish(t)
	namespace := shared.newNamespace(t)
	shared.createGateway(t, namespace, gateway())
	shared.awaitGateway(t, namespace, func(g *v1beta1.VirtualMCPServer) bool { return g.Status.URL != "" })
	mayReadSecrets := func() bool {
		role, err := shared.kube.RbacV1().Roles(namespace).Get(testContext(t), "gateway-vmcp", metav1.GetOptions{})
		require.NoError(t, err)
		data, err := json.Marshal(role.Rules)
		require.NoError(t, err)
		return strings.Contains(string(data), "secrets")
	}
	assert.False(t, mayReadSecrets())
	shared.createSecret(t, namespace, "key", map[string]string{"key": "value"})
	createAuthConfig(t, namespace)
	shared.createEndpoint(t, namespace, direct("search", withAuthConfig("auth")))
	err := wait.PollUntilContextCancel(testContext(t), 100*time.Millisecond, true, func(context.Context) (bool, error) {
		return mayReadSecrets(), nil
	})
	require.NoError(t, err, "wait for the right")
}

// Somebody else's Service of the name stays as it is, and the gateway says what is in the way.
func TestGatewayLeavesForeignObjectsAlone(t *testing.T) {
	namespace := shared.newNamespace(t)
	foreign := &corev1.Service{ObjectMeta: metav1.ObjectMeta{Name: "vmcp-gateway"}, Spec: corev1.ServiceSpec{Ports: []corev1.ServicePort{{Port: 1}}}}
	created, err := shared.kube.CoreV1().Services(namespace).Create(testContext(t), foreign, metav1.CreateOptions{})
	require.NoError(t, err)
	shared.createEndpoint(t, namespace, direct("plain"))
	shared.createGateway(t, namespace, gateway(inline))
	failed := shared.awaitGateway(t, namespace, func(g *v1beta1.VirtualMCPServer) bool { return g.Status.Phase == v1beta1.VirtualMCPServerPhaseFailed })
	assert.Contains(t, failed.Status.Message, `Service "vmcp-gateway"`)
	live, err := shared.kube.CoreV1().Services(namespace).Get(testContext(t), "vmcp-gateway", metav1.GetOptions{})
	require.NoError(t, err)
	assert.Equal(t, created.ResourceVersion, live.ResourceVersion)
}

// The API server admits in apply what the operator writes: conditions of ToolHive's operator go when a gateway is taken over.
func TestConditionsOfToolHiveGo(t *testing.T) {
	namespace := shared.newNamespace(t)
	shared.createGateway(t, namespace, gateway(inline))
	shared.awaitGateway(t, namespace, func(g *v1beta1.VirtualMCPServer) bool { return g.Status.URL != "" })
	status := []byte(`{"status": {"conditions": [{"type": "DefaultAuthConfig", "status": "False", "reason": "Old", "message": "", "lastTransitionTime": "2026-01-01T00:00:00Z"}]}}`)
	_, err := shared.toolhive.ToolhiveV1beta1().VirtualMCPServers(namespace).
		Patch(testContext(t), "gateway", types.MergePatchType, status, metav1.PatchOptions{FieldManager: "toolhive"}, "status")
	require.NoError(t, err)
	shared.awaitGateway(t, namespace, func(g *v1beta1.VirtualMCPServer) bool {
		return meta.FindStatusCondition(g.Status.Conditions, "DefaultAuthConfig") == nil && meta.FindStatusCondition(g.Status.Conditions, "Ready") != nil
	})
}
