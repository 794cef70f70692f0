// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package devenv

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/restmapper"
)

// FieldManager owns the fields of all that this package applies.
const FieldManager = "mcp-remote-endpoint-devenv"

const (
	// servedTimeout is how long the API server may take to serve a kind after its definition was applied.
	servedTimeout = 30 * time.Second
	// servedInterval is how often it is asked: what an API server serves cannot be watched.
	servedInterval = 50 * time.Millisecond
)

// Apply applies files and kustomizations, server-side and in the order given, but CustomResourceDefinitions first: it goes on
// when all of them are served. It returns the objects as the API server has them. An object that names no namespace goes to
// "default". A field that another manager owns with another value is an error.
func (c *Cluster) Apply(ctx context.Context, paths ...string) ([]Object, error) {
	return c.ApplyIn(ctx, metav1.NamespaceDefault, paths...)
}

// ApplyIn is Apply with another namespace for objects that name none.
func (c *Cluster) ApplyIn(ctx context.Context, namespace string, paths ...string) ([]Object, error) {
	objects, err := Load(paths...)
	if err != nil {
		return nil, err
	}
	return c.apply(ctx, namespace, objects)
}

// Install applies manifests/standalone without what would run the operator inside the cluster: the CustomResourceDefinitions,
// the namespace, the service account and its rights remain.
func (c *Cluster) Install(ctx context.Context) ([]Object, error) {
	root, err := Root()
	if err != nil {
		return nil, err
	}
	objects, err := Load(filepath.Join(root, "manifests", "standalone"))
	if err != nil {
		return nil, err
	}
	return c.apply(ctx, metav1.NamespaceDefault, withoutWorkload(objects))
}

func withoutWorkload(objects []Object) []Object {
	return slices.DeleteFunc(slices.Clone(objects), func(o Object) bool {
		return slices.Contains([]string{"Deployment", "NetworkPolicy", "PodDisruptionBudget", "Service"}, o.GetKind())
	})
}

func (c *Cluster) apply(ctx context.Context, namespace string, objects []Object) ([]Object, error) {
	a, err := newApplier(c, namespace)
	if err != nil {
		return nil, err
	}
	definitions, others := split(objects)
	applied, err := a.applyAll(ctx, definitions)
	if err != nil {
		return applied, err
	}
	for _, definition := range definitions {
		if err := a.awaitServed(ctx, definition); err != nil {
			return applied, err
		}
	}
	rest, err := a.applyAll(ctx, others)
	return append(applied, rest...), err
}

type applier struct {
	client    dynamic.Interface
	mapper    *restmapper.DeferredDiscoveryRESTMapper
	namespace string
}

func newApplier(c *Cluster, namespace string) (*applier, error) {
	client, err := dynamic.NewForConfig(c.config)
	if err != nil {
		return nil, fmt.Errorf("make a client: %w", err)
	}
	discoverer, err := discovery.NewDiscoveryClientForConfig(c.config)
	if err != nil {
		return nil, fmt.Errorf("make a discovery client: %w", err)
	}
	mapper := restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(discoverer))
	return &applier{client: client, mapper: mapper, namespace: namespace}, nil
}

func (a *applier) applyAll(ctx context.Context, objects []Object) ([]Object, error) {
	var applied []Object
	for _, object := range objects {
		live, err := a.applyOne(ctx, object.Unstructured)
		if err != nil {
			return applied, fmt.Errorf("apply %s: %s: %w", object.File, object, err)
		}
		applied = append(applied, Object{File: object.File, Unstructured: live})
	}
	return applied, nil
}

func (a *applier) applyOne(ctx context.Context, object *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	kind := object.GroupVersionKind()
	mapping, err := a.mapper.RESTMapping(kind.GroupKind(), kind.Version)
	if err != nil {
		return nil, err
	}
	var client dynamic.ResourceInterface = a.client.Resource(mapping.Resource)
	if mapping.Scope.Name() == meta.RESTScopeNameNamespace {
		namespace := object.GetNamespace()
		if namespace == "" {
			namespace = a.namespace
		}
		client = a.client.Resource(mapping.Resource).Namespace(namespace)
	}
	return client.Apply(ctx, object.GetName(), object, metav1.ApplyOptions{FieldManager: FieldManager})
}

// awaitServed waits until the API server names the kind that definition defines, which it does when it serves it.
func (a *applier) awaitServed(ctx context.Context, definition Object) error {
	group, _, err := unstructured.NestedString(definition.Object, "spec", "group")
	kind, _, err2 := unstructured.NestedString(definition.Object, "spec", "names", "kind")
	if err := errors.Join(err, err2); err != nil {
		return fmt.Errorf("%s: %s: %w", definition.File, definition, err)
	}
	err = wait.PollUntilContextTimeout(ctx, servedInterval, servedTimeout, true, func(context.Context) (bool, error) {
		_, err := a.mapper.RESTMapping(schema.GroupKind{Group: group, Kind: kind})
		if meta.IsNoMatchError(err) {
			a.mapper.Reset()
			return false, nil
		}
		return err == nil, err
	})
	if err != nil {
		return fmt.Errorf("%s: %s was applied, but is not served: %w", definition.File, definition, err)
	}
	return nil
}
