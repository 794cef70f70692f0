// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote

import (
	"context"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/events"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/content"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/served"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/wake"
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
	// Scopes are the namespaces to serve, or one scope for the whole cluster. Their namespaces must differ.
	Scopes []Scope
}

// Controller reconciles names (see the package's documentation).
type Controller struct {
	loop     *controller.Loop[cache.ObjectName]
	toolhive versioned.Interface
	metadata metadata.Interface
	recorder events.EventRecorder
	scopes   map[string]snapshotter
	// contents are the readers of Secrets and ConfigMaps.
	contents map[kind.Kind]*content.Reader
}

// New wires the controller to its informers, which must not run yet.
func New(config Config) (*Controller, error) {
	c := &Controller{
		toolhive: config.Toolhive,
		metadata: config.Metadata,
		recorder: config.Recorder,
		scopes:   map[string]snapshotter{},
		contents: map[kind.Kind]*content.Reader{
			kind.Secret:    content.NewSecretReader(config.Kube.CoreV1()),
			kind.ConfigMap: content.NewConfigMapReader(config.Kube.CoreV1()),
		},
	}
	c.loop = controller.NewLoop(Name, c.reconcile)
	for _, scope := range config.Scopes {
		caches, err := newCaches(scope)
		if err != nil {
			return nil, fmt.Errorf("set up the caches of namespace %q: %w", scope.Namespace, err)
		}
		c.scopes[scope.Namespace] = snapshotter{caches: caches, contents: c.contents}
		if err := c.watch(caches, config.Informers); err != nil {
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

// watch says what wakes which names.
func (c *Controller) watch(caches *caches, informers *served.Informers) error {
	handled, err := wake.On(caches.endpoints, nil, wake.Self, c.loop.Add)
	if err != nil {
		return err
	}
	informers.Add(kind.MCPRemoteEndpoint.Resource(), caches.endpoints, handled)

	handled, err = wake.On(caches.authConfigs, specChanged, caches.referrersOf(kind.MCPExternalAuthConfig), c.loop.Add)
	if err != nil {
		return err
	}
	informers.Add(kind.MCPExternalAuthConfig.Resource(), caches.authConfigs, handled)

	for _, k := range metadataKinds {
		rule := c.ruleOf(caches, k)
		handled, err := wake.On(caches.metadata[k], rule.changed, rule.keys, c.loop.Add)
		if err != nil {
			return err
		}
		informers.Add(k.Resource(), caches.metadata[k], handled)
	}
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
				c.contents[k].Forget(name)
			}
			return caches.referrers(k, name)
		}}
	case kind.MCPGroup, kind.MCPToolConfig:
		return rule{existenceChanged, caches.referrersOf(k)}
	default:
		return rule{existenceChanged, wake.Self}
	}
}

// existenceChanged passes over updates, such as those of a group's status, that leave an object what and where it was.
func existenceChanged(before, after *metav1.PartialObjectMetadata) bool {
	return before.UID != after.UID || (before.DeletionTimestamp == nil) != (after.DeletionTimestamp == nil)
}

// specChanged passes over updates of the status.
func specChanged(before, after *v1beta1.MCPExternalAuthConfig) bool {
	return before.UID != after.UID || before.Generation != after.Generation
}

func (c *caches) referrersOf(k kind.Kind) func(cache.ObjectName) []cache.ObjectName {
	return func(name cache.ObjectName) []cache.ObjectName { return c.referrers(k, name) }
}
