// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// R2.5: validation only, and one status write.
func TestDirectEndpointBecomesReadyWithOneWrite(t *testing.T) {
	namespace := shared.newNamespace(t)
	before := shared.settle(t)

	shared.createEndpoint(t, namespace, direct("a"))
	endpoint := shared.awaitEndpoint(t, namespace, "a", isReady)
	shared.settle(t)

	assert.Equal(t, []string{"patch mcpremoteendpoints/status " + namespace + "/a"}, shared.audit.writesSince(t, before, namespace))
	assert.Equal(t, v1alpha1.PhaseReady, endpoint.Status.Phase)
	assert.Equal(t, remoteURL, endpoint.Status.URL)
	assert.Empty(t, endpoint.Finalizers)
	for _, condition := range endpoint.Status.Conditions {
		assert.Equal(t, endpoint.Generation, condition.ObservedGeneration, condition.Type)
	}
}

// A group that is applied just before its endpoint is not reported as missing, whichever watch is faster.
func TestGroupAppliedJustBeforeCostsNoExtraWrite(t *testing.T) {
	before := shared.settle(t)
	var namespaces []string
	for range 20 {
		namespace := shared.newNamespace(t)
		namespaces = append(namespaces, namespace)
		shared.createEndpoint(t, namespace, direct("a"))
	}
	for _, namespace := range namespaces {
		shared.awaitEndpoint(t, namespace, "a", isReady)
	}
	shared.settle(t)
	for _, namespace := range namespaces {
		assert.Len(t, shared.audit.writesSince(t, before, namespace), 1)
	}
}

// R2.1: all faults at once, each in the condition that it belongs to; R2.3: the mend of each is noticed.
func TestAllFaultsAreReportedAtOnce(t *testing.T) {
	namespace := shared.createNamespace(t, "test-")
	before := shared.settle(t)
	shared.createEndpoint(t, namespace, direct("a", withCABundle("ca"), withAuthConfig("auth"), withHeaderSecret("key", "key")))
	endpoint := shared.awaitEndpoint(t, namespace, "a", func(e *v1alpha1.MCPRemoteEndpoint) bool { return e.Status.Phase != "" })

	assert.Equal(t, v1alpha1.PhaseFailed, endpoint.Status.Phase)
	assert.Empty(t, endpoint.Status.URL)
	for conditionType, reason := range map[string]string{
		v1alpha1.ConditionGroupRefValid:      v1alpha1.ReasonGroupNotFound,
		v1alpha1.ConditionAuthConfigValid:    v1alpha1.ReasonAuthConfigNotFound,
		v1alpha1.ConditionCABundleValid:      v1alpha1.ReasonCABundleNotFound,
		v1alpha1.ConditionConfigurationValid: v1alpha1.ReasonHeaderSecretNotFound,
	} {
		assert.True(t, hasReason(conditionType, reason)(endpoint), "%s is not False for %s: %+v", conditionType, reason, endpoint.Status.Conditions)
	}
	awaitEvents(t, namespace, 1)
	shared.settle(t)
	writes := shared.audit.writesSince(t, before, namespace)
	require.Len(t, writes, 2, "one status and one Event: %v", writes)
}

// R2.13, and that the endpoint recovers when the name is free.
func TestNameCollision(t *testing.T) {
	for _, holder := range []struct {
		kind     string
		resource string
		spec     string
	}{
		{"MCPServer", "mcpservers", `{"image": "example/server:1", "groupRef": {"name": "team"}}`},
		{"MCPRemoteProxy", "mcpremoteproxies", `{"remoteUrl": "https://mcp.example.com", "groupRef": {"name": "team"}}`},
		{"MCPServerEntry", "mcpserverentries", `{"remoteUrl": "https://mcp.example.com", "transport": "sse", "groupRef": {"name": "team"}}`},
	} {
		t.Run(holder.kind, func(t *testing.T) {
			namespace := shared.newNamespace(t)
			client := shared.dynamic(t, v1beta1.SchemeGroupVersion.WithResource(holder.resource), namespace)
			applyObject(t, client, v1beta1.SchemeGroupVersion.String(), holder.kind, "a", holder.spec)
			shared.createEndpoint(t, namespace, direct("a"))
			endpoint := shared.awaitEndpoint(t, namespace, "a", hasReason(v1alpha1.ConditionConfigurationValid, v1alpha1.ReasonNameCollision))
			assert.Empty(t, endpoint.Status.URL)

			require.NoError(t, client.Delete(testContext(t), "a", metav1.DeleteOptions{}))
			shared.awaitEndpoint(t, namespace, "a", isReady)
		})
	}
}

