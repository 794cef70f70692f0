// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/util/workqueue"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// standIn says of each Deployment that it is available, in place of nodes and of the controllers that would use them.
type standIn struct {
	client metadata.Interface
	queue  workqueue.TypedInterface[version]
	say    func(format string, args ...any)
}

// version is a Deployment as somebody wanted it at some time.
type version struct {
	name       string
	generation int64
}

// startStandIn returns when the stand-in knows of all Deployments that there are.
func (b *bench) startStandIn(ctx context.Context) (stop func(), err error) {
	config := b.cluster.Config()
	config.UserAgent = standInAgent
	client, err := metadata.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("make a client for the stand-in: %w", err)
	}
	s := &standIn{client: client, queue: workqueue.NewTyped[version](), say: b.say}
	return s.start(ctx, b.workers)
}

func (s *standIn) start(ctx context.Context, workers int) (stop func(), err error) {
	ctx, cancel := context.WithCancel(ctx)
	factory := metadatainformer.NewFilteredSharedInformerFactory(s.client, 0, namespace, nil)
	informer := cache.NewTypedSharedIndexInformer[*metav1.PartialObjectMetadata](factory.ForResource(kind.Deployment.Resource()).Informer())
	handled, err := informer.AddTypedEventHandler(cache.TypedResourceEventHandlerFuncs[*metav1.PartialObjectMetadata]{
		AddFunc: s.add,
		UpdateFunc: func(before, after *metav1.PartialObjectMetadata) {
			if before.UID != after.UID || before.Generation != after.Generation {
				s.add(after)
			}
		},
	})
	if err != nil {
		cancel()
		return nil, fmt.Errorf("watch Deployments for the stand-in: %w", err)
	}
	var running sync.WaitGroup
	for range workers {
		running.Go(func() { s.work(ctx) })
	}
	factory.Start(ctx.Done())
	stop = func() {
		cancel()
		s.queue.ShutDown()
		running.Wait()
		factory.Shutdown()
	}
	select {
	case <-handled.HasSyncedChecker().Done():
		return stop, nil
	case <-ctx.Done():
		stop()
		return nil, context.Cause(ctx)
	}
}

func (s *standIn) add(deployment *metav1.PartialObjectMetadata) {
	s.queue.Add(version{deployment.Name, deployment.Generation})
}

func (s *standIn) work(ctx context.Context) {
	for {
		next, end := s.queue.Get()
		if end {
			return
		}
		if err := s.makeAvailable(ctx, next); err != nil && ctx.Err() == nil {
			s.say("  %v", err)
		}
		s.queue.Done(next)
	}
}

// makeAvailable leaves alone what is gone.
func (s *standIn) makeAvailable(ctx context.Context, v version) error {
	patch, err := json.Marshal(map[string]any{"status": available(v.generation)})
	if err != nil {
		return fmt.Errorf("encode the status of a Deployment: %w", err)
	}
	_, err = s.client.Resource(kind.Deployment.Resource()).Namespace(namespace).
		Patch(ctx, v.name, types.MergePatchType, patch, metav1.PatchOptions{}, "status")
	if err != nil && !apierrors.IsNotFound(err) {
		return fmt.Errorf("make Deployment %q available: %w", v.name, err)
	}
	return nil
}
