// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"testing"

	"github.com/stretchr/testify/assert"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
)

// A gateway that watches the cluster, with the rights that the operator gives it, finds endpoints by their published entries.
func TestTheOperatorPublishesEndpointsToAGatewayThatWatches(t *testing.T) {
	s := newOperated(t, "--publish-entries")
	plain := remote.Start(t, remote.Options{})
	injected := remote.Start(t, remote.Options{Require: map[string]string{"X-Injected": "s3cret-injected"}})
	withKey := remote.Start(t, remote.Options{Require: map[string]string{"X-API-Key": "s3cret-of-the-header"}})
	names := withDomain("plain", "injected", "with-key")
	s.apply(t, "watching.yaml", nil)
	s.awaitCondition(t, "Ready", "DeploymentReady")
	running := s.startGateway(t, names...)
	awaitBackends(t, running)

	s.endpoint(t, "plain", named(t, "plain", plain))
	awaitBackends(t, running, "plain")
	requireEcho(t, running, "plain")
	assert.False(t, s.mayRead(t, "secrets"), "no member needs it")

	s.endpoint(t, "injected", named(t, "injected", injected), func(spec *v1alpha1.MCPRemoteEndpointSpec) {
		spec.ExternalAuthConfigRef = &v1beta1.ExternalAuthConfigRef{Name: "injection"}
	})
	awaitBackends(t, running, "injected", "plain")
	requireEcho(t, running, "injected")
	assert.True(t, s.mayRead(t, "secrets"))

	before := s.deployment(t, "gateway")
	assert.Empty(t, secretVariables(&before.Spec.Template))
	s.endpoint(t, "with-key", named(t, "with-key", withKey), withHeader("X-API-Key", "api"))
	s.awaitVariables(t, "TOOLHIVE_SECRET_HEADER_FORWARD_X_API_KEY_WITH_KEY")
	assert.Equal(t, before.Generation+1, s.deployment(t, "gateway").Generation, "a header's value takes a new pod, once")
	running.Stop()
	running = s.startGateway(t, names...)
	awaitBackends(t, running, "injected", "plain", "with-key")
	requireEcho(t, running, "with-key")

	// vMCP lists its backends when it starts, and begins to watch them a moment later. It would keep one that goes between the two.
	s.endpoint(t, "late", named(t, "plain", plain))
	awaitBackends(t, running, "injected", "late", "plain", "with-key")
	s.deleteEndpoint(t, "plain")
	awaitBackends(t, running, "injected", "late", "with-key")
	s.deleteEndpoint(t, "with-key")
	awaitBackends(t, running, "injected", "late")
	s.awaitVariables(t)
	requireEcho(t, running, "injected")
	assert.NotContains(t, running.String(), "forbidden")
	assert.Empty(t, s.watchWrites(t).afterReports(t, 3), "the operator does not answer reports of vmcp")
	s.requireNothingTold(t, running)
}

// mayRead says whether the gateway's pods may list objects of the core group.
func (s *operated) mayRead(t *testing.T, resource string) bool {
	t.Helper()
	account := s.deployment(t, "gateway").Spec.Template.Spec.ServiceAccountName
	return s.may(t, account, rbacv1.PolicyRule{APIGroups: []string{""}, Resources: []string{resource}, Verbs: []string{"list"}})
}
