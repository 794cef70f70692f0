// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtualserver

import (
	"context"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/events"

	"github.com/mcp-remote-endpoint/operator/pkg/controller"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/burst"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/children"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/content"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/served"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/render"
	"github.com/mcp-remote-endpoint/operator/pkg/generated/clientset/versioned"
)

// Name is what the controller is called in flags, logs and metrics.
const Name = "virtualserver"

// Config is what the controller works with.
type Config struct {
	Toolhive versioned.Interface
	Kube     kubernetes.Interface
	Metadata metadata.Interface
	Recorder events.EventRecorder
	// FieldManager is the name under which it writes.
	FieldManager string

	// Informers runs the informers that the controller takes from the scopes' factories.
	Informers *served.Informers
	// Legacy says whether this operator serves MCPRemoteProxies and MCPServerEntries.
	Legacy bool
	// Settings are those of all gateways.
	Settings render.Settings
	// Scopes are the namespaces to serve, or one scope for the whole cluster. Their namespaces must differ.
	Scopes []Scope
}

// Controller reconciles gateways (see the package's documentation).
type Controller struct {
	loop         *controller.Loop[cache.ObjectName]
	toolhive     versioned.Interface
	metadata     metadata.Interface
	recorder     events.EventRecorder
	fieldManager string
	settings     render.Settings
	scopes       map[string]*reader
	bursts       burst.Bursts
}

// New wires the controller to its informers, which must not run yet.
func New(config Config) (*Controller, error) {
	c := &Controller{
		toolhive:     config.Toolhive,
		metadata:     config.Metadata,
		recorder:     config.Recorder,
		fieldManager: config.FieldManager,
		settings:     config.Settings,
		scopes:       map[string]*reader{},
	}
	c.loop = controller.NewLoop(Name, c.reconcile)
	contents := content.New(config.Kube.CoreV1())
	for _, scope := range config.Scopes {
		caches, err := newCaches(scope, config.Legacy)
		if err != nil {
			return nil, fmt.Errorf("set up the caches of namespace %q: %w", scope.Namespace, err)
		}
		r := &reader{caches: caches, contents: contents, children: &children.Set{
			Metadata: config.Metadata, FieldManager: config.FieldManager,
			Stores: children.Of(ChildKinds, config.Kube, scope.Children, config.FieldManager),
		}}
		c.scopes[scope.Namespace] = r
		if err := c.watch(r, config.Informers); err != nil {
			return nil, fmt.Errorf("watch namespace %q: %w", scope.Namespace, err)
		}
	}
	return c, nil
}

// Run reconciles until ctx is done, and returns when no reconcile is in progress any more. The informers must have synced.
func (c *Controller) Run(ctx context.Context, workers int) { c.loop.Run(ctx, workers) }

// reader returns the one whose scope holds the namespace.
func (c *Controller) reader(namespace string) *reader {
	if r, ok := c.scopes[namespace]; ok {
		return r
	}
	return c.scopes[metav1.NamespaceAll]
}
