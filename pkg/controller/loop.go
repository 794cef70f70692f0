// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"k8s.io/client-go/util/workqueue"
	"k8s.io/klog/v2"
)

const (
	// retryBase and retryMax bound the delay of a key that fails again and again. The maximum is what a user waits, at
	// worst, after an API server came back.
	retryBase = 10 * time.Millisecond
	retryMax  = 30 * time.Second

	// reconcileTimeout bounds one reconcile, so that shutting down cannot hang on one call. It is less than the time that the
	// kubelet gives a Pod to end (terminationGracePeriodSeconds).
	reconcileTimeout = 20 * time.Second
)

// ReconcileFunc brings what key names to its desired state. It is never called for the same key twice at a time.
type ReconcileFunc[K comparable] func(ctx context.Context, key K) Outcome

// Loop takes keys from a work queue to a ReconcileFunc.
type Loop[K comparable] struct {
	name      string
	queue     workqueue.TypedRateLimitingInterface[K]
	reconcile ReconcileFunc[K]
}

// NewLoop returns a Loop whose name appears in logs and metrics.
func NewLoop[K comparable](name string, reconcile ReconcileFunc[K]) *Loop[K] {
	limiter := workqueue.NewTypedItemExponentialFailureRateLimiter[K](retryBase, retryMax)
	config := workqueue.TypedRateLimitingQueueConfig[K]{Name: name}
	return &Loop[K]{
		name:      name,
		queue:     workqueue.NewTypedRateLimitingQueueWithConfig(limiter, config),
		reconcile: reconcile,
	}
}

// Add wakes key. Keys that are added while they wait are reconciled once.
func (l *Loop[K]) Add(key K) { l.queue.Add(key) }

// AddAfter wakes key when d has passed. Of several such times the first counts.
func (l *Loop[K]) AddAfter(key K, d time.Duration) { l.queue.AddAfter(key, d) }

// Run reconciles keys with that many workers until ctx is done. It returns when no reconcile is in progress any more;
// a Loop runs once.
func (l *Loop[K]) Run(ctx context.Context, workers int) {
	logger := klog.LoggerWithValues(klog.FromContext(ctx), "controller", l.name)
	ctx = klog.NewContext(ctx, logger)
	logger.V(1).Info("Starting workers", "workers", workers)

	var running sync.WaitGroup
	for range workers {
		running.Go(func() {
			for l.next(ctx) {
			}
		})
	}
	<-ctx.Done()
	l.queue.ShutDown()
	running.Wait()
	logger.V(1).Info("Workers drained")
}

// next reconciles one key, and returns false when the queue is empty and shut down. Keys that still wait when ctx is done
// are left to the next leader; the one in progress is finished.
func (l *Loop[K]) next(ctx context.Context) bool {
	key, shutdown := l.queue.Get()
	if shutdown {
		return false
	}
	defer l.queue.Done(key)
	if ctx.Err() != nil {
		return true
	}
	l.settle(ctx, key, l.call(context.WithoutCancel(ctx), key))
	return true
}

// settle turns an outcome into a verb of the queue.
func (l *Loop[K]) settle(ctx context.Context, key K, outcome Outcome) {
	reconciles.WithLabelValues(l.name, outcome.String()).Inc()
	logger := klog.FromContext(ctx)
	switch outcome.verb {
	case verbAfter:
		l.queue.Forget(key)
		l.queue.AddAfter(key, outcome.after)
	case verbRetry:
		logger.Error(outcome.err, "Reconcile failed and will be retried", "key", key)
		l.queue.AddRateLimited(key)
	case verbQuiet:
		logger.V(2).Info("Reconcile will be retried", "key", key, "cause", outcome.err)
		l.queue.AddRateLimited(key)
	default:
		l.queue.Forget(key)
	}
}

// call contains a panic to the key that caused it (R5.6).
func (l *Loop[K]) call(ctx context.Context, key K) (outcome Outcome) {
	ctx, cancel := context.WithTimeout(ctx, reconcileTimeout)
	defer cancel()
	ctx = klog.NewContext(ctx, klog.LoggerWithValues(klog.FromContext(ctx), "key", key))

	started := time.Now()
	defer func() {
		reconcileSeconds.WithLabelValues(l.name).Observe(time.Since(started).Seconds())
		if cause := recover(); cause != nil {
			reconcilePanics.WithLabelValues(l.name).Inc()
			outcome = Retry(fmt.Errorf("panic: %v\n%s", cause, debug.Stack()))
		}
	}()
	return l.reconcile(ctx, key)
}
