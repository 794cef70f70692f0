// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// R2.8: a changed value makes a new pod template of exactly the proxies whose pods read it only when they start.
func TestRotationRollsExactlyThePodsThatReadTheValue(t *testing.T) {
	namespace := shared.newNamespace(t)
	shared.runKubelet(t, namespace)
	shared.createSecret(t, namespace, "key", map[string]string{"key": "1", "other": "1"})
	shared.createConfigMap(t, namespace, "ca", map[string]string{"ca.crt": certificate})
	shared.createConfigMap(t, namespace, "policies", map[string]string{"authz.json": cedar("permit(principal, action, resource);")})
	withHeader, withCA := proxied("header"), proxied("ca")
	withHeaderSecret("key", "key")(withHeader)
	withCABundle("ca")(withCA)
	policies := proxied("policies", func(p *v1alpha1.ProxyConfig) {
		p.AuthzConfig = &v1alpha1.AuthzConfig{Type: v1alpha1.AuthzConfigTypeConfigMap, ConfigMap: &v1alpha1.AuthzConfigMapRef{Name: "policies"}}
	})
	all := []*v1alpha1.MCPRemoteEndpoint{proxied("plain"), withHeader, withCA, policies}
	for _, endpoint := range all {
		shared.createEndpoint(t, namespace, endpoint)
	}
	templates := func() map[string]int64 {
		generations := map[string]int64{}
		for _, endpoint := range all {
			shared.awaitEndpoint(t, namespace, endpoint.Name, isReady)
			deployment, err := shared.kube.AppsV1().Deployments(namespace).Get(testContext(t), endpoint.Name, metav1.GetOptions{})
			require.NoError(t, err)
			generations[endpoint.Name] = deployment.Generation
		}
		return generations
	}
	templates()
	for _, tt := range []struct {
		name   string
		change func()
		rolled string
	}{
		{"the header's value", func() { patchSecret(t, namespace, `{"stringData": {"key": "2"}}`) }, "header"},
		{"another value of the same Secret", func() { patchSecret(t, namespace, `{"stringData": {"other": "2"}}`) }, ""},
		{"a label of the Secret", func() { patchSecret(t, namespace, `{"metadata": {"labels": {"a": "b"}}}`) }, ""},
		{"the certificates", func() { setKey(t, namespace, "ca", "ca.crt", certificate+"\n"+certificate) }, "ca"},
		{"the policies", func() { setKey(t, namespace, "policies", "authz.json", cedar("forbid(principal, action, resource);")) }, "policies"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			shared.settle(t)
			before := templates()
			tt.change()
			shared.settle(t)
			after := templates()
			for name := range before {
				if name == tt.rolled {
					assert.Equal(t, before[name]+1, after[name], name)
				} else {
					assert.Equal(t, before[name], after[name], name)
				}
			}
		})
	}
}

func cedar(policy string) string {
	return `{"version": "1.0", "type": "cedarv1", "cedar": {"policies": ["` + policy + `"], "entities_json": "[]"}}`
}

func setKey(t *testing.T, namespace, name, key, value string) {
	t.Helper()
	configMap, err := shared.kube.CoreV1().ConfigMaps(namespace).Get(testContext(t), name, metav1.GetOptions{})
	require.NoError(t, err)
	configMap.Data[key] = value
	_, err = shared.kube.CoreV1().ConfigMaps(namespace).Update(testContext(t), configMap, metav1.UpdateOptions{})
	require.NoError(t, err)
}

