// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"fmt"
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/events"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/component-base/metrics/legacyregistry"
	_ "k8s.io/component-base/metrics/prometheus/clientgo" // client-go's own metrics: queues, requests, elections
	"k8s.io/component-base/version"
	"k8s.io/klog/v2"

	"github.com/mcp-remote-endpoint/operator/pkg/controller"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/render"
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
	remotes, err := newRemotes(c, o, informers, broadcaster.NewRecorder(scheme.Scheme, remote.FieldManager))
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

	work := func(ctx context.Context) { remotes.Run(ctx, o.workers) }
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

// newRemotes makes the controller of endpoints, and its metrics part of the process's.
func newRemotes(c *clients, o *options, informers *served.Informers, recorder events.EventRecorder) (*remote.Controller, error) {
	remotes, err := remote.New(remote.Config{
		Toolhive:  c.toolhive,
		Kube:      c.kube,
		Metadata:  c.metadata,
		Recorder:  recorder,
		Informers: informers,
		Settings:  render.Settings{ProxyImage: o.proxyImage, ImagePullSecrets: o.pullSecrets},
		Scopes:    newScopes(c, o.scopes()),
	})
	if err != nil {
		return nil, fmt.Errorf("set up the %s controller: %w", remote.Name, err)
	}
	controller.RegisterMetrics()
	legacyregistry.CustomMustRegister(remotes.Metrics())
	return remotes, nil
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
			Children: kubeInformers(c, namespace, remote.ChildrenSelector, slim.Applied(remote.FieldManager)),
			Pods:     kubeInformers(c, namespace, remote.PodsSelector, slim.Pod),
		})
	}
	return scopes
}

// kubeInformers makes a factory of informers of objects with these labels.
func kubeInformers(c *clients, namespace, selector string, transform cache.TransformFunc) informers.SharedInformerFactory {
	return informers.NewSharedInformerFactoryWithOptions(c.kube, 0,
		informers.WithNamespace(namespace), informers.WithTransform(transform),
		informers.WithTweakListOptions(func(options *metav1.ListOptions) { options.LabelSelector = selector }))
}

// ignoreEnd returns nil for an error that is no more than that the program was told to end.
func ignoreEnd(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}
