// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package group

import (
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/membership"
)

// watch calls changed with each group that an object joins or leaves, and unknown with the namespace of an object that went unseen, if
// nobody can say any more which group it was in.
func watch[T cache.Object](members membership.Members[T], changed func(group cache.ObjectName), unknown func(namespace string)) (cache.DoneChecker, error) {
	note := func(groups ...cache.ObjectName) {
		for _, group := range groups {
			if group.Name != "" {
				changed(group)
			}
		}
	}
	registration, err := members.Informer.AddTypedEventHandler(cache.TypedResourceEventHandlerFuncs[T]{
		AddFunc: func(object T) { note(members.GroupOf(object)) },
		UpdateFunc: func(before, after T) {
			if left, joined := members.GroupOf(before), members.GroupOf(after); left != joined {
				note(left, joined)
			}
		},
		DeleteFunc: func(deleted cache.DeletedObject[T]) {
			var none T
			if deleted.OptionalObj == none {
				unknown(deleted.GetNamespace())
				return
			}
			note(members.GroupOf(deleted.OptionalObj))
		},
	})
	if err != nil {
		return nil, err
	}
	return registration.HasSyncedChecker(), nil
}
