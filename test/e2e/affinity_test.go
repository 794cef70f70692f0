// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/test/e2e/cluster"
	"github.com/mcp-remote-endpoint/operator/test/e2e/traffic"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/redis"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
)

// calls is how many requests over connections of their own make it all but certain that a Service would have used each of two pods.
const calls = 40

func TestAClientStaysOnOnePod(t *testing.T) {
	t.Parallel()
	s := newScene(t, remote.Options{})
	served := s.callTwoPods(t, func(p *v1alpha1.ProxyConfig) { p.SessionAffinity = corev1.ServiceAffinityClientIP })
	assert.Contains(t, served, 0, "both pods served one client: %v", served)
}

// Each request may go to another pod than the one that began the session, which all pods know by what Redis has.
func TestPodsTakeTurnsWithoutAffinity(t *testing.T) {
	t.Parallel()
	s := newScene(t, remote.Options{})
	address := cluster.Rename(redis.Start(t, false, map[string]string{redis.DefaultUser: "s3cret"}), cluster.Remote)
	password := s.secret(t, "redis", "s3cret")
	served := s.callTwoPods(t, func(p *v1alpha1.ProxyConfig) {
		p.SessionAffinity = corev1.ServiceAffinityNone
		p.SessionStorage = &v1beta1.SessionStorageConfig{
			Provider: v1beta1.SessionStorageProviderRedis, Address: address, PasswordRef: &password,
		}
	})
	assert.NotContains(t, served, 0, "one pod served all requests: %v", served)
}

// callTwoPods makes calls in one session, over many connections, to an endpoint with two pods, and returns how many calls each of them had.
func (s *scene) callTwoPods(t *testing.T, configure func(*v1alpha1.ProxyConfig)) []int {
	t.Helper()
	target := s.deploy(t, s.proxied("search", func(e *v1alpha1.MCPRemoteEndpoint) {
		e.Spec.ProxyConfig.Replicas = new(int32(2))
		e.Spec.ProxyConfig.Audit = &v1beta1.AuditConfig{Enabled: true}
		configure(e.Spec.ProxyConfig)
	}))
	caller := traffic.Start(t, traffic.Target{URL: target, Token: s.token, Tool: remote.Echo, Proxy: shared.SOCKS, Reconnecting: true})
	caller.AwaitCalls(t, calls)
	report := caller.RequireNoFailure(t)
	assert.Equal(t, 1, report.Sessions)
	pods := s.pods(t, "search")
	require.Len(t, pods, 2)
	var served []int
	// The runner does not log calls whose client hangs up before the end of the answer's stream, which the official client does at times as soon as
	// it has the answer. So there may be fewer lines than calls.
	s.until(t, "the audit logs have the calls", func() bool {
		served = []int{len(s.auditLines(t, pods[0].Name)), len(s.auditLines(t, pods[1].Name))}
		return served[0]+served[1] >= calls/2
	})
	t.Logf("audit lines of each pod: %v", served)
	return served
}
