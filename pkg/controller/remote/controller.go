// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote

import (
	"context"
	"errors"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/events"

	"github.com/mcp-remote-endpoint/operator/pkg/controller"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/children"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/content"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/render"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/served"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/wake"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/written"
	"github.com/mcp-remote-endpoint/operator/pkg/generated/clientset/versioned"
)

// Name is what the controller is called in flags, logs and metrics.
const Name = "remote"

// Config is what the controller works with.
type Config struct {
	Toolhive versioned.Interface
	Kube     kubernetes.Interface
	Metadata metadata.Interface
	Recorder events.EventRecorder

	// Informers runs the informers that the controller takes from the scopes' factories.
	Informers *served.Informers
	// Legacy makes the controller serve MCPRemoteProxies and MCPServerEntries too. Without it they are another operator's, and only claim names.
	Legacy bool
	// Publish makes it publish endpoints as MCPServerEntries.
	Publish bool
	// Settings are those of all proxies.
	Settings render.Settings
	// Scopes are the namespaces to serve, or one scope for the whole cluster. Their namespaces must differ.
	Scopes []Scope
}

// Controller reconciles names (see the package's documentation).
type Controller struct {
	loop     *controller.Loop[cache.ObjectName]
	toolhive versioned.Interface
	metadata metadata.Interface
	recorder events.EventRecorder
	settings render.Settings
	scopes   map[string]snapshotter
	contents *content.Contents
}

// New wires the controller to its informers, which must not run yet.
func New(config Config) (*Controller, error) {
	c := &Controller{
		toolhive: config.Toolhive,
		metadata: config.Metadata,
		recorder: config.Recorder,
		settings: config.Settings,
		scopes:   map[string]snapshotter{},
		contents: content.New(config.Kube.CoreV1()),
	}
	c.loop = controller.NewLoop(Name, c.reconcile)
	for _, scope := range config.Scopes {
		caches, err := newCaches(scope, config.Legacy)
		if err != nil {
			return nil, fmt.Errorf("set up the caches of namespace %q: %w", scope.Namespace, err)
		}
		s := snapshotter{caches: caches, contents: c.contents, children: newChildren(config, scope), publishing: config.publishing(), legacy: config.Legacy}
		c.scopes[scope.Namespace] = s
		if err := c.watch(s, config.Informers); err != nil {
			return nil, fmt.Errorf("watch namespace %q: %w", scope.Namespace, err)
		}
	}
	return c, nil
}

// Run reconciles until ctx is done, and returns when no reconcile is in progress any more. The informers must have synced.
func (c *Controller) Run(ctx context.Context, workers int) { c.loop.Run(ctx, workers) }

// snapshotter returns the one whose scope holds the namespace.
func (c *Controller) snapshotter(namespace string) snapshotter {
	if s, ok := c.scopes[namespace]; ok {
		return s
	}
	return c.scopes[metav1.NamespaceAll]
}

func (c Config) publishing() Publishing {
	switch {
	case !c.Publish:
		return PublishingOff
	case c.Legacy:
		return PublishingAlone
	}
	return PublishingBeside
}

// newChildren returns the stores of what proxies are made of, and of published entries.
func newChildren(config Config, scope Scope) *children.Set {
	set := &children.Set{Metadata: config.Metadata, FieldManager: FieldManager}
	set.Stores = append(set.Stores, children.Entries(config.Toolhive, scope.Published, FieldManager))
	set.Stores = append(set.Stores, children.Of(childKinds, config.Kube, scope.Children, FieldManager)...)
	return set
}

// watch says what wakes which names.
func (c *Controller) watch(s snapshotter, informers *served.Informers) error {
	if err := c.watchSubjects(&s.subjects, informers); err != nil {
		return err
	}
	if s.publishing != PublishingOff {
		if err := c.watchRivals(&s.subjects, informers); err != nil {
			return err
		}
	}
	if err := c.watchCompanions(s.caches, informers); err != nil {
		return err
	}
	for _, k := range metadataKinds {
		rule := c.ruleOf(s.caches, k)
		handled, err := wake.On(s.metadata[k], rule.changed, rule.keys, c.loop.Add)
		if err != nil {
			return err
		}
		informers.Add(k.Resource(), s.metadata[k], handled)
	}
	return c.watchChildren(s, informers)
}

func (c *Controller) watchSubjects(subjects *subjects, informers *served.Informers) error {
	return errors.Join(
		watchSubject(c, subjects.endpoints, informers),
		watchSubject(c, subjects.proxies, informers),
		watchSubject(c, subjects.entries, informers),
	)
}

func watchSubject[T written.Object](c *Controller, s *subject[T], informers *served.Informers) error {
	handled, err := s.wake(c.loop.Add)
	if err != nil {
		return err
	}
	informers.Add(s.kind.Resource(), s.informer, handled)
	return nil
}

func (c *Controller) watchCompanions(caches *caches, informers *served.Informers) error {
	all := &caches.companions
	return errors.Join(
		watchCompanion(c, caches, all.auth, informers),
		watchCompanion(c, caches, all.oidc, informers),
		watchCompanion(c, caches, all.authz, informers),
		watchCompanion(c, caches, all.telemetry, informers),
		watchCompanion(c, caches, all.tools, informers),
	)
}

func watchCompanion[T companionObject](c *Controller, caches *caches, companion companion[T], informers *served.Informers) error {
	handled, err := wake.On(companion.informer, companion.changed, caches.referrersOf(companion.kind), c.loop.Add)
	if err != nil {
		return err
	}
	informers.Add(companion.kind.Resource(), companion.informer, handled)
	return nil
}

func (c *Controller) watchChildren(s snapshotter, informers *served.Informers) error {
	for _, store := range s.children.Stores {
		handled, err := store.Wake(func(name cache.ObjectName) []cache.ObjectName {
			if store.Kind == kind.MCPServerEntry {
				return wake.Self(name)
			}
			if proxy, ok := render.ProxyOf(store.Kind, name.Name); ok {
				return []cache.ObjectName{cache.NewObjectName(name.Namespace, proxy)}
			}
			return nil
		}, c.loop.Add)
		if err != nil {
			return err
		}
		informers.Add(store.Kind.Resource(), store.Informer, handled)
	}
	handled, err := s.pods.Wake(c.loop.Add)
	if err != nil {
		return err
	}
	informers.Add(kind.Pod.Resource(), s.pods.Informer, handled)
	return nil
}

// rule says which changes of an object count, and whom they wake.
type rule struct {
	changed func(before, after *metav1.PartialObjectMetadata) bool
	keys    func(cache.ObjectName) []cache.ObjectName
}

func (c *Controller) ruleOf(caches *caches, k kind.Kind) rule {
	switch k {
	case kind.Secret, kind.ConfigMap:
		return rule{nil, func(name cache.ObjectName) []cache.ObjectName {
			if caches.object(k, name) == nil {
				c.contents.Forget(k, name)
			}
			return caches.referrers(k, name)
		}}
	case kind.MCPGroup, kind.ServiceAccount:
		return rule{wake.ExistenceChanged[*metav1.PartialObjectMetadata], caches.referrersOf(k)}
	default:
		return rule{wake.ExistenceChanged[*metav1.PartialObjectMetadata], wake.Self}
	}
}

// companionObject is an object whose generation counts the versions of its spec.
type companionObject interface {
	cache.Object
	metav1.Object
}

func (c *caches) referrersOf(k kind.Kind) func(cache.ObjectName) []cache.ObjectName {
	return func(name cache.ObjectName) []cache.ObjectName { return c.referrers(k, name) }
}
