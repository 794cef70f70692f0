// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/translate"
)

// toolhiveManager is the field manager of another operator's objects.
const toolhiveManager = "thv-operator"

// R2.12: what another operator made for an object that the endpoint replaces stays what it is, and becomes the endpoint's: the Service keeps
// its address, and what the other operator set and this one does not want is gone.
func TestObjectsOfAReplacedOwnerAreAdopted(t *testing.T) {
	namespace := shared.newNamespace(t)
	legacy := shared.createLegacyProxy(t, namespace, "a", "https://10.0.0.1/mcp") // for which nothing is made
	var before []*unstructured.Unstructured
	for _, object := range toolhiveObjects("a", legacy) {
		before = append(before, shared.createAsToolHive(t, namespace, object))
	}
	_, err := shared.kube.RbacV1().Roles(namespace).Create(testContext(t), &rbacv1.Role{ObjectMeta: metav1.ObjectMeta{
		Name: "a-remote-proxy-runner", OwnerReferences: before[0].GetOwnerReferences(),
	}}, metav1.CreateOptions{FieldManager: toolhiveManager})
	require.NoError(t, err)
	endpoint := proxied("a")
	endpoint.Annotations = map[string]string{v1alpha1.ReplacesAnnotation: "MCPRemoteProxy"}
	shared.createEndpoint(t, namespace, endpoint)
	live := shared.awaitEndpoint(t, namespace, "a", hasReason(v1alpha1.ConditionReady, v1alpha1.ReasonDeploymentProgressing))

	for i, c := range childrenOf("a") {
		after, err := shared.dynamic(t, c.resource, namespace).Get(testContext(t), c.name, metav1.GetOptions{})
		require.NoError(t, err)
		assert.Equal(t, before[i].GetUID(), after.GetUID(), c.name)
		requireOwners(t, after, live.UID, legacy)
		for _, entry := range after.GetManagedFields() {
			assert.NotEqual(t, toolhiveManager, entry.Manager, c.name)
		}
		assert.NotContains(t, after.GetLabels(), "made-by", c.name)
	}
	service, err := shared.kube.CoreV1().Services(namespace).Get(testContext(t), "mcp-a-remote-proxy", metav1.GetOptions{})
	require.NoError(t, err)
	address, _, _ := unstructured.NestedString(before[2].Object, "spec", "clusterIP")
	assert.Equal(t, address, service.Spec.ClusterIP)
	deployment, err := shared.kube.AppsV1().Deployments(namespace).Get(testContext(t), "a", metav1.GetOptions{})
	require.NoError(t, err)
	assert.EqualValues(t, 3, *deployment.Spec.Replicas, "a size that the endpoint does not give stays")
	_, err = shared.kube.RbacV1().Roles(namespace).Get(testContext(t), "a-remote-proxy-runner", metav1.GetOptions{})
	assert.True(t, apierrors.IsNotFound(err), "a Role that nobody needs goes")
	require.Len(t, deployment.Spec.Template.Spec.Containers, 1)
	for _, env := range deployment.Spec.Template.Spec.Containers[0].Env {
		assert.NotEqual(t, "ONLY_TOOLHIVE", env.Name)
	}

	// All of it can be handed back.
	_, err = shared.toolhive.ToolhiveV1beta1().MCPRemoteProxies(namespace).Patch(testContext(t), "a", types.MergePatchType,
		[]byte(`{"spec": {"remoteUrl": "`+remoteURL+`"}}`), metav1.PatchOptions{})
	require.NoError(t, err)
	shared.annotate(t, namespace, `null`)
	shared.awaitProxy(t, namespace, "a", func(p *v1beta1.MCPRemoteProxy) bool {
		return p.Status.ObservedGeneration == p.Generation && meta.FindStatusCondition(p.Status.Conditions, translate.ConditionSuperseded) == nil
	})
	shared.settle(t)
	shared.requireController(t, namespace, legacy)
}

// createLegacyProxy makes an MCPRemoteProxy.
func (e *environment) createLegacyProxy(t *testing.T, namespace, name, url string) types.UID {
	t.Helper()
	created, err := e.toolhive.ToolhiveV1beta1().MCPRemoteProxies(namespace).Create(testContext(t),
		&v1beta1.MCPRemoteProxy{ObjectMeta: metav1.ObjectMeta{Name: name}, Spec: v1beta1.MCPRemoteProxySpec{RemoteURL: url}}, metav1.CreateOptions{})
	require.NoError(t, err)
	return created.UID
}

// requireOwners requires that an object is controlled by one owner, and has these others.
func requireOwners(t *testing.T, object metav1.Object, controller types.UID, others ...types.UID) {
	t.Helper()
	var found []types.UID
	for _, ref := range object.GetOwnerReferences() {
		if ref.Controller != nil && *ref.Controller {
			require.Equal(t, controller, ref.UID, object.GetName())
		} else {
			found = append(found, ref.UID)
		}
	}
	require.NotNil(t, metav1.GetControllerOfNoCopy(object), object.GetName())
	require.ElementsMatch(t, others, found, object.GetName())
}

// toolhiveObjects are objects as ToolHive's operator makes them, in the order of childrenOf, with something that only it wants.
func toolhiveObjects(name string, owner types.UID) []*unstructured.Unstructured {
	selector := map[string]any{
		"app": "mcpremoteproxy", "app.kubernetes.io/name": "mcpremoteproxy", "app.kubernetes.io/instance": name,
		"toolhive": "true", "toolhive-name": name,
	}
	object := func(apiVersion, kind, child string, fields map[string]any) *unstructured.Unstructured {
		fields["apiVersion"], fields["kind"] = apiVersion, kind
		fields["metadata"] = map[string]any{
			"name": child, "labels": map[string]any{"made-by": "toolhive"},
			"ownerReferences": []any{map[string]any{
				"apiVersion": "toolhive.stacklok.dev/v1beta1", "kind": "MCPRemoteProxy", "name": name, "uid": string(owner),
				"controller": true, "blockOwnerDeletion": true,
			}},
		}
		return &unstructured.Unstructured{Object: fields}
	}
	return []*unstructured.Unstructured{
		object("v1", "ServiceAccount", name+"-remote-proxy-runner", map[string]any{}),
		object("v1", "ConfigMap", name+"-runconfig", map[string]any{"data": map[string]any{"runconfig.json": "{}"}}),
		object("v1", "Service", "mcp-"+name+"-remote-proxy", map[string]any{"spec": map[string]any{
			"selector": selector, "sessionAffinity": string(corev1.ServiceAffinityClientIP),
			"ports": []any{map[string]any{"name": "http", "port": int64(8080), "targetPort": int64(8080), "protocol": "TCP"}},
		}}),
		object("apps/v1", "Deployment", name, map[string]any{"spec": map[string]any{
			"replicas": int64(3),
			"selector": map[string]any{"matchLabels": selector},
			"template": map[string]any{
				"metadata": map[string]any{"labels": selector},
				"spec": map[string]any{
					"serviceAccountName": name + "-remote-proxy-runner",
					"containers": []any{map[string]any{
						"name": "toolhive", "image": "proxyrunner", "env": []any{map[string]any{"name": "ONLY_TOOLHIVE", "value": "1"}},
					}},
				},
			},
		}}),
	}
}

func (e *environment) createAsToolHive(t *testing.T, namespace string, object *unstructured.Unstructured) *unstructured.Unstructured {
	t.Helper()
	created, err := e.dynamic(t, kind.Kind(object.GetKind()).Resource(), namespace).
		Create(testContext(t), object, metav1.CreateOptions{FieldManager: toolhiveManager})
	require.NoError(t, err)
	return created
}
