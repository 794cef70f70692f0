// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package group_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/types"
	clienttesting "k8s.io/client-go/testing"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
)

// lastPatch returns the merge patch that was sent last, and of which version it is.
func lastPatch(t *testing.T, c *controllertest.Cluster) (patch map[string]map[string]any, version any) {
	t.Helper()
	actions := c.Toolhive.Actions()
	last, ok := actions[len(actions)-1].(clienttesting.PatchAction)
	require.True(t, ok)
	require.Equal(t, types.MergePatchType, last.GetPatchType())
	require.NoError(t, json.Unmarshal(last.GetPatch(), &patch))
	return patch, patch["metadata"]["resourceVersion"]
}

// A merge patch leaves fields alone that it does not name, and would leave what another wrote there.
func TestAStatusIsWrittenWithEachOfItsFields(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		tools := newTools()
		c.Create(t, tools, newServer("a"))
		controllertest.Pass(quiet)
		c.RequireWrites(t, writeTools)

		patch, version := lastPatch(t, c)
		assert.Equal(t, tools.ResourceVersion, version)
		for field := range reflect.TypeFor[v1beta1.MCPGroupStatus]().Fields() {
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			assert.Contains(t, patch["status"], name)
		}
		assert.Equal(t, []any{"a"}, patch["status"]["servers"])
		assert.Nil(t, patch["status"]["entries"], "an empty list is left out")
		assert.InDelta(t, 0, patch["status"]["entryCount"], 0, "and its count is there for kubectl to print")
	})
}

func TestAFinalizerIsTakenOffOfTheVersionThatWasRead(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		tools := newTools()
		tools.Finalizers = []string{"example.com/a", toolhiveFinalizer, "example.com/b"}
		c.Create(t, tools)
		c.Delete(t, tools)
		start(t, c)
		c.RequireWrites(t, releaseTools)

		patch, version := lastPatch(t, c)
		assert.Equal(t, controllertest.Get(t, c, tools).ResourceVersion, version)
		assert.Equal(t, []any{"example.com/a", "example.com/b"}, patch["metadata"]["finalizers"])
	})
}
