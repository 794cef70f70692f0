// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package controllertest

import (
	"context"
	"sync"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/sets"
)

// Discovery says which resources the API server serves: all that the clients know, but those that were withdrawn.
type Discovery struct {
	scheme *runtime.Scheme

	mu        sync.Mutex
	withdrawn sets.Set[schema.GroupVersionResource]
	err       error
	asked     int
}

// Withdraw takes resources out, as if their CRDs were not installed.
func (d *Discovery) Withdraw(resources ...schema.GroupVersionResource) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.withdrawn.Insert(resources...)
}

// Install brings withdrawn resources back.
func (d *Discovery) Install(resources ...schema.GroupVersionResource) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.withdrawn.Delete(resources...)
}

// Fail makes err the answer to every question; nil ends that.
func (d *Discovery) Fail(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.err = err
}

// Asked returns how often something was asked since the last call.
func (d *Discovery) Asked() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	asked := d.asked
	d.asked = 0
	return asked
}

// ServerResourcesForGroupVersionWithContext answers like client-go's discovery client.
func (d *Discovery) ServerResourcesForGroupVersionWithContext(_ context.Context, groupVersion string) (*metav1.APIResourceList, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked++
	if d.err != nil {
		return nil, d.err
	}
	version, err := schema.ParseGroupVersion(groupVersion)
	if err != nil {
		return nil, err
	}
	list := &metav1.APIResourceList{GroupVersion: groupVersion}
	for name := range d.scheme.KnownTypes(version) {
		resource, _ := meta.UnsafeGuessKindToResource(version.WithKind(name))
		if !d.withdrawn.Has(resource) {
			list.APIResources = append(list.APIResources, metav1.APIResource{Name: resource.Resource, Kind: name})
		}
	}
	if len(list.APIResources) == 0 {
		return nil, apierrors.NewNotFound(schema.GroupResource{Group: version.Group}, "")
	}
	return list, nil
}
