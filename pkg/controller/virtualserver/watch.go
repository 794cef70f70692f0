// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtualserver

import (
	"errors"
	"maps"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/burst"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/children"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/interest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/membership"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/served"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/member"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/render"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/wake"
)

// watch says what wakes which gateways.
func (c *Controller) watch(r *reader, informers *served.Informers) error {
	return errors.Join(
		c.watchGateways(r, informers),
		watchMembers(c, r, r.members.Endpoints, informers),
		watchMembers(c, r, r.members.Servers, informers),
		watchMembers(c, r, r.members.Proxies, informers),
		watchMembers(c, r, r.members.Entries, informers),
		c.watchConfigs(r, informers),
		c.watchMetadata(r, informers),
		c.watchChildren(r, informers),
	)
}

// soon wakes a gateway when the burst of changes is over that this one is part of: each change of what its pods read is a rollout, and a gateway
// is often applied together with its members and what they refer to.
func (c *Controller) soon(gateway cache.ObjectName) {
	if c.bursts.Add(gateway, time.Now()) {
		c.loop.AddAfter(gateway, burst.Quiet)
	}
}

// about wakes the gateways that were looked at with an eye on a subject.
func (c *Controller) about(r *reader, k kind.Kind, name cache.ObjectName) {
	for _, gateway := range r.interests.Of(interest.Subject{Kind: k, Name: name}) {
		c.soon(gateway)
	}
}

func (c *Controller) watchGateways(r *reader, informers *served.Informers) error {
	registration, err := r.gateways.AddTypedEventHandler(cache.TypedResourceEventHandlerFuncs[*v1beta1.VirtualMCPServer]{
		AddFunc: func(gateway *v1beta1.VirtualMCPServer) { c.soon(cache.MetaObjectToName(gateway)) },
		UpdateFunc: func(before, after *v1beta1.VirtualMCPServer) {
			if !r.written.Seen(after) && changed(before, after) {
				c.soon(cache.MetaObjectToName(after))
			}
		},
		DeleteFunc: func(deleted cache.DeletedObject[*v1beta1.VirtualMCPServer]) {
			if deleted.OptionalObj != nil {
				r.written.Gone(deleted.OptionalObj)
			}
			c.loop.Add(deleted.GetObjectName())
		},
	})
	if err != nil {
		return err
	}
	informers.Add(kind.VirtualMCPServer.Resource(), r.gateways, registration.HasSyncedChecker())
	return nil
}

// changed passes over what vMCP writes every 30 seconds.
func changed(before, after *v1beta1.VirtualMCPServer) bool {
	return wake.ExistenceChanged(before, after) || before.Generation != after.Generation || !maps.Equal(before.Annotations, after.Annotations) ||
		Rewrites(&before.Status, &after.Status)
}

// watchMembers wakes the gateways of the groups that an object joins, leaves or stays in, and those that have looked at its name.
func watchMembers[T interface {
	cache.Object
	comparable
}](c *Controller, r *reader, members membership.Members[T], informers *served.Informers) error {
	note := func(objects ...T) {
		for _, object := range objects {
			c.about(r, groupMembers, members.GroupOf(object))
			if !member.Readable(object) {
				c.about(r, unreadables, cache.NewObjectName(object.GetNamespace(), ""))
			}
		}
	}
	registration, err := members.Informer.AddTypedEventHandler(cache.TypedResourceEventHandlerFuncs[T]{
		AddFunc: func(object T) {
			c.about(r, claimants, cache.NewObjectName(object.GetNamespace(), object.GetName()))
			note(object)
		},
		UpdateFunc: func(before, after T) {
			c.about(r, claimants, cache.NewObjectName(after.GetNamespace(), after.GetName()))
			note(before, after)
		},
		DeleteFunc: func(deleted cache.DeletedObject[T]) {
			name := deleted.GetObjectName()
			c.about(r, claimants, name) // Its last state may not be known. Who had it in a group has looked at its name.
			var none T
			if deleted.OptionalObj == none || !member.Readable(deleted.OptionalObj) {
				c.about(r, unreadables, cache.NewObjectName(name.Namespace, ""))
			}
		},
	})
	if err != nil {
		return err
	}
	informers.Add(members.Kind.Resource(), members.Informer, registration.HasSyncedChecker())
	return nil
}

