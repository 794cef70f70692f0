// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package group_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/group"
)

const (
	// toolhiveFinalizer is what ToolHive's operator puts on groups.
	toolhiveFinalizer = "toolhive.stacklok.dev/mcpgroup-finalizer"

	releaseTools = "patch mcpgroups default/tools"
)

// R3.2: the members stay as they are. That their group is gone is for their own controllers to say.
func TestADeletedGroupLeavesItsMembersAlone(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		members := []controllertest.Object{controllertest.Endpoint("a"), newServer("a"), newProxy("a"), newEntry("a")}
		c.Create(t, append(members, newTools())...)
		controllertest.Pass(quiet)
		c.RequireWrites(t, writeTools)

		c.Delete(t, newTools())
		c.RequireQuiet(t, day)
		for _, member := range members {
			assert.Equal(t, member.GetResourceVersion(), controllertest.Get(t, c, member).GetResourceVersion())
		}

		c.Create(t, newTools())
		controllertest.Pass(quiet)
		c.RequireWrites(t, writeTools)
		requireMembers(t, c, newTools(), group.Members{
			RemoteEndpoints: []string{"a"}, Servers: []string{"a"}, RemoteProxies: []string{"a"}, Entries: []string{"a"},
		})
	})
}

func TestToolHivesFinalizerIsTakenOffAtOnceWhenTheGroupIsDeleted(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		tools := newTools()
		tools.Finalizers = []string{toolhiveFinalizer, "example.com/mine"}
		c.Create(t, tools)
		controllertest.Pass(quiet)
		c.RequireWrites(t, writeTools)
		assert.Len(t, controllertest.Get(t, c, newTools()).Finalizers, 2, "it stays on a group that lives")

		c.Create(t, controllertest.Endpoint("a")) // which begins a burst
		c.Delete(t, newTools())
		c.RequireWrites(t, releaseTools)
		assert.Equal(t, []string{"example.com/mine"}, controllertest.Get(t, c, newTools()).Finalizers)

		c.Create(t, controllertest.Endpoint("b"))
		c.RequireQuiet(t, day)
		assert.Equal(t, v1beta1.MCPGroupPhaseReady, controllertest.Get(t, c, newTools()).Status.Phase)
	})
}

func TestAGroupThatWasBeingDeletedWhileNobodyLookedIsReleased(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		tools := newTools()
		tools.Finalizers = []string{toolhiveFinalizer}
		c.Create(t, tools)
		c.Delete(t, tools)
		start(t, c)
		c.RequireWrites(t, releaseTools)
		assert.Empty(t, controllertest.Get(t, c, newTools()).Finalizers)
	})
}

func TestAGroupOfTheSameNameIsNewEvenInTheMidstOfABurst(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		c.Create(t, newTools())
		controllertest.Pass(quiet)
		c.RequireWrites(t, writeTools)

		c.Create(t, controllertest.Endpoint("a"))
		c.Delete(t, newTools())
		controllertest.Pass(quiet / 2)
		c.Create(t, newTools())
		controllertest.Pass(quiet)
		c.RequireWrites(t, writeTools)
		requireMembers(t, c, newTools(), group.Members{RemoteEndpoints: []string{"a"}})
		c.RequireQuiet(t, day)
	})
}
