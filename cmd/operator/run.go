// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"net/http"
	"sync"

	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/tools/events"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/component-base/metrics/legacyregistry"
	_ "k8s.io/component-base/metrics/prometheus/clientgo" // client-go's own metrics: queues, requests, elections
	"k8s.io/component-base/version"
	"k8s.io/klog/v2"

	"github.com/mcp-remote-endpoint/operator/pkg/controller"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/served"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/slim"
	"github.com/mcp-remote-endpoint/operator/pkg/generated/clientset/versioned/scheme"
	"github.com/mcp-remote-endpoint/operator/pkg/generated/informers/externalversions"
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
	if o.leaseNamespace == "" {
		o.leaseNamespace = c.namespace
	}

	// What the workers need ends after them, whatever makes run return.
	serving, end := context.WithCancel(context.WithoutCancel(ctx))
	var background sync.WaitGroup
	defer background.Wait()
	defer end()

	broadcaster := events.NewBroadcaster(&events.EventSinkImpl{Interface: c.kube.EventsV1()})
	defer broadcaster.Shutdown()
	if err := broadcaster.StartRecordingToSinkWithContext(serving); err != nil {
		return fmt.Errorf("start recording events: %w", err)
	}
	informers := served.New(c.kube.Discovery())
	remotes, err := remote.New(remote.Config{
		Toolhive:  c.toolhive,
		Kube:      c.kube,
		Metadata:  c.metadata,
		Recorder:  broadcaster.NewRecorder(scheme.Scheme, remote.FieldManager),
		Informers: informers,
		Scopes:    newScopes(c, o.scopes()),
	})
	if err != nil {
		return fmt.Errorf("set up the %s controller: %w", remote.Name, err)
	}
	controller.RegisterMetrics()
	legacyregistry.CustomMustRegister(remotes.Metrics())

	watchdog := leaderelection.NewLeaderHealthzAdaptor(leaseDuration)
	probes := &health{live: func() error { return watchdog.Check(nil) }}
	for _, s := range []struct {
		name, address string
		handler       http.Handler
	}{{"probes", o.healthAddress, probes.handler()}, {"metrics", o.metricsAddress, metricsHandler()}} {
		stop, err := serve(serving, s.name, s.address, s.handler)
		if err != nil {
			return err
		}
		defer stop()
	}

	background.Go(func() { informers.Run(serving) })
	if err := informers.WaitForSync(ctx); err != nil {
		return ignoreEnd(ctx, err)
	}
	probes.synced.Store(true)
	klog.FromContext(ctx).Info("Caches are synced")

	work := func(ctx context.Context) { remotes.Run(ctx, o.workers) }
	if !o.leaderElect {
		work(ctx)
		return nil
	}
	election, err := newElection(c.election.CoordinationV1(), o.leaseNamespace, watchdog)
	if err != nil {
		return err
	}
	return lead(ctx, election, work)
}

// newScopes makes the informer factories of each namespace.
func newScopes(c *clients, namespaces []string) []remote.Scope {
	scopes := make([]remote.Scope, 0, len(namespaces))
	for _, namespace := range namespaces {
		scopes = append(scopes, remote.Scope{
			Namespace: namespace,
			Toolhive: externalversions.NewSharedInformerFactoryWithOptions(c.toolhive, 0,
				externalversions.WithNamespace(namespace), externalversions.WithTransform(slim.Object)),
			Metadata: metadatainformer.NewFilteredSharedInformerFactory(c.metadata, 0, namespace, nil),
		})
	}
	return scopes
}

// ignoreEnd returns nil for an error that is no more than that the program was told to end.
func ignoreEnd(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}
