// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
)

// drift is what somebody else does to an object of a proxy.
type drift struct {
	name      string
	patchType types.PatchType
	// patch of the object. What it adds of its own stays, and everything else is repaired.
	patch string
	// repaired means that the operator has something to write.
	repaired bool
}

var commonDrift = []drift{
	{"a label is added", types.MergePatchType, `{"metadata": {"labels": {"mine": "1"}}}`, false},
	{"an annotation is added", types.MergePatchType, `{"metadata": {"annotations": {"mine": "1"}}}`, false},
	{"a label is changed", types.MergePatchType, `{"metadata": {"labels": {"app": "x"}}}`, true},
	{"a label is removed", types.MergePatchType, `{"metadata": {"labels": {"toolhive": null}}}`, true},
	{"the label by which it is watched is removed", types.MergePatchType, `{"metadata": {"labels": {"app.kubernetes.io/managed-by": null}}}`, true},
	{"the owner is removed", types.MergePatchType, `{"metadata": {"ownerReferences": null}}`, true},
}

// driftOf has for each child kind, in the order of childrenOf, what is particular to it.
var driftOf = [][]drift{
	{ // ServiceAccount
		{"a pull secret is added", types.MergePatchType, `{"imagePullSecrets": [{"name": "mine"}]}`, false},
		{"the token is mounted", types.MergePatchType, `{"automountServiceAccountToken": true}`, true},
	},
	{ // ConfigMap
		{"a key is added", types.MergePatchType, `{"data": {"mine": "1"}}`, false},
		{"a key is changed", types.MergePatchType, `{"data": {"runconfig.json": "{}"}}`, true},
		{"a key is removed", types.MergePatchType, `{"data": {"kubeconfig": null}}`, true},
	},
	{ // Service
		{"a port is added", types.StrategicMergePatchType, `{"spec": {"ports": [{"name": "mine", "port": 9}]}}`, false},
		{"the traffic policy is changed", types.MergePatchType, `{"spec": {"internalTrafficPolicy": "Local"}}`, false},
		{"the selector is changed", types.MergePatchType, `{"spec": {"selector": {"app": "x"}}}`, true},
		{"the selector is narrowed", types.MergePatchType, `{"spec": {"selector": {"mine": "1"}}}`, true},
		{"the target port is changed", types.StrategicMergePatchType, `{"spec": {"ports": [{"port": 8080, "targetPort": 1}]}}`, true},
		{"the type is changed", types.MergePatchType, `{"spec": {"type": "NodePort"}}`, true},
		{"the affinity is changed", types.MergePatchType, `{"spec": {"sessionAffinity": "None"}}`, true},
	},
	{ // Deployment
		{"it is scaled", types.MergePatchType, `{"spec": {"replicas": 2}}`, false},
		{"it is restarted", types.MergePatchType, `{"spec": {"template": {"metadata": {"annotations": {"kubectl.kubernetes.io/restartedAt": "now"}}}}}`, false},
		{"a sidecar is added", types.StrategicMergePatchType, `{"spec": {"template": {"spec": {"containers": [{"name": "mine", "image": "mine"}]}}}}`, false},
		{"a variable is added", types.StrategicMergePatchType, `{"spec": {"template": {"spec": {"containers": [{"name": "toolhive", "env": [{"name": "MINE", "value": "1"}]}]}}}}`, false},
		{"the image is changed", types.StrategicMergePatchType, `{"spec": {"template": {"spec": {"containers": [{"name": "toolhive", "image": "x"}]}}}}`, true},
		{"the arguments are changed", types.StrategicMergePatchType, `{"spec": {"template": {"spec": {"containers": [{"name": "toolhive", "args": ["x"]}]}}}}`, true},
		{"a variable is removed", types.StrategicMergePatchType, `{"spec": {"template": {"spec": {"containers": [{"name": "toolhive", "env": [{"name": "KUBECONFIG", "$patch": "delete"}]}]}}}}`, true},
		{"a probe is changed", types.StrategicMergePatchType, `{"spec": {"template": {"spec": {"containers": [{"name": "toolhive", "readinessProbe": {"periodSeconds": 60}}]}}}}`, true},
		{"the security context is loosened", types.StrategicMergePatchType, `{"spec": {"template": {"spec": {"containers": [{"name": "toolhive", "securityContext": {"readOnlyRootFilesystem": false}}]}}}}`, true},
		{"a mount is removed", types.StrategicMergePatchType, `{"spec": {"template": {"spec": {"containers": [{"name": "toolhive", "volumeMounts": [{"mountPath": "/etc/runconfig", "$patch": "delete"}]}]}}}}`, true},
	},
}

