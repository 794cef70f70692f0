// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package served

import (
	"context"
	"fmt"
	"sync"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2"
)

// askInterval is how often the API server is asked for kinds that it does not serve yet. Nothing is asked once all are.
const askInterval = 5 * time.Second

// Discovery lists the resources of one group and version. client-go's discovery client is one.
type Discovery interface {
	ServerResourcesForGroupVersionWithContext(ctx context.Context, groupVersion string) (*metav1.APIResourceList, error)
}

// Informers starts each informer as soon as the API server serves its resource.
type Informers struct {
	discovery Discovery
	entries   []entry
	asked     chan struct{}

	mu      sync.Mutex
	waiting []cache.DoneChecker
}

type entry struct {
	resource schema.GroupVersionResource
	informer cache.SharedIndexInformer
	synced   []cache.DoneChecker
}

// New returns Informers that ask discovery what the API server serves.
func New(discovery Discovery) *Informers {
	return &Informers{discovery: discovery, asked: make(chan struct{})}
}

// Add registers an informer, and the handlers that must have seen its first list before anybody relies on it. Controllers that share an
// informer each add it. All are added before Run.
func (i *Informers) Add(resource schema.GroupVersionResource, informer cache.SharedIndexInformer, handlers ...cache.DoneChecker) {
	for n := range i.entries {
		// Typed informers of one kind are wrappers of one that has the store.
		if i.entries[n].informer.GetStore() == informer.GetStore() {
			i.entries[n].synced = append(i.entries[n].synced, handlers...)
			return
		}
	}
	synced := append([]cache.DoneChecker{informer.HasSyncedChecker()}, handlers...)
	i.entries = append(i.entries, entry{resource, informer, synced})
}

// Run starts informers until all run, and returns when ctx is done and all have stopped.
func (i *Informers) Run(ctx context.Context) {
	var running sync.WaitGroup
	defer running.Wait()

	missing := i.entries
	answered := false
	ask := func(ctx context.Context) (bool, error) {
		served, err := i.ask(ctx, missing)
		if err != nil {
			klog.FromContext(ctx).Error(err, "Cannot tell which kinds the API server serves; asking again", "in", askInterval)
			return false, nil
		}
		missing = i.start(ctx, &running, missing, served)
		if !answered {
			answered = true
			report(ctx, missing)
			close(i.asked)
		}
		return len(missing) == 0, nil
	}
	// The only error is that ctx is done.
	_ = wait.PollUntilContextCancel(ctx, askInterval, true, ask)
	<-ctx.Done()
}

// WaitForSync returns nil once every informer whose resource the API server served at the first asking holds its first list,
// and an error when ctx is done before.
func (i *Informers) WaitForSync(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return fmt.Errorf("wait for the API server to say what it serves: %w", ctx.Err())
	case <-i.asked:
	}
	i.mu.Lock()
	waiting := i.waiting
	i.mu.Unlock()
	if !cache.WaitFor(ctx, "", waiting...) {
		return fmt.Errorf("wait for caches to sync: %w", ctx.Err())
	}
	return nil
}

// ask returns the resources of entries that the API server serves.
func (i *Informers) ask(ctx context.Context, entries []entry) (sets.Set[schema.GroupVersionResource], error) {
	served := sets.New[schema.GroupVersionResource]()
	versions := sets.New[schema.GroupVersion]()
	for _, e := range entries {
		versions.Insert(e.resource.GroupVersion())
	}
	for version := range versions {
		list, err := i.discovery.ServerResourcesForGroupVersionWithContext(ctx, version.String())
		if apierrors.IsNotFound(err) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("discover %s: %w", version, err)
		}
		for _, resource := range list.APIResources {
			served.Insert(version.WithResource(resource.Name))
		}
	}
	return served, nil
}

// start runs the informers of those entries that are served, and returns the others.
func (i *Informers) start(ctx context.Context, running *sync.WaitGroup, entries []entry, served sets.Set[schema.GroupVersionResource]) []entry {
	var missing []entry
	for _, e := range entries {
		if !served.Has(e.resource) {
			missing = append(missing, e)
			continue
		}
		klog.FromContext(ctx).V(1).Info("Starting informer", "resource", e.resource.GroupResource())
		i.mu.Lock()
		i.waiting = append(i.waiting, e.synced...)
		i.mu.Unlock()
		running.Go(func() { e.informer.RunWithContext(ctx) })
	}
	return missing
}

// report tells the user, once, which kinds the operator will do without until they are installed.
func report(ctx context.Context, missing []entry) {
	names := sets.New[string]()
	for _, e := range missing {
		names.Insert(e.resource.GroupResource().String())
	}
	if names.Len() > 0 {
		klog.FromContext(ctx).Info("Kinds are not installed; the operator works without them, and picks them up when their CRDs are applied",
			"missing", sets.List(names))
	}
}
