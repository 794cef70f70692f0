// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package controllertest

import (
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
	clienttesting "k8s.io/client-go/testing"
)

// Delay makes what happens to the objects of a resource known to caches only that much later, as on a busy API server. Whoever asks
// the API server itself sees it at once.
func (c *Cluster) Delay(resource schema.GroupVersionResource, delay time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.delays[resource] = delay
}

func (c *Cluster) delay(resource schema.GroupVersionResource) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.delays[resource]
}

// watchReactor watches a tracker, with delays.
func (c *Cluster) watchReactor(tracker clienttesting.ObjectTracker) clienttesting.WatchReactionFunc {
	return func(action clienttesting.Action) (handled bool, _ watch.Interface, _ error) {
		watched, err := tracker.Watch(action.GetResource(), action.GetNamespace(), action.(clienttesting.WatchActionImpl).ListOptions)
		if err != nil {
			return true, nil, err
		}
		late := &lateWatch{Interface: watched, events: make(chan watch.Event), stopped: make(chan struct{})}
		go late.run(func() time.Duration { return c.delay(action.GetResource()) })
		return true, late, nil
	}
}

// lateWatch passes events on after a delay.
type lateWatch struct {
	watch.Interface
	events  chan watch.Event
	stopped chan struct{}
	stop    sync.Once
}

// ResultChan implements watch.Interface.
func (w *lateWatch) ResultChan() <-chan watch.Event { return w.events }

// Stop implements watch.Interface.
func (w *lateWatch) Stop() {
	w.stop.Do(func() { close(w.stopped) })
	w.Interface.Stop()
}

func (w *lateWatch) run(delay func() time.Duration) {
	defer close(w.events)
	for event := range w.Interface.ResultChan() {
		if d := delay(); d > 0 {
			select {
			case <-time.After(d):
			case <-w.stopped:
				return
			}
		}
		select {
		case w.events <- event:
		case <-w.stopped:
			return
		}
	}
}
