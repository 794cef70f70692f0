// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/runner"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/wait"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/vmcp/gateway"
)

func TestMembersComeAndGo(t *testing.T) {
	server := remote.Start(t, remote.Options{})
	s := newScene(t, newWatching(), watchMembers...)
	s.entry(t, "before", valid, pointsTo(server.URL+remote.StreamablePath))
	running := s.start(t)
	awaitBackends(t, running, "before")

	s.entry(t, "later", valid, pointsTo(server.URL+remote.StreamablePath))
	awaitBackends(t, running, "before", "later")
	requireEcho(t, running, "before")
	requireEcho(t, running, "later")

	s.deleteEntry(t, "before")
	awaitBackends(t, running, "later")
	s.setPhase(t, "later", v1beta1.MCPServerEntryPhaseFailed)
	awaitBackends(t, running)
	s.setPhase(t, "later", valid)
	awaitBackends(t, running, "later")
	requireEcho(t, running, "later")
}

func TestOnlyUsableMembersAreBackends(t *testing.T) {
	s := newScene(t, newWatching(), watchMembers...)
	running := s.start(t)
	s.entry(t, "failed", v1beta1.MCPServerEntryPhaseFailed)
	s.entry(t, "pending", v1beta1.MCPServerEntryPhasePending)
	s.entry(t, "of-another-group", valid, memberOf("another"))
	s.proxy(t, "without-url", "")
	s.proxy(t, "with-url", nowhere)
	s.entry(t, "valid", valid)
	s.awaitAll(t, running, "valid", "with-url")
}

// A published entry therefore must not have the name of an MCPRemoteProxy, whichever group that is in.
func TestAnEntryIsNoBackendWhileAProxyHasItsName(t *testing.T) {
	s := newScene(t, newWatching(), watchMembers...)
	running := s.start(t)
	s.proxy(t, "one", "")
	s.entry(t, "one", valid)
	s.awaitAll(t, running)

	require.NoError(t, toolhive.ToolhiveV1beta1().MCPRemoteProxies(s.namespace).Delete(t.Context(), "one", metav1.DeleteOptions{}))
	awaitBackends(t, running, "one")
}

func TestHeadersOfEntriesAreInVariablesOfFixedNames(t *testing.T) {
	server := remote.Start(t, remote.Options{Require: map[string]string{"X-API-Key": "s3cret", "X-Tenant": "one"}})
	s := newScene(t, newWatching(), watchMembers...)
	s.gateway.SecretEnv("TOOLHIVE_SECRET_HEADER_FORWARD_X_API_KEY_ONE_A", "s3cret")
	s.entry(t, "one.a", valid, pointsTo(server.URL+remote.StreamablePath), func(entry *v1beta1.MCPServerEntry) {
		entry.Spec.HeaderForward = &v1beta1.HeaderForwardConfig{
			AddPlaintextHeaders: map[string]string{"X-Tenant": "one"},
			AddHeadersFromSecret: []v1beta1.HeaderFromSecret{
				{HeaderName: "X-API-Key", ValueSecretRef: v1beta1.SecretKeyRef{Name: "not-read", Key: "key"}},
			},
		}
	})
	running := s.start(t)
	awaitBackends(t, running, "one.a")
	requireEcho(t, running, "one.a")
}

func TestAuthoritiesOfEntriesAreTrusted(t *testing.T) {
	server := remote.Start(t, remote.Options{TLS: true})
	s := newScene(t, newWatching(), watchMembers...)
	s.entry(t, "one", valid, pointsTo(server.URL+remote.StreamablePath), s.trusts(t, server.CA))
	running := s.start(t)
	awaitBackends(t, running, "one")
	requireEcho(t, running, "one")
}

// The gateway reads Secrets that members refer to through a cache of all Secrets. Without it, no backend comes or goes any more, and
// the gateway is not ready. The operator therefore grants the right as soon as there is such a member.
func TestAMemberWithASecretStopsAGatewayThatMayNotWatchThem(t *testing.T) {
	server := remote.Start(t, remote.Options{Require: map[string]string{"X-API-Key": "s3cret"}})
	s := newScene(t, newWatching(), append(watchMembers, rule("", "secrets", "get"))...)
	running := s.start(t)
	s.injection(t, "auth", "X-API-Key", "s3cret")
	s.entry(t, "one", valid, pointsTo(server.URL+remote.StreamablePath), authenticatesWith("auth"))
	wait.Until(t, running, func() bool { return !ready(t, running) })

	s.entry(t, "later", valid)
	running.Await(t, "cannot list resource")
	assert.Empty(t, backends(t, running))

	s.grant(t, gateway.Name, watchSecrets)
	awaitBackends(t, running, "later", "one")
	assert.True(t, ready(t, running))
	requireEcho(t, running, "one")
}

// Vmcp does not know the older spellings of fields, and reads the entries of a namespace all together, those of other groups too.
func TestAnEntryThatVMCPCannotReadStopsTheGateway(t *testing.T) {
	s := newScene(t, newWatching(), watchMembers...)
	s.entry(t, "one", valid)
	s.entry(t, "old", valid, memberOf("another"), spelledAsOfOld)
	assert.Contains(t, runner.Refuse(t, program, s.process(t)), "cannot unmarshal string")
}

func TestAnEntryThatVMCPCannotReadHidesLaterOnes(t *testing.T) {
	s := newScene(t, newWatching(), watchMembers...)
	s.entry(t, "one", valid)
	running := s.start(t)
	awaitBackends(t, running, "one")
	s.entry(t, "old", valid, memberOf("another"), spelledAsOfOld)
	s.entry(t, "later", valid)
	running.Await(t, "cannot unmarshal string")
	assert.Equal(t, []string{"one"}, backends(t, running))
	assert.True(t, ready(t, running))

	s.deleteEntry(t, "old")
	awaitBackends(t, running, "later", "one")
}
