// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
)

const crdDir = "../../manifests/crds"

// R5.3: a kind that is not installed is tolerated, and noticed when it is, without a restart.
func TestMissingKindsArePickedUp(t *testing.T) {
	e := newEnvironment(t)
	crd := func(plural string) string { return filepath.Join(crdDir, "toolhive.stacklok.dev_"+plural+".yaml") }
	_, err := e.cluster.Apply(testContext(t), crd("mcpremoteendpoints"), "../../manifests/operator/namespace.yaml",
		"../../manifests/operator/serviceaccount.yaml", "../../manifests/clusterwide", "../../manifests/operator/leaderelection.yaml")
	require.NoError(t, err)
	require.NoError(t, e.prepareOperator(testContext(t)))
	e.runOperator(t)

	e.createEndpoint(t, "default", direct("a", withAuthConfig("auth")))
	e.awaitEndpoint(t, "default", "a", hasReason(v1alpha1.ConditionGroupRefValid, v1alpha1.ReasonGroupNotFound))
	e.awaitEndpoint(t, "default", "a", hasReason(v1alpha1.ConditionAuthConfigValid, v1alpha1.ReasonAuthConfigNotFound))

	_, err = e.cluster.Apply(testContext(t), crd("mcpgroups"))
	require.NoError(t, err)
	e.createGroup(t, "default")
	e.awaitEndpoint(t, "default", "a", func(endpoint *v1alpha1.MCPRemoteEndpoint) bool {
		return !hasReason(v1alpha1.ConditionGroupRefValid, v1alpha1.ReasonGroupNotFound)(endpoint)
	})
	_, err = e.cluster.Apply(testContext(t), crd("mcpexternalauthconfigs"))
	require.NoError(t, err)
	e.createSecret(t, "default", "key", map[string]string{"key": "x"})
	_, err = e.toolhive.ToolhiveV1beta1().MCPExternalAuthConfigs("default").
		Create(testContext(t), headerInjection("auth", "key", "key"), metav1.CreateOptions{})
	require.NoError(t, err)
	e.awaitEndpoint(t, "default", "a", isReady)
}

// R5.3: with --namespaces a Role in each of them is all the operator needs, and others are not its business.
func TestServesChosenNamespacesWithRoles(t *testing.T) {
	e := newEnvironment(t)
	_, err := e.cluster.Apply(testContext(t), crdDir, "../../manifests/operator/namespace.yaml",
		"../../manifests/operator/serviceaccount.yaml", "../../manifests/operator/leaderelection.yaml")
	require.NoError(t, err)
	one, two, other := e.newNamespace(t), e.newNamespace(t), e.newNamespace(t)
	for _, namespace := range []string{one, two} {
		_, err = e.cluster.ApplyIn(testContext(t), namespace, "../../manifests/namespaced")
		require.NoError(t, err)
	}
	require.NoError(t, e.prepareOperator(testContext(t)))
	for _, namespace := range []string{other, one, two} {
		e.createEndpoint(t, namespace, direct("a"))
	}
	e.runOperator(t, "--namespaces", one+","+two)

	e.awaitEndpoint(t, one, "a", isReady)
	e.awaitEndpoint(t, two, "a", isReady)
	ignored, err := e.toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(other).Get(testContext(t), "a", metav1.GetOptions{})
	require.NoError(t, err)
	assert.Empty(t, ignored.Status)
	for _, event := range e.audit.operatorEvents(t) {
		assert.NotEqual(t, http.StatusForbidden, event.Response.Code, event.String())
	}
}

// R5.4: no wildcard, and the Roles for chosen namespaces give what the ClusterRoles give.
func TestRightsAreLeast(t *testing.T) {
	for clusterwide, inNamespace := range map[string]string{
		"clusterwide/endpoints/clusterrole.yaml": "namespaced/endpoints/role.yaml",
		"clusterwide/toolhive-kinds.yaml":        "namespaced/toolhive-kinds.yaml",
	} {
		var cluster rbacv1.ClusterRole
		var namespaced rbacv1.Role
		readYAML(t, filepath.Join("../../manifests", clusterwide), &cluster)
		readYAML(t, filepath.Join("../../manifests", inNamespace), &namespaced)
		require.NotEmpty(t, cluster.Rules)
		assert.Equal(t, cluster.Rules, namespaced.Rules)
		for _, rule := range cluster.Rules {
			for _, word := range slices.Concat(rule.Verbs, rule.Resources, rule.APIGroups) {
				assert.NotContains(t, word, "*")
			}
		}
	}
}

// readYAML reads the first document of a file.
func readYAML(t *testing.T, path string, into any) {
	t.Helper()
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	first, _, _ := strings.Cut(string(content), "\n---\n")
	require.NoError(t, yaml.UnmarshalStrict([]byte(first), into))
}
