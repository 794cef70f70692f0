// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package group

import (
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// The condition of groups, as ToolHive v0.44 names it. Its other reason, ListMCPServersCheckFailed, has no cause here: the caches always have
// an answer.
const (
	conditionChecked = "MCPServersChecked"
	reasonListed     = "ListMCPServersCheckSucceeded"
)

// namesBudget is how many bytes of a group's object the names of its members may take: 1 MiB. etcd takes 1.5 MiB in a request, unless it is
// told otherwise. The rest is for what else can be in the object; annotations alone may take 256 KiB.
const namesBudget = 1 << 20

// nameOverhead is what a name takes beside itself, which is there twice: quotes and a comma in the list, and "v:\"\"":{}, where the
// API server notes which manager put it there.
const nameOverhead = 3 + 12

// statusOf is the status of a group that has these members, without transition times.
func statusOf(group *v1beta1.MCPGroup, members Members) v1beta1.MCPGroupStatus {
	listed := fit(members, namesBudget)
	return v1beta1.MCPGroupStatus{
		ObservedGeneration:  group.Generation,
		Phase:               v1beta1.MCPGroupPhaseReady,
		RemoteEndpoints:     listed.RemoteEndpoints,
		RemoteEndpointCount: count(members.RemoteEndpoints),
		Servers:             listed.Servers,
		ServerCount:         count(members.Servers),
		RemoteProxies:       listed.RemoteProxies,
		RemoteProxyCount:    count(members.RemoteProxies),
		Entries:             listed.Entries,
		EntryCount:          count(members.Entries),
		Conditions: []metav1.Condition{{
			Type:               conditionChecked,
			Status:             metav1.ConditionTrue,
			Reason:             reasonListed,
			Message:            message(listed.total(), members.total()),
			ObservedGeneration: group.Generation,
		}},
	}
}

func message(listed, all int) string {
	if listed < all {
		return fmt.Sprintf("The counts include all %d members; the lists have room for the names of %d of them", all, listed)
	}
	return "All members are listed"
}

// fit returns the members whose names fit into so many bytes of an object: of each kind the first ones in order.
func fit(members Members, budget int) Members {
	take := func(names []string) []string {
		for i, name := range names {
			budget -= 2*len(name) + nameOverhead
			if budget < 0 {
				return names[:i]
			}
		}
		return names
	}
	return Members{
		RemoteEndpoints: take(members.RemoteEndpoints),
		Servers:         take(members.Servers),
		RemoteProxies:   take(members.RemoteProxies),
		Entries:         take(members.Entries),
	}
}

func (m Members) total() int {
	return len(m.RemoteEndpoints) + len(m.Servers) + len(m.RemoteProxies) + len(m.Entries)
}

func count(names []string) int32 {
	return int32(len(names)) //nolint:gosec // a cluster with so many objects does not exist
}
