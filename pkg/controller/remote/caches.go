// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/metadata/metadatalister"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pods"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/claim"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/slim"
	"github.com/mcp-remote-endpoint/operator/pkg/generated/informers/externalversions"
)

// ChildrenSelector selects what the operator makes, and PodsSelector the pods of proxies.
const (
	ChildrenSelector = pod.ManagedByLabel + "=" + pod.ManagedBy
	PodsSelector     = "app=mcpremoteproxy,toolhive=true"
)

// Scope is one namespace that the controller serves, or the whole cluster, with the factories of its informers. Controllers
// that are given the same factories share informers.
type Scope struct {
	// Namespace is empty for the whole cluster.
	Namespace string
	Toolhive  externalversions.SharedInformerFactory
	Metadata  metadatainformer.SharedInformerFactory
	// Published and Children select by ChildrenSelector, and Pods by PodsSelector.
	Published externalversions.SharedInformerFactory
	Children  informers.SharedInformerFactory
	Pods      informers.SharedInformerFactory
}

// metadataKinds are the kinds of which this controller watches only metadata: that an object exists, how old it is, and that it changed
// is all that has to be known. What a Secret holds is never in memory.
var metadataKinds = []kind.Kind{
	kind.MCPServer, kind.MCPGroup, kind.ConfigMap, kind.Secret, kind.ServiceAccount,
}

// caches hold the objects of one scope.
type caches struct {
	subjects   subjects
	companions companions
	metadata   map[kind.Kind]cache.TypedSharedIndexInformer[*metav1.PartialObjectMetadata]
	pods       pods.Pods
}

func newCaches(scope Scope, legacy bool) (*caches, error) {
	c := &caches{
		subjects:   newSubjects(scope.Toolhive, legacy),
		companions: newCompanions(scope.Toolhive.Toolhive().V1beta1()),
		metadata:   map[kind.Kind]cache.TypedSharedIndexInformer[*metav1.PartialObjectMetadata]{},
	}
	for _, k := range metadataKinds {
		informer := scope.Metadata.ForResource(k.Resource()).Informer()
		if err := informer.SetTransform(slim.Metadata); err != nil {
			return nil, err
		}
		c.metadata[k] = cache.NewTypedSharedIndexInformer[*metav1.PartialObjectMetadata](informer)
	}
	var err error
	if c.pods, err = pods.New(scope.Pods.Core().V1().Pods().TypedInformer()); err != nil {
		return nil, err
	}
	if err := c.subjects.index(); err != nil {
		return nil, err
	}
	return c, c.companions.index()
}

// byReference is the index that lists the objects which refer to another, under the value that indexKey makes of that.
const byReference = "reference"

// index makes an informer's objects be found by what they refer to.
func index[T cache.Object](informer cache.TypedSharedIndexInformer[T], referencesOf func(T) []references.Reference) error {
	return informer.AddTypedIndexers(cache.TypedIndexers[T]{byReference: func(object T) ([]string, error) {
		var values []string
		for _, ref := range referencesOf(object) {
			values = append(values, indexKey(ref.Kind, object.GetNamespace(), ref.Name))
		}
		return values, nil
	}})
}

func indexKey(k kind.Kind, namespace, name string) string {
	return string(k) + "/" + namespace + "/" + name
}

// referrers returns the names of the objects that refer to another, be it by way of a companion.
func (c *caches) referrers(k kind.Kind, name cache.ObjectName) []cache.ObjectName {
	value := indexKey(k, name.Namespace, name.Name)
	names := c.subjects.referrers(value)
	for _, companion := range c.companions.referrers(value) {
		names = append(names, c.subjects.referrers(companion)...)
	}
	return names
}

// objectNames lists what an index holds. An index that does not exist is a mistake in this package, and lists nothing.
func objectNames[T cache.Object](informer cache.TypedSharedIndexInformer[T], index, value string) []cache.ObjectName {
	objects, _ := informer.GetTypedIndexer().ByTypedIndex(index, value)
	names := make([]cache.ObjectName, 0, len(objects))
	for _, object := range objects {
		names = append(names, cache.NewObjectName(object.GetNamespace(), object.GetName()))
	}
	return names
}

// object returns nil for what is not there.
func (c *caches) object(k kind.Kind, name cache.ObjectName) *metav1.PartialObjectMetadata {
	lister := metadatalister.New(c.metadata[k].GetIndexer(), k.Resource())
	return present(lister.Namespace(name.Namespace).Get(name.Name))
}

// claimants returns the objects that claim a name.
func (c *caches) claimants(name cache.ObjectName) []claim.Claimant {
	var claimants []claim.Claimant
	add := func(claimant claim.Claimant, found bool) {
		if found {
			claimants = append(claimants, claimant)
		}
	}
	server := c.object(kind.MCPServer, name)
	add(claim.Claimant{Kind: kind.MCPServer, Object: server, Foreign: true}, server != nil)
	add(c.subjects.proxies.claimant(name))
	add(c.subjects.entries.claimant(name))
	add(c.subjects.endpoints.claimant(name))
	return claimants
}

// present drops the error of a lister: it is never another than NotFound.
func present[T any](object *T, err error) *T {
	if err != nil {
		return nil
	}
	return object
}
