// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	applyv1alpha1 "github.com/mcp-remote-endpoint/operator/pkg/generated/applyconfiguration/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/generated/clientset/versioned"
	"github.com/mcp-remote-endpoint/operator/pkg/generated/informers/externalversions"
	informers "github.com/mcp-remote-endpoint/operator/pkg/generated/informers/externalversions/toolhive/v1alpha1"
	listers "github.com/mcp-remote-endpoint/operator/pkg/generated/listers/toolhive/v1alpha1"
)

const fieldManager = "example-client"

// endpoint is what the example asks for.
type endpoint struct {
	namespace, name, group, url string
}

func (e endpoint) desired() *applyv1alpha1.MCPRemoteEndpointApplyConfiguration {
	return applyv1alpha1.MCPRemoteEndpoint(e.name, e.namespace).
		WithSpec(applyv1alpha1.MCPRemoteEndpointSpec().
			WithType(v1alpha1.EndpointTypeDirect).
			WithTransport(v1beta1.TransportStreamableHTTP).
			WithRemoteURL(e.url).
			WithGroupRef(e.group))
}

// applyAndWait applies e and returns the endpoint once it is ready. When ctx ends first, the error says what the endpoint
// lacks.
func applyAndWait(ctx context.Context, client versioned.Interface, e endpoint) (*v1alpha1.MCPRemoteEndpoint, error) {
	factory := externalversions.NewSharedInformerFactoryWithOptions(client, 0, externalversions.WithNamespace(e.namespace))
	informer := factory.Toolhive().V1alpha1().MCPRemoteEndpoints()
	changed, err := notify(informer.TypedInformer())
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer factory.Shutdown()
	defer cancel()
	factory.StartWithContext(ctx)
	if err := factory.WaitForCacheSyncWithContext(ctx).AsError(); err != nil {
		return nil, err
	}

	applied, err := client.ToolhiveV1alpha1().MCPRemoteEndpoints(e.namespace).
		Apply(ctx, e.desired(), metav1.ApplyOptions{FieldManager: fieldManager})
	if err != nil {
		return nil, err
	}
	return waitReady(ctx, changed, informer.Lister().MCPRemoteEndpoints(e.namespace), applied)
}

// notify returns a channel that holds a value whenever something changed since it was last read. As in any controller, an
// event only says "look again"; what to look at is in the lister.
func notify(informer informers.MCPRemoteEndpointIndexInformer) (<-chan struct{}, error) {
	changed := make(chan struct{}, 1)
	look := func() {
		select {
		case changed <- struct{}{}:
		default: // The reader has been told already.
		}
	}
	_, err := informer.AddTypedEventHandler(informers.MCPRemoteEndpointHandlerFuncs{
		AddFunc:    func(*v1alpha1.MCPRemoteEndpoint) { look() },
		UpdateFunc: func(_, _ *v1alpha1.MCPRemoteEndpoint) { look() },
		DeleteFunc: func(informers.DeletedMCPRemoteEndpoint) { look() },
	}, cache.HandlerOptions{})
	return changed, err
}

func waitReady(
	ctx context.Context,
	changed <-chan struct{},
	lister listers.MCPRemoteEndpointNamespaceLister,
	applied *v1alpha1.MCPRemoteEndpoint,
) (*v1alpha1.MCPRemoteEndpoint, error) {
	last := applied
	for {
		switch seen, err := lister.Get(applied.Name); {
		case err == nil && ready(seen, applied.Generation):
			return seen, nil
		case err == nil:
			last = seen
		case !apierrors.IsNotFound(err): // The cache may not have it yet.
			return nil, err
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, fmt.Errorf("%s/%s is not ready: %s: %w", last.Namespace, last.Name, why(last), context.Cause(ctx))
		}
	}
}

// ready reports whether the operator has seen generation and found all well.
func ready(e *v1alpha1.MCPRemoteEndpoint, generation int64) bool {
	return e.Status.ObservedGeneration >= generation &&
		meta.IsStatusConditionTrue(e.Status.Conditions, v1alpha1.ConditionReady)
}

func why(e *v1alpha1.MCPRemoteEndpoint) string {
	if condition := meta.FindStatusCondition(e.Status.Conditions, v1alpha1.ConditionReady); condition != nil {
		return condition.Message
	}
	return "no operator has looked at it"
}
