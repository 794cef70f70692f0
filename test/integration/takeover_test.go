// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// replacing is the endpoint that takes over from olderProxy.
func replacing(name string) *v1alpha1.MCPRemoteEndpoint {
	endpoint := proxied(name)
	endpoint.Annotations = map[string]string{v1alpha1.ReplacesAnnotation: "MCPRemoteProxy"}
	return endpoint
}

func (e *environment) annotate(t *testing.T, namespace, replaces string) {
	t.Helper()
	patch := `{"metadata": {"annotations": {"` + v1alpha1.ReplacesAnnotation + `": ` + replaces + `}}}`
	_, err := e.toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(namespace).Patch(testContext(t), "a", types.MergePatchType, []byte(patch), metav1.PatchOptions{})
	require.NoError(t, err)
}

func (e *environment) deleteEndpoint(t *testing.T, namespace string, propagation metav1.DeletionPropagation) {
	t.Helper()
	require.NoError(t, e.toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(namespace).
		Delete(testContext(t), "a", metav1.DeleteOptions{PropagationPolicy: &propagation}))
}

// deleteProxy deletes an older proxy, and waits until it is gone.
func (e *environment) deleteProxy(t *testing.T, namespace, name string, propagation metav1.DeletionPropagation) {
	t.Helper()
	proxies := e.toolhive.ToolhiveV1beta1().MCPRemoteProxies(namespace)
	require.NoError(t, proxies.Delete(testContext(t), name, metav1.DeleteOptions{PropagationPolicy: &propagation}))
	err := wait.PollUntilContextCancel(testContext(t), 20*time.Millisecond, true, func(ctx context.Context) (bool, error) {
		_, err := proxies.Get(ctx, name, metav1.GetOptions{})
		if apierrors.IsNotFound(err) {
			return true, nil
		}
		return false, err
	})
	require.NoError(t, err, "wait until MCPRemoteProxy %s is gone", name)
}

// identities are what must stay of the proxy "a" when it changes hands: its objects, its address, and its pods.
func (e *environment) identities(t *testing.T, namespace string) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, c := range childrenOf("a") {
		live, err := e.metadata.Resource(c.resource).Namespace(namespace).Get(testContext(t), c.name, metav1.GetOptions{})
		require.NoError(t, err)
		require.Nil(t, live.DeletionTimestamp)
		found[c.name] = string(live.UID)
	}
	service, err := e.kube.CoreV1().Services(namespace).Get(testContext(t), "mcp-a-remote-proxy", metav1.GetOptions{})
	require.NoError(t, err)
	found["address"] = service.Spec.ClusterIP
	pods, err := e.kube.CoreV1().Pods(namespace).List(testContext(t), metav1.ListOptions{LabelSelector: "toolhive-name=a"})
	require.NoError(t, err)
	for _, pod := range pods.Items {
		found["pod "+pod.Name] = string(pod.UID)
	}
	return found
}

func (e *environment) requireController(t *testing.T, namespace string, controller types.UID, others ...types.UID) {
	t.Helper()
	for _, c := range childrenOf("a") {
		live, err := e.metadata.Resource(c.resource).Namespace(namespace).Get(testContext(t), c.name, metav1.GetOptions{})
		require.NoError(t, err)
		requireOwners(t, live, controller, others...)
	}
}

// R4.3: objects, address and pods stay, whoever has the name, and there is no moment without a controlling owner.
func TestTakeOverAndHandBack(t *testing.T) {
	namespace := shared.newNamespace(t)
	shared.runKubelet(t, namespace)
	older := shared.createProxy(t, namespace, olderProxy("a"))
	shared.awaitProxy(t, namespace, "a", isServing)
	before := shared.identities(t, namespace)
	history := shared.watchOwners(t, namespace)

	shared.createEndpoint(t, namespace, replacing("a"))
	endpoint := shared.awaitEndpoint(t, namespace, "a", isReady).UID
	superseded := shared.awaitProxy(t, namespace, "a", func(p *v1beta1.MCPRemoteProxy) bool { return isSuperseded(p.Status.Conditions) })
	assert.Equal(t, "http://mcp-a-remote-proxy."+namespace+".svc.cluster.local:8080", superseded.Status.URL)
	shared.requireController(t, namespace, endpoint, older)
	require.Equal(t, before, shared.identities(t, namespace))

	shared.annotate(t, namespace, `null`)
	shared.awaitProxy(t, namespace, "a", isServing)
	shared.awaitEndpoint(t, namespace, "a", hasReason(v1alpha1.ConditionConfigurationValid, v1alpha1.ReasonNameCollision))
	shared.requireController(t, namespace, older)
	require.Equal(t, before, shared.identities(t, namespace))

	shared.annotate(t, namespace, `"MCPRemoteProxy"`)
	shared.awaitEndpoint(t, namespace, "a", isReady)
	shared.requireController(t, namespace, endpoint, older)
	require.Equal(t, before, shared.identities(t, namespace))
	history.requireControllers(t, older, endpoint)
}

