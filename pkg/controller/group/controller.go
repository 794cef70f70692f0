// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package group

import (
	"context"
	"errors"
	"fmt"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/burst"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/membership"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/served"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/written"
	"github.com/mcp-remote-endpoint/operator/pkg/generated/clientset/versioned"
	"github.com/mcp-remote-endpoint/operator/pkg/generated/informers/externalversions"
)

// Name is what the controller is called in flags, logs and metrics.
const Name = "group"

// Config is what the controller works with.
type Config struct {
	Toolhive versioned.Interface
	// FieldManager is the name under which it writes.
	FieldManager string

	// Informers runs the informers that the controller takes from the scopes' factories.
	Informers *served.Informers
	// Scopes are the namespaces to serve, or one scope for the whole cluster. Their namespaces must differ.
	Scopes []Scope
}

// Scope is one namespace that the controller serves, or the whole cluster, with the factory of its informers. Controllers
// that are given the same factory share informers.
type Scope struct {
	// Namespace is empty for the whole cluster.
	Namespace string
	Toolhive  externalversions.SharedInformerFactory
}

// Controller reconciles groups (see the package's documentation).
type Controller struct {
	loop         *controller.Loop[cache.ObjectName]
	toolhive     versioned.Interface
	fieldManager string
	scopes       map[string]*caches
	bursts       burst.Bursts
	// written are the groups whose status was written, until the caches have caught up.
	written *written.Objects[*v1beta1.MCPGroup]
}

// New wires the controller to its informers, which must not run yet.
func New(config Config) (*Controller, error) {
	c := &Controller{
		toolhive:     config.Toolhive,
		fieldManager: config.FieldManager,
		scopes:       map[string]*caches{},
	}
	c.loop = controller.NewLoop(Name, c.reconcile)
	c.written = written.New(func(name cache.ObjectName) *v1beta1.MCPGroup { return c.cachesOf(name.Namespace).group(name) })
	for _, scope := range config.Scopes {
		caches, err := newCaches(scope)
		if err != nil {
			return nil, fmt.Errorf("set up the caches of namespace %q: %w", scope.Namespace, err)
		}
		c.scopes[scope.Namespace] = caches
		if err := c.watch(caches, config.Informers); err != nil {
			return nil, fmt.Errorf("watch namespace %q: %w", scope.Namespace, err)
		}
	}
	return c, nil
}

// Run reconciles until ctx is done, and returns when no reconcile is in progress any more. The informers must have synced.
func (c *Controller) Run(ctx context.Context, workers int) { c.loop.Run(ctx, workers) }

// cachesOf returns those whose scope holds the namespace.
func (c *Controller) cachesOf(namespace string) *caches {
	if found, ok := c.scopes[namespace]; ok {
		return found
	}
	return c.scopes[metav1.NamespaceAll]
}

// watch says what wakes which groups.
func (c *Controller) watch(caches *caches, informers *served.Informers) error {
	handled, err := c.watchGroups(caches.groups)
	if err != nil {
		return err
	}
	informers.Add(kind.MCPGroup.Resource(), caches.groups, handled)
	return errors.Join(
		watchMembers(c, caches, caches.Endpoints, informers),
		watchMembers(c, caches, caches.Servers, informers),
		watchMembers(c, caches, caches.Proxies, informers),
		watchMembers(c, caches, caches.Entries, informers),
	)
}

func watchMembers[T cache.Object](c *Controller, caches *caches, members membership.Members[T], informers *served.Informers) error {
	handled, err := watch(members, c.changed, func(namespace string) {
		for _, group := range caches.groupsIn(namespace) {
			c.changed(group)
		}
	})
	if err != nil {
		return err
	}
	informers.Add(members.Kind.Resource(), members.Informer, handled)
	return nil
}

func (c *Controller) watchGroups(groups cache.TypedSharedIndexInformer[*v1beta1.MCPGroup]) (cache.DoneChecker, error) {
	registration, err := groups.AddTypedEventHandler(cache.TypedResourceEventHandlerFuncs[*v1beta1.MCPGroup]{
		AddFunc: c.groupChanged,
		UpdateFunc: func(_, after *v1beta1.MCPGroup) {
			if !c.written.Seen(after) {
				c.groupChanged(after)
			}
		},
		DeleteFunc: func(group cache.DeletedObject[*v1beta1.MCPGroup]) {
			if group.OptionalObj != nil {
				c.written.Gone(group.OptionalObj)
			}
		},
	})
	if err != nil {
		return nil, err
	}
	return registration.HasSyncedChecker(), nil
}

// groupChanged wakes a group that is being deleted at once: somebody waits for that.
func (c *Controller) groupChanged(group *v1beta1.MCPGroup) {
	name := cache.MetaObjectToName(group)
	if group.DeletionTimestamp != nil {
		c.loop.Add(name)
		return
	}
	c.changed(name)
}

// changed wakes a group when the burst of changes is over that this one is part of.
func (c *Controller) changed(group cache.ObjectName) {
	if c.bursts.Add(group, time.Now()) {
		c.loop.AddAfter(group, burst.Quiet)
	}
}
