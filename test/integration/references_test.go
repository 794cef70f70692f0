// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// reference is a kind of object that an endpoint refers to, and what can happen to it. Each step is followed by what the
// endpoint must come to say, without anybody touching the endpoint (R2.3).
type reference struct {
	name  string
	use   func(*v1alpha1.MCPRemoteEndpoint)
	steps []step
}

type step struct {
	name   string
	do     func(t *testing.T, namespace string)
	accept func(*v1alpha1.MCPRemoteEndpoint) bool
}

func TestReferences(t *testing.T) {
	for _, r := range referenceCases() {
		t.Run(r.name, func(t *testing.T) {
			namespace := shared.createNamespace(t, "test-")
			if r.name != "group" {
				shared.createGroup(t, namespace)
			}
			shared.createEndpoint(t, namespace, direct("a", r.use))
			for _, s := range r.steps {
				t.Log(s.name)
				s.do(t, namespace)
				shared.awaitEndpoint(t, namespace, "a", s.accept)
			}
		})
	}
}

// The same while the API server comes back from a restart: watches that broke are taken up again, and that alone writes nothing.
func TestReferencesAcrossAPIServerRestart(t *testing.T) {
	keepOperatorRunning(t)
	namespace := shared.createNamespace(t, "test-")
	shared.createConfigMap(t, namespace, "ca", map[string]string{"ca.crt": certificate})
	shared.createSecret(t, namespace, "key", map[string]string{"key": "x"})
	shared.createEndpoint(t, namespace, direct("loses", withCABundle("ca"), withHeaderSecret("key", "key")))
	shared.createEndpoint(t, namespace, direct("gains", withCABundle("late"), withHeaderSecret("late", "key"), withToolConfig("tools")))
	for _, name := range []string{"loses", "gains"} {
		shared.awaitEndpoint(t, namespace, name, hasReason(v1alpha1.ConditionGroupRefValid, v1alpha1.ReasonGroupNotFound))
	}

	require.NoError(t, shared.cluster.RestartAPIServer(testContext(t)))
	shared.createGroup(t, namespace)
	shared.createConfigMap(t, namespace, "late", map[string]string{"ca.crt": certificate})
	shared.createSecret(t, namespace, "late", map[string]string{"key": "x"})
	createToolConfig(t, namespace)
	deleteConfigMap(t, namespace)
	deleteSecret(t, namespace)
	shared.awaitEndpoint(t, namespace, "gains", isReady)
	shared.awaitEndpoint(t, namespace, "loses", func(e *v1alpha1.MCPRemoteEndpoint) bool {
		return hasReason(v1alpha1.ConditionCABundleValid, v1alpha1.ReasonCABundleNotFound)(e) &&
			hasReason(v1alpha1.ConditionConfigurationValid, v1alpha1.ReasonHeaderSecretNotFound)(e)
	})
	before := shared.settle(t)

	require.NoError(t, shared.cluster.RestartAPIServer(testContext(t)))
	shared.settle(t)
	require.Empty(t, shared.audit.writesSince(t, before, namespace))
}

// What changed while no operator was there is noticed by the next one.
func TestReferencesWhileTheOperatorIsAway(t *testing.T) {
	namespace := shared.newNamespace(t)
	shared.createConfigMap(t, namespace, "ca", map[string]string{"ca.crt": certificate})
	shared.createEndpoint(t, namespace, direct("a", withCABundle("ca")))
	shared.createEndpoint(t, namespace, direct("b", withHeaderSecret("key", "key")))
	shared.awaitEndpoint(t, namespace, "a", isReady)
	shared.awaitEndpoint(t, namespace, "b", hasReason(v1alpha1.ConditionConfigurationValid, v1alpha1.ReasonHeaderSecretNotFound))

	require.NoError(t, operator.Stop())
	deleteConfigMap(t, namespace)
	shared.createSecret(t, namespace, "key", map[string]string{"key": "x"})
	started, err := shared.startOperator(testContext(t))
	require.NoError(t, err)
	operator = started

	shared.awaitEndpoint(t, namespace, "a", hasReason(v1alpha1.ConditionCABundleValid, v1alpha1.ReasonCABundleNotFound))
	shared.awaitEndpoint(t, namespace, "b", isReady)
}

