// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/client"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
)

// A container that runs for a moment between two crashes must not make the endpoint Ready for that moment.
func TestAProxyThatKeepsCrashingIsNeverReady(t *testing.T) {
	t.Parallel()
	s := newScene(t, remote.Options{})
	history := s.watchEndpoints(t)
	s.create(t, s.proxied("search", func(e *v1alpha1.MCPRemoteEndpoint) {
		e.Spec.ProxyConfig.PodTemplateSpec = &runtime.RawExtension{
			Raw: []byte(`{"spec": {"containers": [{"name": "toolhive", "args": ["run", "--no-such-flag"]}]}}`),
		}
	}))
	err := poll(t, func(context.Context) (bool, error) {
		pods := s.pods(t, "search")
		return len(pods) == 1 && len(pods[0].Status.ContainerStatuses) == 1 && pods[0].Status.ContainerStatuses[0].RestartCount >= 3, nil
	})
	require.NoError(t, err, "the pod does not keep crashing")
	s.await(t, "search", "failed", func(e *v1alpha1.MCPRemoteEndpoint) bool {
		condition := meta.FindStatusCondition(e.Status.Conditions, v1alpha1.ConditionReady)
		return e.Status.Phase == v1alpha1.PhaseFailed && condition != nil && condition.Reason == v1alpha1.ReasonDeploymentFailed
	})

	seen := history()
	require.Greater(t, len(seen), 1)
	for _, endpoint := range seen {
		assert.NotEqual(t, v1alpha1.PhaseReady, endpoint.Status.Phase)
		assert.False(t, meta.IsStatusConditionTrue(endpoint.Status.Conditions, v1alpha1.ConditionReady))
		assert.Empty(t, endpoint.Status.URL)
	}
}

func TestReadyFollowsThePod(t *testing.T) {
	t.Parallel()
	s := newScene(t, remote.Options{})
	url := s.deploy(t, s.proxied("search"))
	pods := s.pods(t, "search")
	require.Len(t, pods, 1)
	killed, err := shared.Kill(t.Context(), &pods[0])
	require.NoError(t, err)
	require.True(t, killed)
	unavailable := s.await(t, "search", "unavailable", func(e *v1alpha1.MCPRemoteEndpoint) bool { return !isReady(e) })
	assert.True(t, meta.IsStatusConditionFalse(unavailable.Status.Conditions, v1alpha1.ConditionDeploymentReady))
	assert.Equal(t, url, s.awaitReady(t, "search"))
	s.requireServed(t, url)
}

// watchEndpoints begins to watch the endpoints of the namespace. What it returns ends that, and returns each state that was seen.
func (s *scene) watchEndpoints(t *testing.T) (history func() []*v1alpha1.MCPRemoteEndpoint) {
	t.Helper()
	watching, err := shared.Toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(s.namespace).Watch(t.Context(), metav1.ListOptions{})
	require.NoError(t, err)
	var seen []*v1alpha1.MCPRemoteEndpoint
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for event := range watching.ResultChan() {
			if endpoint, ok := event.Object.(*v1alpha1.MCPRemoteEndpoint); ok {
				seen = append(seen, endpoint)
			}
		}
	}()
	return func() []*v1alpha1.MCPRemoteEndpoint {
		watching.Stop()
		<-ended
		return seen
	}
}

// The operator contacts no remote server, so one that is away is the clients' business and the proxy's.
func TestTheOperatorDoesNothingAboutARemoteServerThatIsAway(t *testing.T) {
	t.Parallel()
	s := newScene(t, remote.Options{})
	url := s.deploy(t, s.proxied("search", func(e *v1alpha1.MCPRemoteEndpoint) { e.Spec.RemoteURL = "http://remote.example.com:9/mcp" }))
	before := s.versions(t)
	for range 20 {
		require.Equal(t, http.StatusBadGateway, client.Initialize(t, url, client.Bearer(s.token)).Status)
	}
	// An endpoint that is created now is Ready long after the operator has done whatever it would do about the other one.
	s.deploy(t, s.proxied("other"))
	assert.Equal(t, before, s.versions(t))
	pods := s.pods(t, "search")
	require.Len(t, pods, 1)
	assert.Zero(t, pods[0].Status.ContainerStatuses[0].RestartCount)
}

// versions are the resource versions of the endpoint "search" and of all that the operator made for it.
func (s *scene) versions(t *testing.T) map[string]string {
	t.Helper()
	endpoint, err := shared.Toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(s.namespace).Get(t.Context(), "search", metav1.GetOptions{})
	require.NoError(t, err)
	found := map[string]string{"endpoint": endpoint.ResourceVersion}
	for child, object := range s.metadata(t, childrenOf("search")) {
		found[child] = object.ResourceVersion
	}
	return found
}
