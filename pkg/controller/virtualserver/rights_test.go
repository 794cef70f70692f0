// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtualserver_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"k8s.io/apimachinery/pkg/api/meta"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
)

// A gateway that watches the cluster gets the rights for that, and for Secrets when there are some to read. It is rolled when these change, and so
// when there is one that it has not read.
func TestRightsFollowWhatMembersNeed(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		settle(t, c, team(), serving("search"), static(watching))
		c.Create(t, serving("wiki"))
		controllertest.Pass(calm)
		c.RequireWrites(t)

		authenticated := &v1beta1.MCPServerEntry{ObjectMeta: named("mail")}
		authenticated.Spec.GroupRef.Name, authenticated.Spec.RemoteURL = "team", "https://mail.example.com/mcp"
		authenticated.Spec.ExternalAuthConfigRef = &v1beta1.ExternalAuthConfigRef{Name: "auth"}
		authenticated.Status.Phase = v1beta1.MCPServerEntryPhaseValid
		c.Create(t, keys("first"), injection(), authenticated)
		controllertest.Pass(calm)
		c.RequireWrites(t, applyRole, applyDeployment)
		c.RequireQuiet(t, day)

		c.Delete(t, authenticated)
		controllertest.Pass(calm)
		c.RequireWrites(t, applyRole)
	})
}

// vMCP reads no Secret for what only proxies apply, and leaves such members out.
func TestNoRightsForWhatOnlyProxiesApply(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		settle(t, c, team(), static(watching))
		assert.True(t, meta.IsStatusConditionTrue(statusIn(t, c).Conditions, "MembersAccepted"))
		proxy := &v1beta1.MCPRemoteProxy{ObjectMeta: named("mail")}
		proxy.Spec.RemoteURL, proxy.Spec.GroupRef = "https://mail.example.com/mcp", &v1beta1.MCPGroupRefOrName{Name: "team"}
		proxy.Spec.ExternalAuthConfigRef = &v1beta1.ExternalAuthConfigRef{Name: "auth"}
		proxy.Status.URL = "http://mcp-mail-remote-proxy.default.svc.cluster.local:8080"
		bearer := controllertest.AuthConfig("auth", v1beta1.MCPExternalAuthConfigSpec{
			Type: v1beta1.ExternalAuthTypeBearerToken, BearerToken: &v1beta1.BearerTokenConfig{TokenSecretRef: v1beta1.SecretKeyRef{Name: "keys", Key: "key"}},
		})
		c.Create(t, keys("first"), bearer, proxy)
		controllertest.Pass(calm)
		c.RequireWrites(t, applyStatus)
		accepted := meta.FindStatusCondition(statusIn(t, c).Conditions, "MembersAccepted")
		assert.Equal(t, v1alpha1.ReasonUnsupportedAuthTypeForDirectMode, accepted.Reason)
		assert.Contains(t, accepted.Message, "set spec.outgoingAuth.source to inline")
	})
}
