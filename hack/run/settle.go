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
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/generated/informers/externalversions"
	informers "github.com/mcp-remote-endpoint/operator/pkg/generated/informers/externalversions/toolhive/v1alpha1"
)

// quiet is how long nothing may change before the endpoints have settled.
const quiet = time.Second

var errEnded = errors.New("something that was started has ended")

// settle waits until the operator has looked at every example and changes nothing any more, and returns them by name.
func (s *session) settle(ctx context.Context) ([]*v1alpha1.MCPRemoteEndpoint, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, s.timeout, fmt.Errorf("no more than %s was left for that (flag -timeout)", s.timeout))
	factory := externalversions.NewSharedInformerFactoryWithOptions(s.client, 0, externalversions.WithNamespace(exampleNamespace))
	defer factory.Shutdown()
	defer cancel()
	endpoints := factory.Toolhive().V1alpha1().MCPRemoteEndpoints()
	changed, err := changes(endpoints.TypedInformer())
	if err != nil {
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
		select {
		case <-changed:
			settled.Reset(quiet)
		case <-settled.C:
			if waiting := unseen(all); len(waiting) == 0 {
				slices.SortFunc(all, func(a, b *v1alpha1.MCPRemoteEndpoint) int { return strings.Compare(a.Name, b.Name) })
				return all, nil
			}
		case <-s.operator.Done():
			return nil, errEnded
		case <-s.cluster.Done():
			return nil, errEnded
		case <-ctx.Done():
			return nil, fmt.Errorf("wait for the operator to look at %s: %w", strings.Join(unseen(all), ", "), context.Cause(ctx))
		}
	}
}

// changes returns a channel that holds a value whenever something changed since it was last read.
func changes(informer informers.MCPRemoteEndpointIndexInformer) (<-chan struct{}, error) {
	changed := make(chan struct{}, 1)
	tell := func() {
		select {
		case changed <- struct{}{}:
		default: // The reader has been told already.
		}
	}
	_, err := informer.AddTypedEventHandler(informers.MCPRemoteEndpointHandlerFuncs{
		AddFunc:    func(*v1alpha1.MCPRemoteEndpoint) { tell() },
		UpdateFunc: func(_, _ *v1alpha1.MCPRemoteEndpoint) { tell() },
		DeleteFunc: func(informers.DeletedMCPRemoteEndpoint) { tell() },
	}, cache.HandlerOptions{})
	return changed, err
}

// unseen names the endpoints whose status is not about their latest generation.
func unseen(endpoints []*v1alpha1.MCPRemoteEndpoint) []string {
	var names []string
	for _, endpoint := range endpoints {
		ready := meta.FindStatusCondition(endpoint.Status.Conditions, v1alpha1.ConditionReady)
		if ready == nil || ready.ObservedGeneration != endpoint.Generation {
			names = append(names, endpoint.Namespace+"/"+endpoint.Name)
		}
	}
	slices.Sort(names)
	return names
}

// stay returns when the user has had enough, or when something has ended that should not.
func (s *session) stay(ctx context.Context) {
	select {
	case <-ctx.Done():
		s.say("\nStopping")
	case <-s.operator.Done():
	case <-s.cluster.Done():
	}
}
