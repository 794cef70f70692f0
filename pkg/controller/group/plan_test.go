// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package group_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/group"
)

var (
	then = metav1.NewTime(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	now  = metav1.NewTime(then.Add(time.Hour))
)

// names returns that many names of that length, sorted.
func names(count, length int) []string {
	list := make([]string, count)
	for i := range list {
		number := fmt.Sprintf("%05d", i)
		list[i] = number + strings.Repeat("x", length-len(number))
	}
	return list
}

func TestTheListsHaveRoomForSoManyNames(t *testing.T) {
	for _, test := range []struct {
		name    string
		members group.Members
		// The lengths of the lists.
		endpoints, servers, proxies, entries int
		message                              string
	}{
		{"no members", group.Members{}, 0, 0, 0, 0, "All members are listed"},
		{
			"5,000 of 97 characters, as the documentation promises", group.Members{RemoteEndpoints: names(5000, 97)},
			5000, 0, 0, 0, "All members are listed",
		},
		{
			"names of the greatest length", group.Members{RemoteEndpoints: names(5000, 253)},
			2012, 0, 0, 0, "The counts include all 5000 members; the lists have room for the names of 2012 of them",
		},
		{
			"endpoints before servers before proxies before entries",
			group.Members{
				RemoteEndpoints: names(500, 253), Servers: names(500, 253), RemoteProxies: names(1000, 253), Entries: names(1000, 253),
			},
			500, 500, 1000, 12, "The counts include all 3000 members; the lists have room for the names of 2012 of them",
		},
		{
			"short names after the first that did not fit are left out too", group.Members{RemoteEndpoints: names(2013, 253), Entries: []string{"a"}},
			2012, 0, 0, 0, "The counts include all 2014 members; the lists have room for the names of 2012 of them",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			plan := group.Decide(group.Snapshot{Group: newTools(), Members: test.members}, now)
			require.NotNil(t, plan.Status)
			status := plan.Status
			assert.Equal(t, test.members.RemoteEndpoints[:test.endpoints], status.RemoteEndpoints)
			assert.Equal(t, test.members.Servers[:test.servers], status.Servers)
			assert.Equal(t, test.members.RemoteProxies[:test.proxies], status.RemoteProxies)
			assert.Equal(t, test.members.Entries[:test.entries], status.Entries)
			assert.Len(t, test.members.RemoteEndpoints, int(status.RemoteEndpointCount))
			assert.Len(t, test.members.Servers, int(status.ServerCount))
			assert.Len(t, test.members.RemoteProxies, int(status.RemoteProxyCount))
			assert.Len(t, test.members.Entries, int(status.EntryCount))
			assert.Equal(t, v1beta1.MCPGroupPhaseReady, status.Phase)
			assert.Equal(t, metav1.ConditionTrue, status.Conditions[0].Status)
			assert.Equal(t, test.message, status.Conditions[0].Message)
		})
	}
}

// The API server notes for each name who put it there, so that each takes more than twice its length.
func TestAGroupWithManyLongNamesCanBeStored(t *testing.T) {
	const etcdLimit, forAnnotations, forTheRest = 1536 << 10, 256 << 10, 255 << 10
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		c.Create(t, newTools())
		for _, name := range names(5000, 253) {
			c.Create(t, newServer(name))
		}
		// Those that ToolHive's operator listed before stay under its management.
		tools := controllertest.Get(t, c, newTools())
		tools.Status.Servers = names(1000, 253)
		c.UpdateStatus(t, tools)

		start(t, c)
		controllertest.Pass(quiet)
		c.RequireWrites(t, writeTools)
		stored := controllertest.Get(t, c, newTools())
		assert.EqualValues(t, 5000, stored.Status.ServerCount)
		assert.Equal(t, names(2012, 253), stored.Status.Servers)
		data, err := json.Marshal(stored)
		require.NoError(t, err)
		assert.Less(t, len(data), etcdLimit-forAnnotations-forTheRest)
		assert.Greater(t, len(data), 2*2012*253, "each name is there twice")
		c.RequireQuiet(t, day)
	})
}

func TestDecideKeepsTheTimeOfATransitionThatWas(t *testing.T) {
	tools := newTools()
	first := group.Decide(group.Snapshot{Group: tools}, then)
	require.NotNil(t, first.Status)
	tools.Status = *first.Status
	assert.Zero(t, group.Decide(group.Snapshot{Group: tools}, now), "all is as it should be")

	second := group.Decide(group.Snapshot{Group: tools, Members: group.Members{Servers: []string{"a"}}}, now)
	require.NotNil(t, second.Status)
	assert.Equal(t, then, second.Status.Conditions[0].LastTransitionTime)

	tools.Generation = 2
	third := group.Decide(group.Snapshot{Group: tools}, now)
	require.NotNil(t, third.Status)
	assert.EqualValues(t, 2, third.Status.ObservedGeneration)
	assert.EqualValues(t, 2, third.Status.Conditions[0].ObservedGeneration)
}

func TestDecideForAGroupThatIsGoneOrGoing(t *testing.T) {
	members := group.Members{Servers: []string{"a"}}
	assert.Zero(t, group.Decide(group.Snapshot{Members: members}, now), "gone")

	tools := newTools()
	tools.DeletionTimestamp = &then
	tools.Finalizers = []string{"example.com/mine"}
	assert.Zero(t, group.Decide(group.Snapshot{Group: tools, Members: members}, now), "held by somebody else")

	tools.Finalizers = append(tools.Finalizers, toolhiveFinalizer)
	assert.Equal(t, group.Plan{Release: true}, group.Decide(group.Snapshot{Group: tools, Members: members}, now))
}
