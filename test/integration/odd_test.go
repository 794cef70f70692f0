// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"testing"

	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// R5.7: what the API server admits and Go has no place for stops no other object, whether it comes while the operator watches or is in the list that
// the next one begins with.
func TestWhatIsHardToReadStopsNothingElse(t *testing.T) {
	const version = "toolhive.stacklok.dev/v1beta1"
	namespace := shared.newNamespace(t)
	refused := hasReason(v1alpha1.ConditionConfigurationValid, v1alpha1.ReasonUnsupportedAuthTypeForDirectMode)

	auth := shared.dynamic(t, v1beta1.SchemeGroupVersion.WithResource("mcpexternalauthconfigs"), namespace)
	applyObject(t, auth, version, "MCPExternalAuthConfig", "odd", `{"type": "obo", "obo": {"cacheSkew": "soon"}}`)
	groups := shared.dynamic(t, v1beta1.SchemeGroupVersion.WithResource("mcpgroups"), namespace)
	applyObject(t, groups, version, "MCPGroup", "odd", `{}`)
	group := newObject(t, version, "MCPGroup", "odd", `{}`)
	delete(group.Object, "spec")
	group.Object["status"] = map[string]any{"conditions": []any{map[string]any{
		"type": "Odd", "status": "True", "reason": "Odd", "message": "", "lastTransitionTime": "2026-01-01t00:00:00z",
	}}}
	_, err := groups.ApplyStatus(testContext(t), "odd", group, metav1.ApplyOptions{FieldManager: "test"})
	require.NoError(t, err)

	shared.createEndpoint(t, namespace, direct("refused", withAuthConfig("odd")))
	shared.createEndpoint(t, namespace, direct("good"))
	shared.awaitEndpoint(t, namespace, "refused", refused)
	shared.awaitEndpoint(t, namespace, "good", isReady)

	require.NoError(t, operator.Stop())
	shared.createEndpoint(t, namespace, direct("later"))
	shared.createEndpoint(t, namespace, direct("refused-later", withAuthConfig("odd")))
	started, err := shared.startOperator(testContext(t))
	require.NoError(t, err)
	operator = started
	shared.awaitEndpoint(t, namespace, "later", isReady)
	shared.awaitEndpoint(t, namespace, "refused-later", refused)
}
