// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package group_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/group"
)

// toolhiveStatus is what ToolHive's operator left behind: it does not know endpoints, and has not seen the latest changes.
func toolhiveStatus() v1beta1.MCPGroupStatus {
	return v1beta1.MCPGroupStatus{
		ObservedGeneration: 1, Phase: v1beta1.MCPGroupPhaseReady,
		Servers: []string{"gone", "server"}, ServerCount: 2,
		Entries: []string{"a", "b", "c"}, EntryCount: 3,
		Conditions: []metav1.Condition{{
			Type: "MCPServersChecked", Status: metav1.ConditionFalse, Reason: "ListMCPServersCheckFailed", Message: "made up",
			ObservedGeneration: 1, LastTransitionTime: metav1.Now().Rfc3339Copy(),
		}},
	}
}

// The lists of a group's status are sets, in which server-side apply would keep the names that another manager has put there.
func TestNamesThatAnotherManagerListedGoWithTheirMembersInOneWrite(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		c.Create(t, newTools(), controllertest.Endpoint("endpoint"), newServer("server"), newEntry("aa"), newEntry("b"), newEntry("c"))
		tools := controllertest.Get(t, c, newTools())
		tools.Status = toolhiveStatus()
		tools.Status.Conditions = append(tools.Status.Conditions, foreignCondition())
		c.UpdateStatus(t, tools)

		start(t, c)
		controllertest.Pass(quiet)
		c.RequireWrites(t, writeTools)
		status := controllertest.Get(t, c, newTools()).Status
		assert.Equal(t, []string{"aa", "b", "c"}, status.Entries)
		assert.Equal(t, []string{"server"}, status.Servers)
		assert.Equal(t, []string{"endpoint"}, status.RemoteEndpoints)
		assert.True(t, meta.IsStatusConditionTrue(status.Conditions, "MCPServersChecked"))
		assert.True(t, meta.IsStatusConditionTrue(status.Conditions, "example.com/Seen"), "the conditions of others stay")

		c.Delete(t, newEntry("b"))
		controllertest.Pass(quiet)
		c.RequireWrites(t, writeTools)
		assert.Equal(t, []string{"aa", "c"}, controllertest.Get(t, c, newTools()).Status.Entries)
		c.RequireQuiet(t, day)
	})
}

func TestAStatusThatSomebodyElseWritesIsRepaired(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		c.Create(t, newTools(), newEntry("b"))
		controllertest.Pass(quiet)
		c.RequireWrites(t, writeTools)
		for name, spoil := range map[string]func(*v1beta1.MCPGroupStatus){
			"all of it":      func(s *v1beta1.MCPGroupStatus) { *s = toolhiveStatus() },
			"nothing left":   func(s *v1beta1.MCPGroupStatus) { *s = v1beta1.MCPGroupStatus{} },
			"phase":          func(s *v1beta1.MCPGroupStatus) { s.Phase = v1beta1.MCPGroupPhaseFailed },
			"generation":     func(s *v1beta1.MCPGroupStatus) { s.ObservedGeneration = 7 },
			"endpoints":      func(s *v1beta1.MCPGroupStatus) { s.RemoteEndpoints = []string{"x"} },
			"endpoint count": func(s *v1beta1.MCPGroupStatus) { s.RemoteEndpointCount = 1 },
			"servers":        func(s *v1beta1.MCPGroupStatus) { s.Servers = []string{"x"} },
			"server count":   func(s *v1beta1.MCPGroupStatus) { s.ServerCount = 1 },
			"proxies":        func(s *v1beta1.MCPGroupStatus) { s.RemoteProxies = []string{"x"} },
			"proxy count":    func(s *v1beta1.MCPGroupStatus) { s.RemoteProxyCount = 1 },
			"entries":        func(s *v1beta1.MCPGroupStatus) { s.Entries = []string{"a", "b"} },
			"entry count":    func(s *v1beta1.MCPGroupStatus) { s.EntryCount = 0 },
			"condition":      func(s *v1beta1.MCPGroupStatus) { s.Conditions[0].Reason = "Other" },
		} {
			tools := controllertest.Get(t, c, newTools())
			spoil(&tools.Status)
			c.UpdateStatus(t, tools)
			controllertest.Pass(quiet)
			require.Equal(t, []string{writeTools}, c.Requests.Writes(), name)
			requireMembers(t, c, newTools(), group.Members{Entries: []string{"b"}})
		}
		c.RequireQuiet(t, day)
	})
}
