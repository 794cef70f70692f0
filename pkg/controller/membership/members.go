// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package membership

import (
	"slices"

	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/publish"
)

// byGroup is the index that lists the objects which name a group, under that group's namespace and name.
const byGroup = "group"

// Members are the objects of one kind, found by the group that they name.
type Members[T cache.Object] struct {
	Kind     kind.Kind
	Informer cache.TypedSharedIndexInformer[T]
	// Named returns the group that an object names, or nothing.
	Named func(T) string
}

func groupOfEndpoint(endpoint *v1alpha1.MCPRemoteEndpoint) string { return endpoint.Spec.GroupRef }

func groupOfServer(server *v1beta1.MCPServer) string {
	if ref := server.Spec.GroupRef; ref != nil {
		return ref.Name
	}
	return ""
}

func groupOfProxy(proxy *v1beta1.MCPRemoteProxy) string {
	if ref := proxy.Spec.GroupRef; ref != nil {
		return ref.Name
	}
	return ""
}

// groupOfEntry returns none for an entry that stands for an endpoint, which is a member itself.
func groupOfEntry(entry *v1beta1.MCPServerEntry) string {
	if publish.Is(entry) {
		return ""
	}
	return entry.Spec.GroupRef.Name
}

// GroupOf returns the group that an object is in. Its name is empty if it is in none.
func (m Members[T]) GroupOf(object T) cache.ObjectName {
	return cache.NewObjectName(object.GetNamespace(), m.Named(object))
}

// index does nothing for an informer that has been given the index by another controller.
func (m Members[T]) index() error {
	if _, ok := m.Informer.GetIndexer().GetIndexers()[byGroup]; ok {
		return nil
	}
	return m.Informer.AddTypedIndexers(cache.TypedIndexers[T]{byGroup: func(object T) ([]string, error) {
		if group := m.GroupOf(object); group.Name != "" {
			return []string{group.String()}, nil
		}
		return nil, nil
	}})
}

// Of returns the names of the objects in a group, sorted.
func (m Members[T]) Of(group cache.ObjectName) []string {
	// The only error would be that the index does not exist.
	keys, _ := m.Informer.GetIndexer().IndexKeys(byGroup, group.String())
	names := make([]string, 0, len(keys))
	for _, key := range keys {
		_, name, _ := cache.SplitMetaNamespaceKey(key)
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
