// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	eventsv1 "k8s.io/api/events/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/translate"
)

// olderProxy is an MCPRemoteProxy that is equivalent to proxied of the same name.
func olderProxy(name string) *v1beta1.MCPRemoteProxy {
	return &v1beta1.MCPRemoteProxy{ObjectMeta: metav1.ObjectMeta{Name: name}, Spec: v1beta1.MCPRemoteProxySpec{
		RemoteURL:  remoteURL,
		Transport:  v1beta1.TransportStreamableHTTP,
		GroupRef:   &v1beta1.MCPGroupRefOrName{Name: "team"},
		OIDCConfig: &v1beta1.OIDCConfigRef{Type: v1beta1.OIDCConfigTypeKubernetes},
	}}
}

func olderEntry(name string) *v1beta1.MCPServerEntry {
	return &v1beta1.MCPServerEntry{ObjectMeta: metav1.ObjectMeta{Name: name}, Spec: v1beta1.MCPServerEntrySpec{
		RemoteURL: remoteURL,
		Transport: v1beta1.TransportStreamableHTTP,
		GroupRef:  v1beta1.MCPGroupRefOrName{Name: "team"},
	}}
}

func (e *environment) createProxy(t *testing.T, namespace string, proxy *v1beta1.MCPRemoteProxy) types.UID {
	t.Helper()
	created, err := e.toolhive.ToolhiveV1beta1().MCPRemoteProxies(namespace).Create(testContext(t), proxy, metav1.CreateOptions{})
	require.NoError(t, err)
	return created.UID
}

func (e *environment) createEntry(t *testing.T, namespace string, entry *v1beta1.MCPServerEntry) {
	t.Helper()
	_, err := e.toolhive.ToolhiveV1beta1().MCPServerEntries(namespace).Create(testContext(t), entry, metav1.CreateOptions{})
	require.NoError(t, err)
}

func (e *environment) awaitProxy(t *testing.T, namespace, name string, accept func(*v1beta1.MCPRemoteProxy) bool) *v1beta1.MCPRemoteProxy {
	t.Helper()
	var proxy *v1beta1.MCPRemoteProxy
	err := wait.PollUntilContextCancel(testContext(t), 20*time.Millisecond, true, func(ctx context.Context) (_ bool, err error) {
		proxy, err = e.toolhive.ToolhiveV1beta1().MCPRemoteProxies(namespace).Get(ctx, name, metav1.GetOptions{})
		return err == nil && accept(proxy), err
	})
	require.NoError(t, err, "wait for MCPRemoteProxy %s: %+v", name, proxy.Status)
	return proxy
}

func (e *environment) awaitEntry(t *testing.T, namespace, name string, accept func(*v1beta1.MCPServerEntry) bool) *v1beta1.MCPServerEntry {
	t.Helper()
	var entry *v1beta1.MCPServerEntry
	err := wait.PollUntilContextCancel(testContext(t), 20*time.Millisecond, true, func(ctx context.Context) (_ bool, err error) {
		entry, err = e.toolhive.ToolhiveV1beta1().MCPServerEntries(namespace).Get(ctx, name, metav1.GetOptions{})
		return err == nil && accept(entry), err
	})
	require.NoError(t, err, "wait for MCPServerEntry %s: %+v", name, entry.Status)
	return entry
}

func isServing(proxy *v1beta1.MCPRemoteProxy) bool {
	return proxy.Status.Phase == v1beta1.MCPRemoteProxyPhaseReady && !isSuperseded(proxy.Status.Conditions)
}

func isSuperseded(conditions []metav1.Condition) bool {
	return meta.IsStatusConditionTrue(conditions, translate.ConditionSuperseded)
}

