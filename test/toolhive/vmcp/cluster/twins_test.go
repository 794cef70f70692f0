// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/client"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
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

// A gateway that watches the cluster would look in one variable for the values of twins: neither gets one.
func TestTheOperatorGivesWatchedTwinsNoSecret(t *testing.T) {
	s := newOperated(t, "--publish-entries")
	one, other, third := remote.Start(t, remote.Options{}), remote.Start(t, remote.Options{}), remote.Start(t, remote.Options{})
	s.apply(t, "twins.yaml", map[string]string{"SOURCE": gateway.Discovered})
	s.endpoint(t, "a", named(t, "one", one), withHeader("X-Key", "first"))
	s.endpoint(t, "key-a", named(t, "other", other), withHeader("X", "second"))
	s.endpoint(t, "apart", named(t, "third", third), withHeader("X-Key", "third"))
	s.awaitCondition(t, "MembersAccepted", "SharedHeaders")
	s.awaitVariables(t, "TOOLHIVE_SECRET_HEADER_FORWARD_X_KEY_APART")
	running := s.startGateway(t, withDomain("one", "other", "third")...)
	awaitBackends(t, running, "a", "apart", "key-a")
	requireEcho(t, running, "apart")
	for _, name := range []string{"a", "key-a"} {
		session := client.Connect(t, client.Streamable(t, running.URL+"/mcp", nil))
		_, err := session.Call(t, name+"_"+remote.Echo, map[string]any{"text": "hello"})
		assert.Error(t, err)
	}
	assert.Empty(t, withSecrets(one))
	assert.Empty(t, withSecrets(other))
	assert.Equal(t, []string{"X-Key: s3cret-number-three"}, withSecrets(third))
	s.requireNothingTold(t, running)
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
