// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
)

// ToolHive's operator does not notice that policies change in their ConfigMap.
func TestPoliciesThatChangeInTheirConfigMapAreRendered(t *testing.T) {
	play(t, "13-authz-configmap", nil, func(s *situation) {
		s.rollOut()
		update(&corev1.ConfigMap{ObjectMeta: named("policies")}, func(policies *corev1.ConfigMap) {
			policies.Data["authz.json"] = strings.Replace(policies.Data["authz.json"], "permit(", "forbid(", 1)
		})(s)
		s.settle()
		require.ElementsMatch(s, []string{"configmaps/ep-runconfig", "deployments/ep"}, s.made)
		cedar := s.rendered().section("authz_config")["cedar"].(map[string]any)
		assert.Equal(s, []any{"forbid(principal, action, resource);"}, cedar["policies"])
	})
}

// ToolHive's operator leaves a condition that says that authentication is wrong, whatever was, and never takes it back.
func TestNoConditionStaysWhenItsFaultIsMended(t *testing.T) {
	play(t, "e10-url-loopback", nil, func(s *situation) {
		s.requireFailed(configuration, v1alpha1.ReasonInvalidURL, "loopback address")
		endpoint := s.live()
		endpoint.Spec.RemoteURL = "https://mcp.example.com/mcp"
		s.Update(s, endpoint)
		s.settle()
		s.rollOut()
		s.requireReady()
		for _, condition := range s.live().Status.Conditions {
			assert.Equal(s, metav1.ConditionTrue, condition.Status, condition.Type)
			assert.EqualValues(s, 2, condition.ObservedGeneration, condition.Type)
		}
	})
}