func nothing(*testing.T, string) {}

func referenceCases() []reference {
	configuration, auth, ca := v1alpha1.ConditionConfigurationValid, v1alpha1.ConditionAuthConfigValid, v1alpha1.ConditionCABundleValid
	return []reference{
		{"group", func(*v1alpha1.MCPRemoteEndpoint) {}, []step{
			{"missing", nothing, hasReason(v1alpha1.ConditionGroupRefValid, v1alpha1.ReasonGroupNotFound)},
			{"created", func(t *testing.T, ns string) { shared.createGroup(t, ns) }, isReady},
			{"being deleted", terminateGroup, hasReason(v1alpha1.ConditionGroupRefValid, v1alpha1.ReasonGroupTerminating)},
			{"gone", releaseGroup, hasReason(v1alpha1.ConditionGroupRefValid, v1alpha1.ReasonGroupNotFound)},
		}},
		{"auth config", withAuthConfig("auth"), []step{
			{"missing", nothing, hasReason(auth, v1alpha1.ReasonAuthConfigNotFound)},
			{"created without its Secret", createAuthConfig, hasReason(auth, v1alpha1.ReasonAuthSecretNotFound)},
			{"Secret created without the key", func(t *testing.T, ns string) {
				shared.createSecret(t, ns, "key", map[string]string{"other": "x"})
			}, hasReason(auth, v1alpha1.ReasonAuthSecretNotFound)},
			{"key added", func(t *testing.T, ns string) { patchSecret(t, ns, `{"stringData": {"key": "x"}}`) }, isReady},
			{"of a type that no gateway applies", setAuthType, hasReason(configuration, v1alpha1.ReasonUnsupportedAuthTypeForDirectMode)},
			{"deleted", deleteAuthConfig, hasReason(auth, v1alpha1.ReasonAuthConfigNotFound)},
		}},
		{"CA bundle", withCABundle("ca"), []step{
			{"missing", nothing, hasReason(ca, v1alpha1.ReasonCABundleNotFound)},
			{"created without the key", func(t *testing.T, ns string) {
				shared.createConfigMap(t, ns, "ca", map[string]string{"other": certificate})
			}, hasReason(ca, v1alpha1.ReasonCABundleKeyNotFound)},
			{"key is no certificate", func(t *testing.T, ns string) {
				patchConfigMap(t, ns, `{"data": {"ca.crt": "no certificate"}}`)
			}, hasReason(ca, v1alpha1.ReasonCABundleInvalid)},
			{"key is a certificate", func(t *testing.T, ns string) {
				patchConfigMap(t, ns, fmt.Sprintf(`{"data": {"ca.crt": %q}}`, certificate))
			}, isReady},
			{"deleted", deleteConfigMap, hasReason(ca, v1alpha1.ReasonCABundleNotFound)},
		}},
		{"header Secret", withHeaderSecret("key", "key"), []step{
			{"missing", nothing, hasReason(configuration, v1alpha1.ReasonHeaderSecretNotFound)},
			{"created", func(t *testing.T, ns string) {
				shared.createSecret(t, ns, "key", map[string]string{"key": "x"})
			}, isReady},
			{"emptied", func(t *testing.T, ns string) {
				patchSecret(t, ns, `{"stringData": {"key": ""}}`)
			}, hasReason(configuration, v1alpha1.ReasonHeaderSecretNotFound)},
			{"filled again", func(t *testing.T, ns string) { patchSecret(t, ns, `{"stringData": {"key": "y"}}`) }, isReady},
			{"deleted", deleteSecret, hasReason(configuration, v1alpha1.ReasonHeaderSecretNotFound)},
		}},
		{"tool config", withToolConfig("tools"), []step{
			{"missing", nothing, hasReason(configuration, v1alpha1.ReasonToolConfigNotFound)},
			{"created", createToolConfig, isReady},
			{"deleted", deleteToolConfig, hasReason(configuration, v1alpha1.ReasonToolConfigNotFound)},
		}},
	}
}

