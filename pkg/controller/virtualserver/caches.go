// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtualserver

import (
	"errors"
	"slices"
	"strconv"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/membership"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pods"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/claim"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/publish"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/slim"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/member"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/written"
	"github.com/mcp-remote-endpoint/operator/pkg/generated/informers/externalversions"
)

// Scope is one namespace that the controller serves, or the whole cluster, with the factories of its informers. Controllers
// that are given the same factories share informers.
type Scope struct {
	// Namespace is empty for the whole cluster.
	Namespace string
	Toolhive  externalversions.SharedInformerFactory
	Metadata  metadatainformer.SharedInformerFactory
	// Children selects what the operator has made, and Pods by render.PodsSelector.
	Children informers.SharedInformerFactory
	Pods     informers.SharedInformerFactory
}

// metadataKinds are the kinds of which only metadata are watched. What a Secret holds is never in memory.
var metadataKinds = []kind.Kind{kind.MCPGroup, kind.ConfigMap, kind.Secret, kind.ServiceAccount}

// caches hold the objects of one scope.
type caches struct {
	gateways cache.TypedSharedIndexInformer[*v1beta1.VirtualMCPServer]
	// written are the gateways whose status was written, until the informer shows it.
	written  *written.Objects[*v1beta1.VirtualMCPServer]
	members  membership.Informers
	configs  configs
	metadata map[kind.Kind]cache.TypedSharedIndexInformer[*metav1.PartialObjectMetadata]
	pods     pods.Pods
	// legacy says whether this operator serves MCPRemoteProxies and MCPServerEntries. What another one serves is not taken over by endpoints.
	legacy bool
}

// configs are the informers of the objects that configure gateways and members.
type configs struct {
	auth           cache.TypedSharedIndexInformer[*v1beta1.MCPExternalAuthConfig]
	oidc           cache.TypedSharedIndexInformer[*v1beta1.MCPOIDCConfig]
	authz          cache.TypedSharedIndexInformer[*v1beta1.MCPAuthzConfig]
	telemetry      cache.TypedSharedIndexInformer[*v1beta1.MCPTelemetryConfig]
	tools          cache.TypedSharedIndexInformer[*v1beta1.MCPToolConfig]
	compositeTools cache.TypedSharedIndexInformer[*v1beta1.VirtualMCPCompositeToolDefinition]
}

func newCaches(scope Scope, legacy bool) (*caches, error) {
	from := scope.Toolhive.Toolhive().V1beta1()
	c := &caches{
		legacy:   legacy,
		gateways: from.VirtualMCPServers().TypedInformer(),
		configs: configs{
			auth:           from.MCPExternalAuthConfigs().TypedInformer(),
			oidc:           from.MCPOIDCConfigs().TypedInformer(),
			authz:          from.MCPAuthzConfigs().TypedInformer(),
			telemetry:      from.MCPTelemetryConfigs().TypedInformer(),
			tools:          from.MCPToolConfigs().TypedInformer(),
			compositeTools: from.VirtualMCPCompositeToolDefinitions().TypedInformer(),
		},
		metadata: map[kind.Kind]cache.TypedSharedIndexInformer[*metav1.PartialObjectMetadata]{},
	}
	c.written = written.New(func(name cache.ObjectName) *v1beta1.VirtualMCPServer { return cached(c.gateways, name) })
	for _, k := range metadataKinds {
		informer := scope.Metadata.ForResource(k.Resource()).Informer()
		if err := informer.SetTransform(slim.Metadata); err != nil {
			return nil, err
		}
		c.metadata[k] = cache.NewTypedSharedIndexInformer[*metav1.PartialObjectMetadata](informer)
	}
	var err error
	if c.members, err = membership.New(scope.Toolhive); err != nil {
		return nil, err
	}
	if c.pods, err = pods.New(scope.Pods.Core().V1().Pods().TypedInformer()); err != nil {
		return nil, err
	}
	return c, errors.Join(indexUnreadable(c.members.Servers.Informer), indexUnreadable(c.members.Proxies.Informer), indexUnreadable(c.members.Entries.Informer))
}

// cached returns nil for an object that is not there.
func cached[T cache.Object](informer cache.TypedSharedIndexInformer[T], name cache.ObjectName) T {
	object, _, _ := informer.GetStore().GetByKey(name.String())
	found, _ := object.(T)
	return found
}

// byUnreadable is the index that lists the objects of a namespace that are not member.Readable.
const byUnreadable = "unreadable"

func indexUnreadable[T cache.Object](informer cache.TypedSharedIndexInformer[T]) error {
	return informer.AddTypedIndexers(cache.TypedIndexers[T]{byUnreadable: func(object T) ([]string, error) {
		if member.Readable(object) {
			return nil, nil
		}
		return []string{object.GetNamespace()}, nil
	}})
}

// unreadable lists the objects of a namespace that are not member.Readable, by kind and name.
func (c *caches) unreadable(namespace string) []string {
	return slices.Concat(
		unreadable(c.members.Proxies, namespace), unreadable(c.members.Servers, namespace), unreadable(c.members.Entries, namespace))
}

func unreadable[T cache.Object](members membership.Members[T], namespace string) []string {
	objects, _ := members.Informer.GetTypedIndexer().ByTypedIndex(byUnreadable, namespace)
	names := make([]string, 0, len(objects))
	for _, object := range objects {
		names = append(names, string(members.Kind)+" "+strconv.Quote(object.GetName()))
	}
	slices.Sort(names)
	return names
}

// namesIn lists the names that members of a group bear, sorted.
func (c *caches) namesIn(group cache.ObjectName) []string {
	names := sets.New(c.members.Endpoints.Of(group)...)
	names.Insert(c.members.Servers.Of(group)...)
	names.Insert(c.members.Proxies.Of(group)...)
	names.Insert(c.members.Entries.Of(group)...)
	return sets.List(names)
}

// claimants are the objects that claim a name. An entry that stands for an endpoint is none.
func (c *caches) claimants(name cache.ObjectName) []claim.Claimant {
	var claimants []claim.Claimant
	if server := cached(c.members.Servers.Informer, name); server != nil {
		claimants = append(claimants, claim.Claimant{Kind: kind.MCPServer, Object: server, Foreign: true})
	}
	if proxy := cached(c.members.Proxies.Informer, name); proxy != nil {
		claimants = append(claimants, claim.Claimant{Kind: kind.MCPRemoteProxy, Object: proxy, Foreign: !c.legacy})
	}
	if entry := cached(c.members.Entries.Informer, name); entry != nil && !publish.Is(entry) {
		claimants = append(claimants, claim.Claimant{Kind: kind.MCPServerEntry, Object: entry, Foreign: !c.legacy})
	}
	if endpoint := cached(c.members.Endpoints.Informer, name); endpoint != nil {
		claimants = append(claimants, claim.Claimant{Kind: kind.MCPRemoteEndpoint, Object: endpoint})
	}
	return claimants
}