// R2.11: a Deployment that is somebody else's stays as it is, and the endpoint says whose it is.
func TestConflictNamesTheOtherOwner(t *testing.T) {
	namespace := shared.newNamespace(t)
	legacy := shared.createLegacyProxy(t, namespace, "other", "https://10.0.0.1/mcp")
	foreign := toolhiveObjects("other", legacy)[3]
	foreign.SetName("a")
	before := shared.createAsToolHive(t, namespace, foreign)
	shared.createEndpoint(t, namespace, proxied("a"))
	endpoint := shared.awaitEndpoint(t, namespace, "a", hasReason(v1alpha1.ConditionConfigurationValid, v1alpha1.ReasonChildConflict))
	assert.Contains(t, endpoint.Status.Conditions[0].Message, `Deployment "a"`)
	after, err := shared.metadata.Resource(childrenOf("a")[3].resource).Namespace(namespace).Get(testContext(t), "a", metav1.GetOptions{})
	require.NoError(t, err)
	assert.Equal(t, before.GetUID(), after.UID)
	assert.Equal(t, before.GetOwnerReferences(), after.OwnerReferences)
}

// What is deleted and created again is Ready to be made as soon as its former objects are gone, and never says that they are in its way.
func TestEndpointThatIsCreatedAgainWaitsForItsFormerObjects(t *testing.T) {
	namespace := shared.newNamespace(t)
	shared.createEndpoint(t, namespace, proxied("a"))
	first := shared.awaitEndpoint(t, namespace, "a", hasReason(v1alpha1.ConditionReady, v1alpha1.ReasonDeploymentProgressing))
	require.NoError(t, shared.toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(namespace).Delete(testContext(t), "a", metav1.DeleteOptions{}))
	shared.createEndpoint(t, namespace, proxied("a"))
	second := shared.awaitEndpoint(t, namespace, "a", func(e *v1alpha1.MCPRemoteEndpoint) bool {
		require.NotEqual(t, v1alpha1.PhaseFailed, e.Status.Phase)
		return e.UID != first.UID && hasReason(v1alpha1.ConditionReady, v1alpha1.ReasonDeploymentProgressing)(e)
	})
	for _, c := range childrenOf("a") {
		shared.awaitChild(t, namespace, c, func(object *metav1.PartialObjectMetadata) bool { return metav1.IsControlledBy(object, second) })
	}
}

// A list with two items of one key is no error of the API server's that would be tried for ever.
func TestMalformedPodTemplateBecomesACondition(t *testing.T) {
	namespace := shared.newNamespace(t)
	shared.createEndpoint(t, namespace, proxied("a", func(p *v1alpha1.ProxyConfig) {
		p.PodTemplateSpec = &runtime.RawExtension{Raw: []byte(`{"spec": {"containers": [
			{"name": "side", "image": "side", "env": [{"name": "A", "value": "1"}, {"name": "A", "value": "2"}]}]}}`)}
	}))
	endpoint := shared.awaitEndpoint(t, namespace, "a", hasReason(v1alpha1.ConditionConfigurationValid, v1alpha1.ReasonChildRefused))
	assert.Contains(t, endpoint.Status.Conditions[0].Message, "duplicate")
}

// A child that the API server does not admit becomes a condition that says why.
func TestRefusedChildBecomesACondition(t *testing.T) {
	namespace := shared.newNamespace(t)
	shared.createEndpoint(t, namespace, proxied("a", func(p *v1alpha1.ProxyConfig) {
		p.ResourceOverrides = &v1beta1.ResourceOverrides{ProxyDeployment: &v1beta1.ProxyDeploymentOverrides{
			PodTemplateMetadataOverrides: &v1beta1.ResourceMetadataOverrides{Annotations: map[string]string{"container.apparmor.security.beta.kubernetes.io/none": "runtime/default"}},
		}}
	}))
	endpoint := shared.awaitEndpoint(t, namespace, "a", hasReason(v1alpha1.ConditionConfigurationValid, v1alpha1.ReasonChildRefused))
	assert.Contains(t, endpoint.Status.Conditions[0].Message, `Deployment "a"`)
	mended := []byte(`{"spec": {"proxyConfig": {"resourceOverrides": null}}}`)
	_, err := shared.toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(namespace).
		Patch(testContext(t), "a", types.MergePatchType, mended, metav1.PatchOptions{})
	require.NoError(t, err)
	shared.awaitEndpoint(t, namespace, "a", hasReason(v1alpha1.ConditionReady, v1alpha1.ReasonDeploymentProgressing))
}
