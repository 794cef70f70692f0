// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package wake

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/cache"
)

// Source is an informer whose objects wake keys.
type Source[T cache.Object] interface {
	AddTypedEventHandler(cache.TypedResourceEventHandler[T], ...cache.HandlerOptions) (cache.ResourceEventHandlerRegistration, error)
}

// Self is the key of the name that an object bears.
func Self(name cache.ObjectName) []cache.ObjectName { return []cache.ObjectName{name} }

// On wakes the keys that an object's name leads to whenever such an object appears, changes or goes. Only its name is
// given to keys, so that a deletion that was missed, and of which only the name is known, wakes the same keys.
// An update for which changed returns false wakes nobody; a nil changed takes every update for a change.
func On[T cache.Object](source Source[T], changed func(before, after T) bool, keys func(cache.ObjectName) []cache.ObjectName,
	add func(cache.ObjectName),
) (cache.DoneChecker, error) {
	wake := func(name cache.ObjectName) {
		for _, key := range keys(name) {
			add(key)
		}
	}
	registration, err := source.AddTypedEventHandler(cache.TypedResourceEventHandlerFuncs[T]{
		AddFunc: func(object T) { wake(nameOf(object)) },
		UpdateFunc: func(before, after T) {
			if changed == nil || changed(before, after) {
				wake(nameOf(after))
			}
		},
		DeleteFunc: func(object cache.DeletedObject[T]) { wake(object.GetObjectName()) },
	})
	if err != nil {
		return nil, err
	}
	return registration.HasSyncedChecker(), nil
}

func nameOf[T cache.Object](object T) cache.ObjectName {
	return cache.NewObjectName(object.GetNamespace(), object.GetName())
}

// ExistenceChanged passes over updates, such as those of a group's status, that leave an object what and where it was.
func ExistenceChanged[T metav1.Object](before, after T) bool {
	return before.GetUID() != after.GetUID() || (before.GetDeletionTimestamp() == nil) != (after.GetDeletionTimestamp() == nil)
}