func (c *Controller) watchConfigs(r *reader, informers *served.Informers) error {
	all := &r.configs
	return errors.Join(
		watchConfig(c, r, kind.MCPExternalAuthConfig, all.auth, nil, informers),
		watchConfig(c, r, kind.MCPOIDCConfig, all.oidc, func(config *v1beta1.MCPOIDCConfig) string { return config.Status.ConfigHash }, informers),
		watchConfig(c, r, kind.MCPAuthzConfig, all.authz, func(config *v1beta1.MCPAuthzConfig) string { return config.Status.ConfigHash }, informers),
		watchConfig(c, r, kind.MCPTelemetryConfig, all.telemetry, func(config *v1beta1.MCPTelemetryConfig) string { return config.Status.ConfigHash }, informers),
		watchConfig(c, r, kind.MCPToolConfig, all.tools, nil, informers),
		watchConfig(c, r, kind.VirtualMCPCompositeToolDefinition, all.compositeTools, nil, informers),
	)
}

// watchConfig passes over changes of the status, but for the hash that whoever serves the kind wrote into it, if gateways repeat that in theirs.
func watchConfig[T interface {
	cache.Object
	metav1.Object
}](
	c *Controller, r *reader, k kind.Kind, informer cache.TypedSharedIndexInformer[T], hash func(T) string, informers *served.Informers,
) error {
	changed := func(before, after T) bool {
		return before.GetUID() != after.GetUID() || before.GetGeneration() != after.GetGeneration() || hash != nil && hash(before) != hash(after)
	}
	handled, err := wake.On(informer, changed, r.lookedAt(k), c.soon)
	if err != nil {
		return err
	}
	informers.Add(k.Resource(), informer, handled)
	return nil
}

func (c *Controller) watchMetadata(r *reader, informers *served.Informers) error {
	for _, k := range metadataKinds {
		changed, keys := wake.ExistenceChanged[*metav1.PartialObjectMetadata], r.lookedAt(k)
		if k == kind.Secret || k == kind.ConfigMap {
			changed, keys = nil, func(name cache.ObjectName) []cache.ObjectName {
				if r.object(k, name) == nil {
					r.contents.Forget(k, name)
				}
				return r.lookedAt(k)(name)
			}
		}
		handled, err := wake.On(r.metadata[k], changed, keys, c.soon)
		if err != nil {
			return err
		}
		informers.Add(k.Resource(), r.metadata[k], handled)
	}
	return nil
}

// lookedAt finds the gateways that an object was looked at for.
func (r *reader) lookedAt(k kind.Kind) func(cache.ObjectName) []cache.ObjectName {
	return func(name cache.ObjectName) []cache.ObjectName {
		return r.interests.Of(interest.Subject{Kind: k, Name: name})
	}
}

func (c *Controller) watchChildren(r *reader, informers *served.Informers) error {
	for _, store := range r.children.Stores {
		handled, err := store.Wake(gatewayOf(store), c.loop.Add)
		if err != nil {
			return err
		}
		informers.Add(store.Kind.Resource(), store.Informer, handled)
	}
	handled, err := r.pods.Wake(c.loop.Add)
	if err != nil {
		return err
	}
	informers.Add(kind.Pod.Resource(), r.pods.Informer, handled)
	return nil
}

func gatewayOf(store *children.Store) func(cache.ObjectName) []cache.ObjectName {
	return func(name cache.ObjectName) []cache.ObjectName {
		gateway, ok := render.GatewayOf(store.Kind, name.Name)
		if !ok {
			return nil
		}
		return wake.Self(cache.NewObjectName(name.Namespace, gateway))
	}
}
