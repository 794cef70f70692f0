// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package group

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

// members are the objects of one kind, found by the group that they name.
type members[T cache.Object] struct {
	kind     kind.Kind
	informer cache.TypedSharedIndexInformer[T]
	// named returns the group that an object names, or nothing.
	named func(T) string
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

// groupOf returns the group that an object is in; its name is empty if it is in none.
func (m members[T]) groupOf(object T) cache.ObjectName {
	return cache.NewObjectName(object.GetNamespace(), m.named(object))
}

func (m members[T]) index() error {
	return m.informer.AddTypedIndexers(cache.TypedIndexers[T]{byGroup: func(object T) ([]string, error) {
		if group := m.groupOf(object); group.Name != "" {
			return []string{group.String()}, nil
		}
		return nil, nil
	}})
}

// of returns the names of the objects in a group, sorted.
func (m members[T]) of(group cache.ObjectName) []string {
	// The only error would be that the index does not exist.
	keys, _ := m.informer.GetIndexer().IndexKeys(byGroup, group.String())
	names := make([]string, 0, len(keys))
	for _, key := range keys {
		_, name, _ := cache.SplitMetaNamespaceKey(key)
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// watch calls changed with each group that an object joins or leaves, and unknown with the namespace of an object that went unseen, if
// nobody can say any more which group it was in.
func (m members[T]) watch(changed func(group cache.ObjectName), unknown func(namespace string)) (cache.DoneChecker, error) {
	note := func(groups ...cache.ObjectName) {
		for _, group := range groups {
			if group.Name != "" {
				changed(group)
			}
		}
	}
	registration, err := m.informer.AddTypedEventHandler(cache.TypedResourceEventHandlerFuncs[T]{
		AddFunc: func(object T) { note(m.groupOf(object)) },
		UpdateFunc: func(before, after T) {
			if left, joined := m.groupOf(before), m.groupOf(after); left != joined {
				note(left, joined)
			}
		},
		DeleteFunc: func(deleted cache.DeletedObject[T]) {
			var none T
			if deleted.OptionalObj == none {
				unknown(deleted.GetNamespace())
				return
			}
			note(m.groupOf(deleted.OptionalObj))
		},
	})
	if err != nil {
		return nil, err
	}
	return registration.HasSyncedChecker(), nil
}
