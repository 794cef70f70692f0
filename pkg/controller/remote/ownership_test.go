// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	applymetav1 "k8s.io/client-go/applyconfigurations/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote"
	applyv1alpha1 "github.com/mcp-remote-endpoint/operator/pkg/generated/applyconfiguration/toolhive/v1alpha1"
)

// TestAConditionOfOursThatAnotherSetIsRemoved needs a request of its own: server-side apply leaves what others own.
func TestAConditionOfOursThatAnotherSetIsRemoved(t *testing.T) {
	const patchGood = "patch mcpremoteendpoints/status default/good"
	for _, test := range []struct {
		name  string
		write func(t *testing.T, c *controllertest.Cluster)
		want  []string
	}{
		{
			"by server-side apply",
			func(t *testing.T, c *controllertest.Cluster) {
				applyForeign(t, c, v1alpha1.ConditionDeploymentReady, "ExampleOnly")
			},
			[]string{writeGood /* theirs */, writeGood, patchGood},
		},
		{
			"by an update",
			func(t *testing.T, c *controllertest.Cluster) {
				live := controllertest.Get(t, c, controllertest.Endpoint("good"))
				for _, conditionType := range []string{v1alpha1.ConditionDeploymentReady, "ExampleOnly"} {
					live.Status.Conditions = append(live.Status.Conditions, metav1.Condition{
						Type: conditionType, Status: metav1.ConditionFalse, Reason: "Foreign", LastTransitionTime: metav1.Now(),
					})
				}
				c.UpdateStatus(t, live)
			},
			[]string{writeGood, patchGood},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
				c.Create(t, group())
				start(t, c)
				endpoint := controllertest.Endpoint("good")
				c.Create(t, endpoint)
				c.RequireWrites(t, writeGood)

				test.write(t, c)
				c.RequireWrites(t, test.want...)
				assert.Equal(t, []string{"Ready", "ConfigurationValid", "GroupRefValid", "ExampleOnly:Foreign"},
					inShort(controllertest.Get(t, c, endpoint).Status.Conditions))
				c.RequireQuiet(t, day)
			})
		})
	}
}

func TestAConditionOfOthersIsLeftToThem(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		endpoint := controllertest.Endpoint("good")
		c.Create(t, group(), endpoint)
		c.RequireWrites(t, writeGood)

		applyForeign(t, c, "ExampleOnly")
		c.RequireWrites(t, writeGood) // theirs
		endpoint.Spec.RemoteURL = "https://mcp.example.org/"
		c.Update(t, endpoint)
		c.RequireWrites(t, writeGood)
		assert.NotNil(t, meta.FindStatusCondition(controllertest.Get(t, c, endpoint).Status.Conditions, "ExampleOnly"))
		c.RequireQuiet(t, day)
	})
}

// applyForeign sets conditions of the endpoint good as another field manager.
func applyForeign(t *testing.T, c *controllertest.Cluster, conditionTypes ...string) {
	t.Helper()
	status := applyv1alpha1.MCPRemoteEndpointStatus()
	for _, conditionType := range conditionTypes {
		status.WithConditions(applymetav1.Condition().WithType(conditionType).WithStatus(metav1.ConditionFalse).
			WithReason("Foreign").WithMessage("").WithLastTransitionTime(metav1.Now()))
	}
	_, err := c.Toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(controllertest.Namespace).ApplyStatus(t.Context(),
		applyv1alpha1.MCPRemoteEndpoint("good", controllertest.Namespace).WithStatus(status),
		metav1.ApplyOptions{FieldManager: "somebody-else"})
	require.NoError(t, err)
}

func TestAStatusThatSomebodyOverwroteIsRepaired(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		endpoint := controllertest.Endpoint("good")
		c.Create(t, group(), endpoint)
		c.RequireWrites(t, writeGood)

		spoilt := controllertest.Get(t, c, endpoint)
		spoilt.Status.Phase, spoilt.Status.URL = v1alpha1.PhaseFailed, ""
		spoilt.Status.Conditions = spoilt.Status.Conditions[1:]
		c.UpdateStatus(t, spoilt)
		c.RequireWrites(t, writeGood)
		requireReady(t, c, endpoint)
		c.RequireQuiet(t, day)
	})
}

func TestAURLThatAnotherWroteIsRemoved(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		endpoint := controllertest.Endpoint("good")
		c.Create(t, endpoint)
		c.RequireWrites(t, writeGood)
		c.RequireEvents(t, "Warning GroupNotFound default/good")

		_, err := c.Toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(controllertest.Namespace).ApplyStatus(t.Context(),
			applyv1alpha1.MCPRemoteEndpoint("good", controllertest.Namespace).
				WithStatus(applyv1alpha1.MCPRemoteEndpointStatus().WithURL("https://elsewhere.example.com/")),
			metav1.ApplyOptions{FieldManager: "somebody-else", Force: true})
		require.NoError(t, err)
		c.RequireWrites(t, writeGood, writeGood) // theirs, and that of the controller
		assert.Empty(t, controllertest.Get(t, c, endpoint).Status.URL)
		c.RequireQuiet(t, day)
	})
}

func TestTheFieldManagerIsTheOperators(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		endpoint := controllertest.Endpoint("good")
		c.Create(t, group(), endpoint)
		c.RequireWrites(t, writeGood)
		managed := controllertest.Get(t, c, endpoint).ManagedFields
		assert.True(t, slices.ContainsFunc(managed, func(entry metav1.ManagedFieldsEntry) bool {
			return entry.Manager == remote.FieldManager && entry.Operation == metav1.ManagedFieldsOperationApply && entry.Subresource == "status"
		}))
	})
}