// R4.1: an older proxy costs what an endpoint costs, and goes with all that it has.
func TestOlderProxyIsServed(t *testing.T) {
	namespace := shared.newNamespace(t)
	shared.runKubelet(t, namespace)
	before := shared.settle(t)
	shared.createProxy(t, namespace, olderProxy("a"))
	proxy := shared.awaitProxy(t, namespace, "a", isServing)
	assert.Equal(t, "http://mcp-a-remote-proxy."+namespace+".svc.cluster.local:8080", proxy.Status.URL)
	shared.settle(t)
	writes := slices.DeleteFunc(shared.audit.writesSince(t, before, namespace), func(w string) bool { return strings.Contains(w, " events ") })
	assert.ElementsMatch(t, []string{
		"patch serviceaccounts " + namespace + "/a-remote-proxy-runner",
		"patch configmaps " + namespace + "/a-runconfig",
		"patch services " + namespace + "/mcp-a-remote-proxy",
		"patch deployments " + namespace + "/a",
		"update mcpremoteproxies/status " + namespace + "/a",
		"update mcpremoteproxies/status " + namespace + "/a",
	}, writes)

	require.NoError(t, shared.toolhive.ToolhiveV1beta1().MCPRemoteProxies(namespace).Delete(testContext(t), "a", metav1.DeleteOptions{}))
	shared.awaitNoChildren(t, namespace, "a")
}

// R4.2: one Event per object, however often it is told.
func TestOlderKindsAreDeprecatedInOneEvent(t *testing.T) {
	namespace := shared.newNamespace(t)
	shared.runKubelet(t, namespace)
	shared.createProxy(t, namespace, olderProxy("a"))
	shared.awaitProxy(t, namespace, "a", isServing)
	shared.settle(t)
	told := slices.DeleteFunc(awaitEvents(t, namespace, 1), func(event eventsv1.Event) bool { return event.Regarding.Kind != "MCPRemoteProxy" })
	require.Len(t, told, 1)
	assert.Equal(t, "Deprecated", told[0].Reason)
	assert.Contains(t, told[0].Note, "operator migrate --from-cluster -n "+namespace)
	assert.Contains(t, told[0].Note, "MCPRemoteEndpoint")
}

// What another operator made for an older object becomes wholly this operator's when that changes: the same objects, none of them made again.
func TestObjectsThatAnotherOperatorMadeAreTakenOver(t *testing.T) {
	namespace := shared.newNamespace(t)
	older := olderProxy("a")
	older.Spec.RemoteURL = "https://10.0.0.1/mcp" // for which nothing is made
	uid := shared.createProxy(t, namespace, older)
	before := map[string]types.UID{}
	for _, object := range toolhiveObjects("a", uid) {
		before[object.GetName()] = shared.createAsToolHive(t, namespace, object).GetUID()
	}
	_, err := shared.toolhive.ToolhiveV1beta1().MCPRemoteProxies(namespace).Patch(testContext(t), "a", types.MergePatchType,
		[]byte(`{"spec": {"remoteUrl": "`+remoteURL+`"}}`), metav1.PatchOptions{})
	require.NoError(t, err)
	for _, c := range childrenOf("a") {
		shared.awaitChild(t, namespace, c, func(object *metav1.PartialObjectMetadata) bool {
			return !slices.ContainsFunc(object.GetManagedFields(), func(entry metav1.ManagedFieldsEntry) bool { return entry.Manager == toolhiveManager }) &&
				object.GetLabels()["made-by"] == ""
		})
		live, err := shared.metadata.Resource(c.resource).Namespace(namespace).Get(testContext(t), c.name, metav1.GetOptions{})
		require.NoError(t, err)
		requireOwners(t, live, uid)
		assert.Equal(t, before[c.name], live.UID)
	}
}

// R5.5: older objects that are settled cost nothing, at a restart neither.
func TestAThousandOlderObjectsCostNothingWhenSettled(t *testing.T) {
	namespace := shared.newNamespace(t)
	const proxies, entries = 50, 950
	for i := range proxies {
		shared.createProxy(t, namespace, olderProxy(fmt.Sprintf("proxy-%d", i)))
	}
	for i := range entries {
		shared.createEntry(t, namespace, olderEntry(fmt.Sprintf("entry-%d", i)))
	}
	shared.awaitProxy(t, namespace, fmt.Sprintf("proxy-%d", proxies-1), func(p *v1beta1.MCPRemoteProxy) bool { return p.Status.Phase != "" })
	shared.awaitEntry(t, namespace, fmt.Sprintf("entry-%d", entries-1), func(e *v1beta1.MCPServerEntry) bool {
		return e.Status.Phase == v1beta1.MCPServerEntryPhaseValid
	})
	before := shared.settle(t)
	restartOperator(t)
	shared.settle(t)
	assert.Empty(t, shared.audit.writesSince(t, before, namespace))
}
