// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package group

import (
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/conditions"
)

// Snapshot is what was known of a group at one moment. Its Group is nil when there is none of that name.
type Snapshot struct {
	Group   *v1beta1.MCPGroup
	Members Members
}

// Members are the names of a group's members by kind, sorted.
type Members struct {
	RemoteEndpoints []string
	Servers         []string
	RemoteProxies   []string
	Entries         []string
}

// Plan is what has to be written for a group. The zero Plan writes nothing.
type Plan struct {
	// Status is the group's new status, or nil if the live one is right. It has the conditions of others too.
	Status *v1beta1.MCPGroupStatus
	// Release takes ToolHive's finalizer from a group that is being deleted.
	Release bool
}

// toolhiveFinalizer is what ToolHive's operator puts on every group. When such a group is deleted, it tells the members so, and takes
// it off; the endpoints of this operator notice by themselves. Nobody takes it off where ToolHive's operator is gone.
const toolhiveFinalizer = "toolhive.stacklok.dev/mcpgroup-finalizer"

// Decide is pure: the same snapshot gives the same plan, but for the time of a new transition.
func Decide(s Snapshot, now metav1.Time) Plan {
	if s.Group == nil {
		return Plan{}
	}
	if s.Group.DeletionTimestamp != nil {
		return Plan{Release: slices.Contains(s.Group.Finalizers, toolhiveFinalizer)}
	}
	live := &s.Group.Status
	desired := statusOf(s.Group, s.Members)
	if equal(live, &desired) {
		return Plan{}
	}
	ours := conditions.Merge(live.Conditions, desired.Conditions, now)
	desired.Conditions = append(conditionsOfOthers(live.Conditions), ours...)
	return Plan{Status: &desired}
}

// vocabulary is every condition type that this controller may set.
var vocabulary = []string{conditionChecked}

func conditionsOfOthers(live []metav1.Condition) []metav1.Condition {
	return slices.DeleteFunc(slices.Clone(live), func(condition metav1.Condition) bool {
		return slices.Contains(vocabulary, condition.Type)
	})
}

func equal(live, desired *v1beta1.MCPGroupStatus) bool {
	return live.Phase == desired.Phase && live.ObservedGeneration == desired.ObservedGeneration &&
		live.RemoteEndpointCount == desired.RemoteEndpointCount && slices.Equal(live.RemoteEndpoints, desired.RemoteEndpoints) &&
		live.ServerCount == desired.ServerCount && slices.Equal(live.Servers, desired.Servers) &&
		live.RemoteProxyCount == desired.RemoteProxyCount && slices.Equal(live.RemoteProxies, desired.RemoteProxies) &&
		live.EntryCount == desired.EntryCount && slices.Equal(live.Entries, desired.Entries) &&
		conditions.Equal(live.Conditions, desired.Conditions, vocabulary)
}
