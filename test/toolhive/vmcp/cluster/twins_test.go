// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apimeta "k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/client"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/wait"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/vmcp/gateway"
)

// Of two members that vmcp does not tell apart, the older is served, and the other once that is gone. Members and headers that only look alike are all
// served.
func TestTheOperatorGivesTwinsTheirOwnSecrets(t *testing.T) {
	s := newOperated(t)
	one, other, third := remote.Start(t, remote.Options{}), remote.Start(t, remote.Options{}), remote.Start(t, remote.Options{})
	s.apply(t, "twins.yaml", map[string]string{"SOURCE": gateway.Inline})
	s.endpoint(t, "a-b", named(t, "one", one), withHeader("X-Key", "first"), withHeader("X_Key", "second"))
	s.endpoint(t, "a.b", named(t, "other", other), withHeader("X-Key", "third"))
	s.endpoint(t, "key-a-b", named(t, "third", third), withHeader("X", "fourth"))
	s.awaitCondition(t, "MembersAccepted", "SharedHeaders")
	s.awaitConfigured(t, "a-b", "key-a-b")
	running := s.startGateway(t, withDomain("one", "third")...)
	requireEcho(t, running, "a-b")
	requireEcho(t, running, "key-a-b")
	running.Stop()

	s.deleteEndpoint(t, "a-b")
	s.awaitConfigured(t, "a.b", "key-a-b")
	running = s.startGateway(t, withDomain("other", "third")...)
	requireEcho(t, running, "a.b")
	assert.Equal(t, []string{"X-Key: s3cret-number-one", "X_key: s3cret-number-two"}, withSecrets(one))
	assert.Equal(t, []string{"X-Key: s3cret-number-three"}, withSecrets(other))
	assert.Equal(t, []string{"X: s3cret-number-four"}, withSecrets(third))
	s.requireNothingTold(t, running)
}

// A gateway that watches the cluster would look in one variable for the values of twins. Of endpoints one is published; of entries that a user wrote,
// which the gateway finds in any case, neither gets a value.
func TestTheOperatorGivesWatchedTwinsNoSecretOfEachOther(t *testing.T) {
	s := newOperated(t, "--publish-entries")
	one, other := remote.Start(t, remote.Options{}), remote.Start(t, remote.Options{})
	s.apply(t, "twins.yaml", map[string]string{"SOURCE": gateway.Discovered})
	s.endpoint(t, "b", named(t, "one", one), withHeader("X-Key", "first"))
	s.endpoint(t, "key-b", named(t, "other", other), withHeader("X", "second"))
	s.awaitReason(t, "key-b", v1alpha1.ConditionPublished, v1alpha1.ReasonSharedHeaders)
	s.twin(t, "a", named(t, "one", one), "X-Key", "third")
	s.twin(t, "key-a", named(t, "other", other), "X", "fourth")
	s.awaitCondition(t, "MembersAccepted", "SharedHeaders")
	s.awaitVariables(t, "TOOLHIVE_SECRET_HEADER_FORWARD_X_KEY_B")
	running := s.startGateway(t, withDomain("one", "other")...)
	awaitBackends(t, running, "a", "b", "key-a")
	requireEcho(t, running, "b")
	for _, name := range []string{"a", "key-a"} {
		session := client.Connect(t, client.Streamable(t, running.URL+"/mcp", nil))
		_, err := session.Call(t, name+"_"+remote.Echo, map[string]any{"text": "hello"})
		assert.Error(t, err)
	}
	assert.Equal(t, []string{"X-Key: s3cret-number-one"}, withSecrets(one))
	assert.Empty(t, withSecrets(other))
	s.requireNothingTold(t, running)
}

// A gateway that runs has the variable of the first, and finds nothing that would have it send that to another.
func TestATwinThatComesLaterGetsNoSecretOfARunningGateway(t *testing.T) {
	s := newOperated(t, "--publish-entries")
	one, other := remote.Start(t, remote.Options{}), remote.Start(t, remote.Options{})
	s.apply(t, "twins.yaml", map[string]string{"SOURCE": gateway.Discovered})
	s.endpoint(t, "a", named(t, "one", one), withHeader("X-Key", "first"))
	s.awaitVariables(t, "TOOLHIVE_SECRET_HEADER_FORWARD_X_KEY_A")
	running := s.startGateway(t, withDomain("one", "other")...)
	awaitBackends(t, running, "a")
	s.endpoint(t, "key-a", named(t, "other", other), withHeader("X", "second"))
	s.awaitReason(t, "key-a", v1alpha1.ConditionPublished, v1alpha1.ReasonSharedHeaders)
	s.endpoint(t, "last", named(t, "other", other))
	awaitBackends(t, running, "a", "last")
	requireEcho(t, running, "a")
	session := client.Connect(t, client.Streamable(t, running.URL+"/mcp", nil))
	_, err := session.Call(t, "key-a_"+remote.Echo, map[string]any{"text": "hello"})
	assert.Error(t, err)
	assert.Equal(t, []string{"X-Key: s3cret-number-one"}, withSecrets(one))
	assert.Empty(t, withSecrets(other))
	s.requireNothingTold(t, running)
}

// twin creates an MCPServerEntry as a user does, with a header that has the value of a key.
func (s *operated) twin(t *testing.T, name, url, header, key string) {
	t.Helper()
	create(t, &v1beta1.MCPServerEntry{
		ObjectMeta: metav1.ObjectMeta{Name: name, Annotations: map[string]string{v1alpha1.AllowInsecureAnnotation: "true"}},
		Spec: v1beta1.MCPServerEntrySpec{
			RemoteURL: url, Transport: v1beta1.TransportStreamableHTTP, GroupRef: v1beta1.MCPGroupRefOrName{Name: gateway.Group},
			HeaderForward: &v1beta1.HeaderForwardConfig{AddHeadersFromSecret: []v1beta1.HeaderFromSecret{
				{HeaderName: header, ValueSecretRef: v1beta1.SecretKeyRef{Name: "keys", Key: key}},
			}},
		},
	}, toolhive.ToolhiveV1beta1().MCPServerEntries(s.namespace).Create)
}

// withSecrets are the headers with a secret of the test's that a server has got, each once.
func withSecrets(server *remote.Server) []string {
	var values []string
	for _, request := range server.Requests() {
		for _, name := range secretsIn(request) {
			values = append(values, name+": "+request.Header.Get(name))
		}
	}
	slices.Sort(values)
	return slices.Compact(values)
}

// awaitReason waits until an endpoint says something for that reason.
func (s *operated) awaitReason(t *testing.T, name, condition, reason string) {
	t.Helper()
	wait.Until(t, s, func() bool {
		endpoint, err := toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(s.namespace).Get(t.Context(), name, metav1.GetOptions{})
		require.NoError(t, err)
		found := apimeta.FindStatusCondition(endpoint.Status.Conditions, condition)
		return found != nil && found.Reason == reason
	})
}