// R4.3: to delete the endpoint hands the name back, in the background as in the foreground.
func TestDeletedEndpointHandsBack(t *testing.T) {
	for _, propagation := range []metav1.DeletionPropagation{metav1.DeletePropagationBackground, metav1.DeletePropagationForeground} {
		t.Run(string(propagation), func(t *testing.T) {
			namespace := shared.newNamespace(t)
			shared.runKubelet(t, namespace)
			older := shared.createProxy(t, namespace, olderProxy("a"))
			shared.awaitProxy(t, namespace, "a", isServing)
			before := shared.identities(t, namespace)
			shared.createEndpoint(t, namespace, replacing("a"))
			shared.awaitProxy(t, namespace, "a", func(p *v1beta1.MCPRemoteProxy) bool { return isSuperseded(p.Status.Conditions) })
			history := shared.watchOwners(t, namespace)

			shared.deleteEndpoint(t, namespace, propagation)
			shared.awaitProxy(t, namespace, "a", isServing)
			shared.settle(t)
			shared.requireController(t, namespace, older)
			require.Equal(t, before, shared.identities(t, namespace))
			history.requireOwner(t, older)
		})
	}
}

// R4.3: the older object takes nothing with it, in whatever way it goes, and can come back.
func TestDeletedOlderObjectTakesNothingWithIt(t *testing.T) {
	for _, propagation := range []metav1.DeletionPropagation{
		metav1.DeletePropagationBackground, metav1.DeletePropagationForeground, metav1.DeletePropagationOrphan,
	} {
		t.Run(string(propagation), func(t *testing.T) {
			namespace := shared.newNamespace(t)
			shared.runKubelet(t, namespace)
			shared.createProxy(t, namespace, olderProxy("a"))
			shared.awaitProxy(t, namespace, "a", isServing)
			before := shared.identities(t, namespace)
			shared.createEndpoint(t, namespace, replacing("a"))
			endpoint := shared.awaitEndpoint(t, namespace, "a", isReady).UID
			shared.awaitProxy(t, namespace, "a", func(p *v1beta1.MCPRemoteProxy) bool { return isSuperseded(p.Status.Conditions) })
			history := shared.watchOwners(t, namespace)

			shared.deleteProxy(t, namespace, "a", propagation)
			shared.settle(t)
			shared.requireController(t, namespace, endpoint)
			require.Equal(t, before, shared.identities(t, namespace))

			again := shared.createProxy(t, namespace, olderProxy("a"))
			shared.awaitProxy(t, namespace, "a", func(p *v1beta1.MCPRemoteProxy) bool { return isSuperseded(p.Status.Conditions) })
			shared.requireController(t, namespace, endpoint, again)
			history.requireControllers(t, endpoint)
			shared.deleteEndpoint(t, namespace, metav1.DeletePropagationBackground)
			shared.awaitProxy(t, namespace, "a", isServing)
			shared.settle(t)
			shared.requireController(t, namespace, again)
			require.Equal(t, before, shared.identities(t, namespace))
		})
	}
}

// R4.3, for the kind that has no objects.
func TestEntryIsReplaced(t *testing.T) {
	namespace := shared.newNamespace(t)
	shared.createEntry(t, namespace, olderEntry("a"))
	shared.awaitEntry(t, namespace, "a", func(e *v1beta1.MCPServerEntry) bool { return e.Status.Phase == v1beta1.MCPServerEntryPhaseValid })
	shared.createEndpoint(t, namespace, direct("a"))
	shared.awaitEndpoint(t, namespace, "a", hasReason(v1alpha1.ConditionConfigurationValid, v1alpha1.ReasonNameCollision))
	shared.annotate(t, namespace, `"MCPServerEntry"`)
	shared.awaitEndpoint(t, namespace, "a", isReady)
	entry := shared.awaitEntry(t, namespace, "a", func(e *v1beta1.MCPServerEntry) bool { return isSuperseded(e.Status.Conditions) })
	assert.Equal(t, v1beta1.MCPServerEntryPhaseValid, entry.Status.Phase)
	shared.deleteEndpoint(t, namespace, metav1.DeletePropagationBackground)
	entry = shared.awaitEntry(t, namespace, "a", func(e *v1beta1.MCPServerEntry) bool { return !isSuperseded(e.Status.Conditions) })
	assert.Equal(t, v1beta1.MCPServerEntryPhaseValid, entry.Status.Phase)
}
