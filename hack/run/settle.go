// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/generated/informers/externalversions"
)

// quiet is how long nothing may change before the endpoints have settled.
const quiet = time.Second

var errEnded = errors.New("something that was started has ended")

// settle waits until the operator has looked at every example and changes nothing any more, and returns them by name.
func (s *showcase) settle(ctx context.Context) ([]*v1alpha1.MCPRemoteEndpoint, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, s.timeout, fmt.Errorf("no more than %s was left for that (flag -timeout)", s.timeout))
	factory := externalversions.NewSharedInformerFactoryWithOptions(s.client, 0, externalversions.WithNamespace(exampleNamespace))
	defer factory.Shutdown()
	defer cancel()
	endpoints, gateways := factory.Toolhive().V1alpha1().MCPRemoteEndpoints(), factory.Toolhive().V1beta1().VirtualMCPServers()
	changed := make(chan struct{}, 1)
	if err := errors.Join(tell(changed, endpoints.TypedInformer()), tell(changed, gateways.TypedInformer())); err != nil {
		return nil, err
	}
	factory.StartWithContext(ctx)
	if err := factory.WaitForCacheSyncWithContext(ctx).AsError(); err != nil {
		return nil, fmt.Errorf("list the examples: %w", err)
	}

	settled := time.NewTimer(quiet)
	for {
		all, err := endpoints.Lister().List(labels.Everything())
		if err != nil {
			return nil, err
		}
		allGateways, err := gateways.Lister().List(labels.Everything())
		if err != nil {
			return nil, err
		}
		select {
		case <-changed:
			settled.Reset(quiet)
		case <-settled.C:
			if waiting := unseen(all, allGateways); len(waiting) == 0 {
				slices.SortFunc(all, func(a, b *v1alpha1.MCPRemoteEndpoint) int { return strings.Compare(a.Name, b.Name) })
				return all, nil
			}
		case <-s.operator.Done():
			return nil, errEnded
		case <-s.cluster.Done():
			return nil, errEnded
		case <-ctx.Done():
			return nil, fmt.Errorf("wait for the operator to look at %s: %w", strings.Join(unseen(all, allGateways), ", "), context.Cause(ctx))
		}
	}
}

// tell makes changed hold a value whenever an object has changed since it was last read.
func tell[T cache.Object](changed chan<- struct{}, informer cache.TypedSharedIndexInformer[T]) error {
	tell := func() {
		select {
		case changed <- struct{}{}:
		default: // The reader has been told already.
		}
	}
	_, err := informer.AddTypedEventHandler(cache.TypedResourceEventHandlerFuncs[T]{
		AddFunc:    func(T) { tell() },
		UpdateFunc: func(_, _ T) { tell() },
		DeleteFunc: func(cache.DeletedObject[T]) { tell() },
	})
	return err
}

// unseen names what has a status that is not about its latest generation.
func unseen(endpoints []*v1alpha1.MCPRemoteEndpoint, gateways []*v1beta1.VirtualMCPServer) []string {
	var names []string
	note := func(object metav1.Object, conditions []metav1.Condition) {
		ready := meta.FindStatusCondition(conditions, v1alpha1.ConditionReady)
		if ready == nil || ready.ObservedGeneration != object.GetGeneration() {
			names = append(names, object.GetNamespace()+"/"+object.GetName())
		}
	}
	for _, endpoint := range endpoints {
		note(endpoint, endpoint.Status.Conditions)
	}
	for _, gateway := range gateways {
		note(gateway, gateway.Status.Conditions)
	}
	slices.Sort(names)
	return names
}

// stay returns when the user has had enough, or when something has ended that should not.
func (s *showcase) stay(ctx context.Context) {
	select {
	case <-ctx.Done():
		s.say("\nStopping")
	case <-s.operator.Done():
	case <-s.cluster.Done():
	}
}