// An endpoint that says that it replaces a legacy object holds the name.
func TestReplacesAnnotationTakesTheName(t *testing.T) {
	namespace := shared.newNamespace(t)
	client := shared.dynamic(t, v1beta1.SchemeGroupVersion.WithResource("mcpserverentries"), namespace)
	applyObject(t, client, v1beta1.SchemeGroupVersion.String(), "MCPServerEntry", "a",
		`{"remoteUrl": "https://mcp.example.com", "transport": "sse", "groupRef": {"name": "team"}}`)
	shared.createEndpoint(t, namespace, direct("a"))
	shared.awaitEndpoint(t, namespace, "a", hasReason(v1alpha1.ConditionConfigurationValid, v1alpha1.ReasonNameCollision))

	annotate := []byte(`{"metadata": {"annotations": {"` + v1alpha1.ReplacesAnnotation + `": "MCPServerEntry"}}}`)
	_, err := shared.toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(namespace).
		Patch(testContext(t), "a", types.MergePatchType, annotate, metav1.PatchOptions{})
	require.NoError(t, err)
	shared.awaitEndpoint(t, namespace, "a", isReady)
}

// R2.4: plain http is for those who say so.
func TestPlainHTTPNeedsTheAnnotation(t *testing.T) {
	namespace := shared.newNamespace(t)
	shared.createEndpoint(t, namespace, direct("a", func(e *v1alpha1.MCPRemoteEndpoint) { e.Spec.RemoteURL = "http://mcp.example.com" }))
	shared.awaitEndpoint(t, namespace, "a", hasReason(v1alpha1.ConditionConfigurationValid, v1alpha1.ReasonInsecureURL))

	annotate := []byte(`{"metadata": {"annotations": {"` + v1alpha1.AllowInsecureAnnotation + `": "true"}}}`)
	_, err := shared.toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(namespace).
		Patch(testContext(t), "a", types.MergePatchType, annotate, metav1.PatchOptions{})
	require.NoError(t, err)
	shared.awaitEndpoint(t, namespace, "a", isReady)
}

// R2.12 for the status: what somebody else wrote into it is put right, conditions of others' own types stay.
func TestStatusIsRepaired(t *testing.T) {
	namespace := shared.newNamespace(t)
	shared.createEndpoint(t, namespace, direct("a"))
	endpoint := shared.awaitEndpoint(t, namespace, "a", isReady)
	before := shared.settle(t)

	endpoint = endpoint.DeepCopy()
	foreign := metav1.Condition{
		Type: "example.com/Seen", Status: metav1.ConditionTrue, Reason: "Seen", LastTransitionTime: metav1.Now(),
	}
	untrue := metav1.Condition{
		Type: v1alpha1.ConditionCABundleValid, Status: metav1.ConditionFalse, Reason: "Made", LastTransitionTime: metav1.Now(),
	}
	endpoint.Status.URL = "https://elsewhere.example.com"
	endpoint.Status.Conditions = append(endpoint.Status.Conditions, foreign, untrue)
	_, err := shared.toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(namespace).
		UpdateStatus(testContext(t), endpoint, metav1.UpdateOptions{})
	require.NoError(t, err)

	shared.awaitEndpoint(t, namespace, "a", func(e *v1alpha1.MCPRemoteEndpoint) bool {
		return e.Status.URL == remoteURL && conditionTypes(e)[foreign.Type] && !conditionTypes(e)[untrue.Type]
	})
	shared.settle(t)
	assert.Len(t, shared.audit.writesSince(t, before, namespace), 2, "one write repairs, another removes a condition that its owner keeps from being applied away")
}

func conditionTypes(endpoint *v1alpha1.MCPRemoteEndpoint) map[string]bool {
	types := map[string]bool{}
	for _, condition := range endpoint.Status.Conditions {
		types[condition.Type] = true
	}
	return types
}
