// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
)

// ownership is every version of a proxy's objects since some moment.
type ownership struct {
	mu       sync.Mutex
	versions []*metav1.PartialObjectMetadata
	deleted  []string
}

// watchOwners records the versions of the objects of the proxy "a" until the test ends.
func (e *environment) watchOwners(t *testing.T, namespace string) *ownership {
	t.Helper()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	recorded := &ownership{}
	var watching sync.WaitGroup
	t.Cleanup(func() {
		stop()
		watching.Wait()
	})
	for _, c := range childrenOf("a") {
		client := e.metadata.Resource(c.resource).Namespace(namespace)
		live, err := client.Get(ctx, c.name, metav1.GetOptions{})
		require.NoError(t, err)
		watcher, err := client.Watch(ctx, metav1.ListOptions{FieldSelector: "metadata.name=" + c.name, ResourceVersion: live.ResourceVersion})
		require.NoError(t, err)
		recorded.add(watch.Event{Type: watch.Added, Object: live})
		watching.Go(func() {
			for event := range watcher.ResultChan() {
				recorded.add(event)
			}
		})
	}
	return recorded
}

func (o *ownership) add(event watch.Event) {
	o.mu.Lock()
	defer o.mu.Unlock()
	object, ok := event.Object.(*metav1.PartialObjectMetadata)
	switch {
	case !ok:
	case event.Type == watch.Deleted:
		o.deleted = append(o.deleted, object.Name)
	default:
		o.versions = append(o.versions, object)
	}
}

// requireControllers requires that each version was controlled by one of these, and none of them without one.
func (o *ownership) requireControllers(t *testing.T, controllers ...types.UID) {
	t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	require.Empty(t, o.deleted)
	for _, version := range o.versions {
		controller := metav1.GetControllerOf(version)
		require.NotNil(t, controller, "%s at version %s", version.Name, version.ResourceVersion)
		require.Contains(t, controllers, controller.UID, "%s at version %s", version.Name, version.ResourceVersion)
	}
}

// requireOwner requires that each version had this owner, controlling or not, so that it could not be collected.
func (o *ownership) requireOwner(t *testing.T, owner types.UID) {
	t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	require.Empty(t, o.deleted)
	for _, version := range o.versions {
		require.True(t, slices.ContainsFunc(version.OwnerReferences, func(ref metav1.OwnerReference) bool { return ref.UID == owner }),
			"%s at version %s", version.Name, version.ResourceVersion)
	}
}
