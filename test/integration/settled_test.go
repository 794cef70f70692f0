// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// R5.5: in a settled cluster the operator writes nothing, whatever happens that does not concern it.
func TestSettledClusterSeesNoWrites(t *testing.T) {
	namespace := shared.newNamespace(t)
	makeOneOfEach(t, namespace)
	shared.settle(t)

	for _, disturbance := range []struct {
		name string
		do   func(t *testing.T)
	}{
		{"restart of the operator", restartOperator},
		{"change of the leader", changeLeader},
		{"label on the group", func(t *testing.T) {
			patchGroup(t, namespace, `{"metadata": {"labels": {"touched": "true"}}}`)
		}},
		{"status of the group", func(t *testing.T) { setGroupStatus(t, namespace) }},
		{"label on an endpoint", func(t *testing.T) { labelEndpoint(t, namespace) }},
		{"label on the Secret in use", func(t *testing.T) {
			patchSecret(t, namespace, `{"metadata": {"labels": {"touched": "true"}}}`)
		}},
		{"new value in the Secret in use", func(t *testing.T) {
			patchSecret(t, namespace, `{"stringData": {"key": "rotated"}}`)
		}},
		{"unrelated Secret and ConfigMap", func(t *testing.T) {
			shared.createSecret(t, namespace, "unrelated", map[string]string{"a": "b"})
			shared.createConfigMap(t, namespace, "unrelated", map[string]string{"a": "b"})
		}},
		{"servers of other names", func(t *testing.T) { makeOthers(t, namespace) }},
	} {
		t.Run(disturbance.name, func(t *testing.T) {
			before := shared.settle(t)
			disturbance.do(t)
			shared.settle(t)
			assert.Empty(t, shared.audit.writesSince(t, before, namespace))
		})
	}
}

// makeOneOfEach makes endpoints that are Ready in every way, and some that are not.
func makeOneOfEach(t *testing.T, namespace string) {
	t.Helper()
	shared.createSecret(t, namespace, "key", map[string]string{"key": "value"})
	shared.createConfigMap(t, namespace, "ca", map[string]string{"ca.crt": certificate})
	createAuthConfig(t, namespace)
	createToolConfig(t, namespace)
	good := []*v1alpha1.MCPRemoteEndpoint{
		direct("plain"),
		direct("everything", withCABundle("ca"), withAuthConfig("auth"), withHeaderSecret("key", "key"), withToolConfig("tools")),
	}
	bad := []*v1alpha1.MCPRemoteEndpoint{
		direct("nothing-there", withCABundle("x"), withAuthConfig("x"), withHeaderSecret("x", "x"), withToolConfig("x")),
		direct("http", func(e *v1alpha1.MCPRemoteEndpoint) { e.Spec.RemoteURL = "http://mcp.example.com" }),
	}
	for i := range 20 {
		good = append(good, direct(fmt.Sprintf("more-%d", i)))
	}
	shared.runKubelet(t, namespace)
	good = append(good, oddProxies()...)
	bad = append(bad, proxied("taken"))
	shared.createConfigMap(t, namespace, "taken-runconfig", map[string]string{"mine": "x"})
	for _, endpoint := range append(good, bad...) {
		shared.createEndpoint(t, namespace, endpoint)
	}
	for _, endpoint := range good {
		shared.awaitEndpoint(t, namespace, endpoint.Name, isReady)
	}
	makeOlder(t, namespace)
	for _, endpoint := range bad {
		shared.awaitEndpoint(t, namespace, endpoint.Name, func(e *v1alpha1.MCPRemoteEndpoint) bool { return e.Status.Phase == v1alpha1.PhaseFailed })
	}
}

// makeOlder makes objects of the older kinds: served, replaced, and beside an endpoint of the same name.
func makeOlder(t *testing.T, namespace string) {
	t.Helper()
	for _, name := range []string{"older", "replaced", "plain"} {
		shared.createProxy(t, namespace, olderProxy(name))
	}
	for _, name := range []string{"older-entry", "more-1"} {
		shared.createEntry(t, namespace, olderEntry(name))
	}
	shared.awaitProxy(t, namespace, "older", isServing)
	shared.createEndpoint(t, namespace, replacing("replaced"))
	shared.awaitProxy(t, namespace, "replaced", func(p *v1beta1.MCPRemoteProxy) bool { return isSuperseded(p.Status.Conditions) })
}

func setGroupStatus(t *testing.T, namespace string) {
	t.Helper()
	status := []byte(`{"status": {"phase": "Ready", "serverCount": 3, "servers": ["a", "b", "c"]}}`)
	_, err := shared.toolhive.ToolhiveV1beta1().MCPGroups(namespace).
		Patch(testContext(t), "team", types.MergePatchType, status, metav1.PatchOptions{}, "status")
	require.NoError(t, err)
}

func labelEndpoint(t *testing.T, namespace string) {
	t.Helper()
	_, err := shared.toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(namespace).Patch(testContext(t), "plain",
		types.MergePatchType, []byte(`{"metadata": {"labels": {"touched": "true"}}}`), metav1.PatchOptions{})
	require.NoError(t, err)
}

func makeOthers(t *testing.T, namespace string) {
	t.Helper()
	client := shared.dynamic(t, v1beta1.SchemeGroupVersion.WithResource("mcpservers"), namespace)
	applyObject(t, client, v1beta1.SchemeGroupVersion.String(), "MCPServer", "another", `{"image": "example/server:1"}`)
}

// changeLeader lets a second operator take over from the shared one, and become the shared one.
func changeLeader(t *testing.T) {
	t.Helper()
	second, err := shared.startOperator(testContext(t))
	require.NoError(t, err)
	first := leaderOf(t)
	require.NoError(t, operator.Stop())
	operator = second
	awaitLeader(t, func(holder string) bool { return holder != "" && holder != first })
}

// The event of a change is written once, and says what the condition says.
func TestEventTellsWhatIsWrong(t *testing.T) {
	namespace := shared.createNamespace(t, "test-")
	shared.createEndpoint(t, namespace, direct("a"))
	endpoint := shared.awaitEndpoint(t, namespace, "a", hasReason(v1alpha1.ConditionReady, v1alpha1.ReasonGroupNotFound))
	shared.createGroup(t, namespace)
	shared.awaitEndpoint(t, namespace, "a", isReady)

	events := awaitEvents(t, namespace, 2)
	assert.Equal(t, corev1.EventTypeWarning, events[0].Type)
	assert.Equal(t, v1alpha1.ReasonGroupNotFound, events[0].Reason)
	assert.Contains(t, events[0].Note, `MCPGroup "team"`)
	assert.Equal(t, endpoint.UID, events[0].Regarding.UID)
	assert.Equal(t, corev1.EventTypeNormal, events[1].Type)
	assert.Equal(t, v1alpha1.ReasonReady, events[1].Reason)
}
