// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package group

import (
	"errors"

	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// caches hold the objects of one scope.
type caches struct {
	groups    cache.TypedSharedIndexInformer[*v1beta1.MCPGroup]
	endpoints members[*v1alpha1.MCPRemoteEndpoint]
	servers   members[*v1beta1.MCPServer]
	proxies   members[*v1beta1.MCPRemoteProxy]
	entries   members[*v1beta1.MCPServerEntry]
}

func newCaches(scope Scope) (*caches, error) {
	alpha, beta := scope.Toolhive.Toolhive().V1alpha1(), scope.Toolhive.Toolhive().V1beta1()
	c := &caches{
		groups: beta.MCPGroups().TypedInformer(),
		endpoints: members[*v1alpha1.MCPRemoteEndpoint]{
			kind.MCPRemoteEndpoint, alpha.MCPRemoteEndpoints().TypedInformer(), groupOfEndpoint,
		},
		servers: members[*v1beta1.MCPServer]{
			kind.MCPServer, beta.MCPServers().TypedInformer(), groupOfServer,
		},
		proxies: members[*v1beta1.MCPRemoteProxy]{
			kind.MCPRemoteProxy, beta.MCPRemoteProxies().TypedInformer(), groupOfProxy,
		},
		entries: members[*v1beta1.MCPServerEntry]{
			kind.MCPServerEntry, beta.MCPServerEntries().TypedInformer(), groupOfEntry,
		},
	}
	return c, errors.Join(c.endpoints.index(), c.servers.index(), c.proxies.index(), c.entries.index())
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
		RemoteEndpoints: c.endpoints.of(group),
		Servers:         c.servers.of(group),
		RemoteProxies:   c.proxies.of(group),
		Entries:         c.entries.of(group),
	}
}
