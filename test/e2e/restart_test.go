// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
)

// Calls go on while what manages the pods is away, and what was asked for afterwards is done.
func TestRestartsOfTheNodesOwnProgramsAreOutlived(t *testing.T) {
	s := newScene(t, remote.Options{})
	caller := s.keepCalling(t, s.deploy(t, s.proxied("search")))
	pods := s.allPods(t, "search")
	for _, tt := range []struct {
		name    string
		restart func(context.Context) error
	}{
		{"apiserver", shared.RestartAPIServer},
		{"kubelet", shared.RestartKubelet},
	} {
		require.NoError(t, tt.restart(t.Context()), tt.name)
		require.NoError(t, shared.AwaitOperator(t.Context()), tt.name)
		s.requireServed(t, s.deploy(t, s.proxied("after-"+tt.name)))
	}
	caller.RequireNoFailure(t)
	assert.Equal(t, pods, s.allPods(t, "search"))
	for _, pod := range s.pods(t, "search") {
		assert.Zero(t, pod.Status.ContainerStatuses[0].RestartCount)
	}
}