// A finalizer keeps the group for as long as the test wants it to be in deletion.
func terminateGroup(t *testing.T, namespace string) {
	t.Helper()
	patchGroup(t, namespace, `{"metadata": {"finalizers": ["example.com/test"]}}`)
	require.NoError(t, shared.toolhive.ToolhiveV1beta1().MCPGroups(namespace).Delete(testContext(t), "team", metav1.DeleteOptions{}))
}

func releaseGroup(t *testing.T, namespace string) {
	t.Helper()
	patchGroup(t, namespace, `{"metadata": {"finalizers": null}}`)
}

func patchGroup(t *testing.T, namespace, patch string) {
	t.Helper()
	_, err := shared.toolhive.ToolhiveV1beta1().MCPGroups(namespace).
		Patch(testContext(t), "team", types.MergePatchType, []byte(patch), metav1.PatchOptions{})
	require.NoError(t, err)
}

func createAuthConfig(t *testing.T, namespace string) {
	t.Helper()
	_, err := shared.toolhive.ToolhiveV1beta1().MCPExternalAuthConfigs(namespace).
		Create(testContext(t), headerInjection("auth", "key", "key"), metav1.CreateOptions{})
	require.NoError(t, err)
}

func setAuthType(t *testing.T, namespace string) {
	t.Helper()
	patch := `{"spec": {"type": "bearerToken", "headerInjection": null, "bearerToken": {"tokenSecretRef": {"name": "key", "key": "key"}}}}`
	_, err := shared.toolhive.ToolhiveV1beta1().MCPExternalAuthConfigs(namespace).
		Patch(testContext(t), "auth", types.MergePatchType, []byte(patch), metav1.PatchOptions{})
	require.NoError(t, err)
}

func deleteAuthConfig(t *testing.T, namespace string) {
	t.Helper()
	require.NoError(t, shared.toolhive.ToolhiveV1beta1().MCPExternalAuthConfigs(namespace).Delete(testContext(t), "auth", metav1.DeleteOptions{}))
}

func patchSecret(t *testing.T, namespace, patch string) {
	t.Helper()
	_, err := shared.kube.CoreV1().Secrets(namespace).
		Patch(testContext(t), "key", types.MergePatchType, []byte(patch), metav1.PatchOptions{})
	require.NoError(t, err)
}

func deleteSecret(t *testing.T, namespace string) {
	t.Helper()
	require.NoError(t, shared.kube.CoreV1().Secrets(namespace).Delete(testContext(t), "key", metav1.DeleteOptions{}))
}

func patchConfigMap(t *testing.T, namespace, patch string) {
	t.Helper()
	_, err := shared.kube.CoreV1().ConfigMaps(namespace).
		Patch(testContext(t), "ca", types.MergePatchType, []byte(patch), metav1.PatchOptions{})
	require.NoError(t, err)
}

func deleteConfigMap(t *testing.T, namespace string) {
	t.Helper()
	require.NoError(t, shared.kube.CoreV1().ConfigMaps(namespace).Delete(testContext(t), "ca", metav1.DeleteOptions{}))
}

func withToolConfig(name string) func(*v1alpha1.MCPRemoteEndpoint) {
	return func(e *v1alpha1.MCPRemoteEndpoint) { e.Spec.ToolConfigRef = &v1beta1.ToolConfigRef{Name: name} }
}

func createToolConfig(t *testing.T, namespace string) {
	t.Helper()
	_, err := shared.toolhive.ToolhiveV1beta1().MCPToolConfigs(namespace).Create(testContext(t), &v1beta1.MCPToolConfig{
		ObjectMeta: metav1.ObjectMeta{Name: "tools"}, Spec: v1beta1.MCPToolConfigSpec{ToolsFilter: []string{"search"}},
	}, metav1.CreateOptions{})
	require.NoError(t, err)
}

func deleteToolConfig(t *testing.T, namespace string) {
	t.Helper()
	require.NoError(t, shared.toolhive.ToolhiveV1beta1().MCPToolConfigs(namespace).Delete(testContext(t), "tools", metav1.DeleteOptions{}))
}
