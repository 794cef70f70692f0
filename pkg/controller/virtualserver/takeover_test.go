// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtualserver_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
)

// entryWithSecrets is the MCPServerEntry that successor is to replace. A gateway reads the Secret of its auth config, and has a variable with that of its header.
func entryWithSecrets() *v1beta1.MCPServerEntry {
	return &v1beta1.MCPServerEntry{
		ObjectMeta: named("search"),
		Spec: v1beta1.MCPServerEntrySpec{
			RemoteURL: "https://mcp.example.com/mcp", Transport: v1beta1.TransportStreamableHTTP, GroupRef: v1beta1.MCPGroupRefOrName{Name: "team"},
			HeaderForward: &v1beta1.HeaderForwardConfig{AddHeadersFromSecret: []v1beta1.HeaderFromSecret{
				{HeaderName: "X-Key", ValueSecretRef: v1beta1.SecretKeyRef{Name: "keys", Key: "key"}},
			}},
			ExternalAuthConfigRef: &v1beta1.ExternalAuthConfigRef{Name: "auth"},
		},
		Status: v1beta1.MCPServerEntryStatus{Phase: v1beta1.MCPServerEntryPhaseValid, ObservedGeneration: 1},
	}
}

// successor has no status yet.
func successor() *v1alpha1.MCPRemoteEndpoint {
	endpoint := serving("search")
	withHeader(endpoint)
	endpoint.Spec.ExternalAuthConfigRef = &v1beta1.ExternalAuthConfigRef{Name: "auth"}
	endpoint.Annotations = map[string]string{v1alpha1.ReplacesAnnotation: "MCPServerEntry"}
	endpoint.Status = v1alpha1.MCPRemoteEndpointStatus{}
	return endpoint
}

func headerAuth() *v1beta1.MCPExternalAuthConfig {
	return controllertest.AuthConfig("auth", v1beta1.MCPExternalAuthConfigSpec{
		Type: v1beta1.ExternalAuthTypeHeaderInjection,
		HeaderInjection: &v1beta1.HeaderInjectionConfig{
			HeaderName: "Authorization", ValueSecretRef: v1beta1.SecretKeyRef{Name: "keys", Key: "key"},
		},
	})
}

// says writes the status of the successor as the operator does.
func says(t *testing.T, c *controllertest.Cluster, url string, taken, published metav1.ConditionStatus) {
	t.Helper()
	endpoint := controllertest.Get(t, c, successor())
	endpoint.Status = v1alpha1.MCPRemoteEndpointStatus{Phase: v1alpha1.PhaseReady, URL: url, ObservedGeneration: endpoint.Generation}
	for conditionType, status := range map[string]metav1.ConditionStatus{v1alpha1.ConditionTakenOver: taken, v1alpha1.ConditionPublished: published} {
		if status != "" {
			meta.SetStatusCondition(&endpoint.Status.Conditions, metav1.Condition{Type: conditionType, Status: status, Reason: "Whatever"})
		}
	}
	c.UpdateStatus(t, endpoint)
}

// R4.3: a gateway that watches the cluster finds the entry as long as there is one, and then what is published in its place. Nothing is rolled.
func TestATakeOverBehindAGatewayThatWatches(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		settle(t, c, team(), keys("1"), headerAuth(), entryWithSecrets(), static(watching))
		requireSecrets := func() {
			t.Helper()
			deployment := controllertest.Get(t, c, &appsv1.Deployment{ObjectMeta: named("gateway")})
			assert.Contains(t, deployment.Spec.Template.Spec.Containers[0].String(), "TOOLHIVE_SECRET_HEADER_FORWARD_X_KEY_SEARCH")
			role := controllertest.Get(t, c, &rbacv1.Role{ObjectMeta: named("gateway-vmcp")})
			assert.Contains(t, role.String(), "secrets")
		}
		requireSecrets()
		c.Create(t, successor())
		controllertest.Pass(calm)
		c.RequireWrites(t)
		says(t, c, "https://mcp.example.com/mcp", metav1.ConditionTrue, metav1.ConditionFalse)
		controllertest.Pass(calm)
		c.RequireWrites(t)

		c.Delete(t, entryWithSecrets())
		published := entryWithSecrets()
		published.Labels = map[string]string{v1alpha1.PublishedLabel: "true"}
		c.Create(t, published)
		says(t, c, "https://mcp.example.com/mcp", metav1.ConditionTrue, metav1.ConditionTrue)
		controllertest.Pass(calm)
		c.RequireWrites(t)
		requireSecrets()
		c.RequireQuiet(t, day)
	})
}

// Where nothing is published, the gateway loses the backend with the entry, and says what to do.
func TestAnEntryThatIsDeletedBehindAGatewayThatWatches(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		settle(t, c, team(), keys("1"), headerAuth(), entryWithSecrets(), static(watching))
		c.Create(t, successor())
		says(t, c, "https://mcp.example.com/mcp", metav1.ConditionTrue, "")
		controllertest.Pass(calm)
		c.RequireWrites(t)
		c.Delete(t, entryWithSecrets())
		controllertest.Pass(calm)
		c.RequireWrites(t, applyDeployment, applyRole, applyStatus)
		accepted := meta.FindStatusCondition(statusIn(t, c).Conditions, "MembersAccepted")
		require.NotNil(t, accepted)
		assert.Contains(t, accepted.Message, "--publish-entries")
	})
}

// A gateway with a configuration file gets the endpoint when that has taken over, and not a moment before.
func TestATakeOverBehindAGatewayWithAFile(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		settle(t, c, team(), keys("1"), headerAuth(), entryWithSecrets(), static())
		c.Create(t, successor())
		says(t, c, "", metav1.ConditionFalse, "")
		controllertest.Pass(calm)
		c.RequireWrites(t)
		says(t, c, "https://mcp.example.com/mcp", metav1.ConditionTrue, "")
		controllertest.Pass(calm)
		c.RequireWrites(t)
		assert.Contains(t, configIn(t, c), "https://mcp.example.com/mcp")
		c.Delete(t, entryWithSecrets())
		controllertest.Pass(calm)
		c.RequireWrites(t)
		c.RequireQuiet(t, day)
	})
}
