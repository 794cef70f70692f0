// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"slices"
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/events"
	"k8s.io/component-base/metrics/legacyregistry"

	"github.com/mcp-remote-endpoint/operator/pkg/controller"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/group"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/render"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/served"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/slim"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver"
	gateway "github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/render"
	"github.com/mcp-remote-endpoint/operator/pkg/generated/informers/externalversions"
)

// runner is a controller.
type runner interface {
	// Run reconciles until ctx is done, and returns when no reconcile is in progress any more.
	Run(ctx context.Context, workers int)
}

// newControllers makes the controllers that were chosen. They share informers.
func newControllers(c *clients, o *options, informers *served.Informers, recorder events.EventRecorder) ([]runner, error) {
	controller.RegisterMetrics()
	scopes := newScopes(c, o.scopes())
	var controllers []runner
	if slices.Contains(o.controllers, remote.Name) {
		remotes, err := newRemotes(c, o, informers, recorder, scopes)
		if err != nil {
			return nil, fmt.Errorf("set up the %s controller: %w", remote.Name, err)
		}
		controllers = append(controllers, remotes)
	}
	if slices.Contains(o.controllers, group.Name) {
		groups, err := newGroups(c, informers, scopes)
		if err != nil {
			return nil, fmt.Errorf("set up the %s controller: %w", group.Name, err)
		}
		controllers = append(controllers, groups)
	}
	if slices.Contains(o.controllers, virtualserver.Name) {
		gateways, err := newGateways(c, o, informers, recorder, scopes)
		if err != nil {
			return nil, fmt.Errorf("set up the %s controller: %w", virtualserver.Name, err)
		}
		controllers = append(controllers, gateways)
	}
	return controllers, nil
}

// runAll returns when all controllers have.
func runAll(ctx context.Context, controllers []runner, workers int) {
	var running sync.WaitGroup
	for _, c := range controllers {
		running.Go(func() { c.Run(ctx, workers) })
	}
	running.Wait()
}

// newRemotes makes the controller of endpoints, and its metrics part of the process's.
func newRemotes(c *clients, o *options, informers *served.Informers, recorder events.EventRecorder, scopes []remote.Scope) (*remote.Controller, error) {
	remotes, err := remote.New(remote.Config{
		Toolhive:  c.toolhive,
		Kube:      c.kube,
		Metadata:  c.metadata,
		Recorder:  recorder,
		Informers: informers,
		Legacy:    slices.Contains(o.controllers, legacyKinds),
		Publish:   o.publishEntries,
		Settings:  render.Settings{ProxyImage: o.proxyImage, ImagePullSecrets: o.pullSecrets},
		Scopes:    scopes,
	})
	if err != nil {
		return nil, err
	}
	legacyregistry.CustomMustRegister(remotes.Metrics())
	return remotes, nil
}

// newGroups makes the controller of groups.
func newGroups(c *clients, informers *served.Informers, scopes []remote.Scope) (*group.Controller, error) {
	config := group.Config{Toolhive: c.toolhive, FieldManager: remote.FieldManager, Informers: informers}
	for _, scope := range scopes {
		config.Scopes = append(config.Scopes, group.Scope{Namespace: scope.Namespace, Toolhive: scope.Toolhive})
	}
	return group.New(config)
}

// newGateways makes the controller of gateways.
func newGateways(
	c *clients, o *options, informers *served.Informers, recorder events.EventRecorder, scopes []remote.Scope,
) (*virtualserver.Controller, error) {
	config := virtualserver.Config{
		Toolhive:     c.toolhive,
		Kube:         c.kube,
		Metadata:     c.metadata,
		Recorder:     recorder,
		FieldManager: remote.FieldManager,
		Informers:    informers,
		Legacy:       slices.Contains(o.controllers, legacyKinds),
		Settings:     gateway.Settings{Image: o.vmcpImage, ImagePullSecrets: o.pullSecrets},
	}
	for _, scope := range scopes {
		config.Scopes = append(config.Scopes, virtualserver.Scope{
			Namespace: scope.Namespace, Toolhive: scope.Toolhive, Metadata: scope.Metadata, Children: scope.Children,
			Pods: kubeInformers(c, scope.Namespace, gateway.PodsSelector, slim.Pod),
		})
	}
	return virtualserver.New(config)
}

// newScopes makes the informer factories of each namespace.
func newScopes(c *clients, namespaces []string) []remote.Scope {
	scopes := make([]remote.Scope, 0, len(namespaces))
	for _, namespace := range namespaces {
		scopes = append(scopes, remote.Scope{
			Namespace: namespace,
			Toolhive: externalversions.NewSharedInformerFactoryWithOptions(c.toolhive, 0,
				externalversions.WithNamespace(namespace), externalversions.WithTransform(slim.Object)),
			Published: externalversions.NewSharedInformerFactoryWithOptions(c.toolhive, 0,
				externalversions.WithNamespace(namespace), externalversions.WithTransform(slim.Applied(remote.FieldManager)),
				externalversions.WithTweakListOptions(labelled(remote.ChildrenSelector))),
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
		informers.WithTweakListOptions(labelled(selector)))
}

// labelled makes a list be one of objects with these labels.
func labelled(selector string) func(*metav1.ListOptions) {
	return func(options *metav1.ListOptions) { options.LabelSelector = selector }
}
