// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package group

import (
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/membership"
)

// caches hold the objects of one scope.
type caches struct {
	groups cache.TypedSharedIndexInformer[*v1beta1.MCPGroup]
	membership.Informers
}

func newCaches(scope Scope) (*caches, error) {
	members, err := membership.New(scope.Toolhive)
	return &caches{groups: scope.Toolhive.Toolhive().V1beta1().MCPGroups().TypedInformer(), Informers: members}, err
}

// group returns nil if there is none.
func (c *caches) group(name cache.ObjectName) *v1beta1.MCPGroup {
	object, _, _ := c.groups.GetStore().GetByKey(name.String())
	group, _ := object.(*v1beta1.MCPGroup)
	return group
}

// groupsIn lists the groups of a namespace. client-go's factories make that index for every informer.
func (c *caches) groupsIn(namespace string) []cache.ObjectName {
	groups, _ := c.groups.GetTypedIndexer().ByTypedIndex(cache.NamespaceIndex, namespace)
	names := make([]cache.ObjectName, 0, len(groups))
	for _, group := range groups {
		names = append(names, cache.MetaObjectToName(group))
	}
	return names
}

func (c *caches) membersOf(group cache.ObjectName) Members {
	return Members{
		RemoteEndpoints: c.Endpoints.Of(group),
		Servers:         c.Servers.Of(group),
		RemoteProxies:   c.Proxies.Of(group),
		Entries:         c.Entries.Of(group),
	}
}
