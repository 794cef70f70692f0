// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"fmt"
	"sync"

	"k8s.io/client-go/tools/events"
	"k8s.io/client-go/tools/leaderelection"
	_ "k8s.io/component-base/metrics/prometheus/clientgo" // client-go's own metrics: queues, requests, elections
	"k8s.io/component-base/version"
	"k8s.io/klog/v2"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/served"
	"github.com/mcp-remote-endpoint/operator/pkg/generated/clientset/versioned/scheme"
)

// run is the operator, from start to an orderly end. Every replica keeps its caches warm; only the leader works.
func run(ctx context.Context, o *options) error {
	if err := o.validate(); err != nil {
		return err
	}
	klog.FromContext(ctx).Info("Starting", "version", version.Get().GitVersion, "controllers", o.controllers, "namespaces", o.scopeNames())
	c, err := newClients(o.kubeconfig)
	if err != nil {
		return err
	}

	// What the workers need ends after them, whatever makes run return.
	serving, end := context.WithCancel(context.WithoutCancel(ctx))
	var background sync.WaitGroup
	defer background.Wait()
	defer end()

	broadcaster := events.NewBroadcaster(&events.EventSinkImpl{Interface: c.events.EventsV1()})
	defer broadcaster.Shutdown()
	if err := broadcaster.StartRecordingToSinkWithContext(serving); err != nil {
		return fmt.Errorf("start recording events: %w", err)
	}
	informers := served.New(c.kube.Discovery())
	controllers, err := newControllers(c, o, informers, broadcaster.NewRecorder(scheme.Scheme, remote.FieldManager))
	if err != nil {
		return err
	}
	watchdog := leaderelection.NewLeaderHealthzAdaptor(leaseDuration)
	probes := &health{live: func() error { return watchdog.Check(nil) }}
	stop, err := serveAll(serving, o, probes)
	if err != nil {
		return err
	}
	defer stop()

	background.Go(func() { informers.Run(serving) })
	if err := informers.WaitForSync(ctx); err != nil {
		return ignoreEnd(ctx, err)
	}
	probes.synced.Store(true)
	klog.FromContext(ctx).Info("Caches are synced")

	work := func(ctx context.Context) { runAll(ctx, controllers, o.workers) }
	if !o.leaderElect {
		work(ctx)
		return nil
	}
	election, err := newElection(c.election.CoordinationV1(), cmp.Or(o.leaseNamespace, c.namespace), watchdog)
	if err != nil {
		return err
	}
	return lead(ctx, election, work)
}

// ignoreEnd returns nil for an error that is no more than that the program was told to end.
func ignoreEnd(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}