// R2.12: foreign additions stay, foreign changes and removals are repaired by one write, for each kind of child.
func TestDriftIsRepairedAndWhatOthersAddStays(t *testing.T) {
	namespace := shared.newNamespace(t)
	cases := driftCases()
	for _, c := range cases {
		shared.createEndpoint(t, namespace, proxied(c.proxy))
	}
	for i, c := range cases {
		shared.awaitEndpoint(t, namespace, c.proxy, hasReason(v1alpha1.ConditionReady, v1alpha1.ReasonDeploymentProgressing))
		cases[i].original = c.get(t, namespace)
	}
	before := shared.settle(t)
	for _, c := range cases {
		_, err := shared.dynamic(t, c.child.resource, namespace).
			Patch(testContext(t), c.child.name, c.patchType, []byte(c.patch), metav1.PatchOptions{FieldManager: somebody})
		require.NoError(t, err, c.name)
	}
	shared.settle(t)
	writes := shared.audit.writesSince(t, before, namespace)
	for _, c := range cases {
		t.Run(c.child.resource.Resource+": "+c.name, func(t *testing.T) {
			write := fmt.Sprintf("patch %s %s/%s", c.child.resource.Resource, namespace, c.child.name)
			made := slices.DeleteFunc(slices.Clone(writes), func(w string) bool { return w != write })
			live := c.get(t, namespace)
			if c.repaired {
				assert.Len(t, made, 1)
				assert.Equal(t, content(c.original), content(live))
			} else {
				assert.Empty(t, made)
				assert.NotEqual(t, content(c.original), content(live), "what somebody added is gone")
			}
		})
	}
}

const somebody = "somebody"

// driftCase is one drift of one object of a proxy of its own.
type driftCase struct {
	drift
	proxy    string
	child    child
	original *unstructured.Unstructured
}

func driftCases() []driftCase {
	var cases []driftCase
	for k, particular := range driftOf {
		for i, d := range slices.Concat(commonDrift, particular) {
			proxy := fmt.Sprintf("p%d-%d", k, i)
			cases = append(cases, driftCase{drift: d, proxy: proxy, child: childrenOf(proxy)[k]})
		}
	}
	return cases
}

func (c driftCase) get(t *testing.T, namespace string) *unstructured.Unstructured {
	t.Helper()
	object, err := shared.dynamic(t, c.child.resource, namespace).Get(testContext(t), c.child.name, metav1.GetOptions{})
	require.NoError(t, err)
	return object
}

// content is an object without what the API server and other controllers note of it.
func content(object *unstructured.Unstructured) map[string]any {
	fields := object.DeepCopy().Object
	delete(fields, "status")
	for _, noted := range []string{"resourceVersion", "generation", "managedFields"} {
		unstructured.RemoveNestedField(fields, "metadata", noted)
	}
	unstructured.RemoveNestedField(fields, "metadata", "annotations", "deployment.kubernetes.io/revision")
	if annotations, _, _ := unstructured.NestedMap(fields, "metadata", "annotations"); len(annotations) == 0 {
		unstructured.RemoveNestedField(fields, "metadata", "annotations")
	}
	return fields
}

// Who takes the number of replicas out of an endpoint leaves it to others, and means no change of it.
func TestReplicasStayWhenTheyAreLeftToOthers(t *testing.T) {
	namespace := shared.newNamespace(t)
	shared.createEndpoint(t, namespace, proxied("a", func(p *v1alpha1.ProxyConfig) { p.Replicas = new(int32(3)) }))
	shared.awaitEndpoint(t, namespace, "a", hasReason(v1alpha1.ConditionReady, v1alpha1.ReasonDeploymentProgressing))
	_, err := shared.toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(namespace).
		Patch(testContext(t), "a", types.MergePatchType, []byte(`{"spec": {"proxyConfig": {"replicas": null}}}`), metav1.PatchOptions{})
	require.NoError(t, err)
	before := shared.settle(t)
	deployments := shared.dynamic(t, childrenOf("a")[3].resource, namespace)
	replicas := func() int64 {
		deployment, err := deployments.Get(testContext(t), "a", metav1.GetOptions{})
		require.NoError(t, err)
		n, _, err := unstructured.NestedInt64(deployment.Object, "spec", "replicas")
		require.NoError(t, err)
		return n
	}
	assert.EqualValues(t, 3, replicas())
	_, err = deployments.Patch(testContext(t), "a", types.MergePatchType, []byte(`{"spec": {"replicas": 5}}`), metav1.PatchOptions{FieldManager: somebody})
	require.NoError(t, err)
	shared.settle(t)
	assert.EqualValues(t, 5, replicas())
	assert.Empty(t, shared.audit.writesSince(t, before, namespace))
}
