// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote

import (
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/claim"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/publish"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/translate"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/written"
	"github.com/mcp-remote-endpoint/operator/pkg/generated/informers/externalversions"
)

// subjects are the caches of the objects that are reconciled.
type subjects struct {
	endpoints *subject[*v1alpha1.MCPRemoteEndpoint]
	proxies   *subject[*v1beta1.MCPRemoteProxy]
	entries   *subject[*v1beta1.MCPServerEntry]
}

// subject is the cache of one kind.
type subject[T written.Object] struct {
	kind     kind.Kind
	informer cache.TypedSharedIndexInformer[T]
	// endpoint returns the endpoint that an object is, or is equivalent to.
	endpoint func(T) *v1alpha1.MCPRemoteEndpoint
	// served says whether objects of the kind are reconciled. Otherwise they are another operator's, and only claim names.
	served bool
	// foreign says that an object is no subject, although it is of the kind. It is nil for a kind that has no such objects.
	foreign func(T) bool
	// written holds the objects whose status was written, until the informer shows it.
	written *written.Objects[T]
}

func newSubjects(from externalversions.SharedInformerFactory, legacy bool) subjects {
	v1alpha1Informers, v1beta1Informers := from.Toolhive().V1alpha1(), from.Toolhive().V1beta1()
	itself := func(endpoint *v1alpha1.MCPRemoteEndpoint) *v1alpha1.MCPRemoteEndpoint { return endpoint }
	s := subjects{
		endpoints: newSubject(kind.MCPRemoteEndpoint, v1alpha1Informers.MCPRemoteEndpoints().TypedInformer(), itself),
		proxies:   newSubject(kind.MCPRemoteProxy, v1beta1Informers.MCPRemoteProxies().TypedInformer(), endpointOfProxy),
		entries:   newSubject(kind.MCPServerEntry, v1beta1Informers.MCPServerEntries().TypedInformer(), endpointOfEntry),
	}
	s.endpoints.served, s.proxies.served, s.entries.served = true, legacy, legacy
	s.entries.foreign = func(entry *v1beta1.MCPServerEntry) bool { return publish.Is(entry) }
	return s
}

func newSubject[T written.Object](k kind.Kind, informer cache.TypedSharedIndexInformer[T], endpoint func(T) *v1alpha1.MCPRemoteEndpoint) *subject[T] {
	s := &subject[T]{kind: k, informer: informer, endpoint: endpoint}
	s.written = written.New(s.cached)
	return s
}

// cached returns the zero T for what the informer has not shown.
func (s *subject[T]) cached(name cache.ObjectName) T {
	object, _, _ := s.informer.GetStore().GetByKey(name.String())
	cached, _ := object.(T)
	return cached
}

// endpointOfProxy translates a proxy. The endpoint has the proxy's identity, and what its status tells of the past.
func endpointOfProxy(proxy *v1beta1.MCPRemoteProxy) *v1alpha1.MCPRemoteEndpoint {
	endpoint := translate.RemoteProxy(proxy).Endpoint
	endpoint.UID, endpoint.Generation, endpoint.DeletionTimestamp = proxy.UID, proxy.Generation, proxy.DeletionTimestamp
	endpoint.Status.ObservedGeneration = proxy.Status.ObservedGeneration
	endpoint.Status.URL = proxy.Status.URL
	return endpoint
}

// endpointOfEntry translates an entry. The endpoint has the entry's identity.
func endpointOfEntry(entry *v1beta1.MCPServerEntry) *v1alpha1.MCPRemoteEndpoint {
	endpoint := translate.ServerEntry(entry).Endpoint
	endpoint.UID, endpoint.Generation, endpoint.DeletionTimestamp = entry.UID, entry.Generation, entry.DeletionTimestamp
	endpoint.Status.ObservedGeneration = entry.Status.ObservedGeneration
	return endpoint
}

// index makes objects be found by what they refer to.
func (s *subjects) index() error {
	if err := s.endpoints.index(); err != nil {
		return err
	}
	if err := s.proxies.index(); err != nil {
		return err
	}
	return s.entries.index()
}

func (s *subject[T]) index() error {
	return index(s.informer, func(object T) []references.Reference { return references.OfEndpoint(s.endpoint(object)) })
}

// referrers lists the names of the objects that refer to another.
func (s *subjects) referrers(value string) []cache.ObjectName {
	names := objectNames(s.endpoints.informer, byReference, value)
	names = append(names, objectNames(s.proxies.informer, byReference, value)...)
	return append(names, objectNames(s.entries.informer, byReference, value)...)
}

// wake wakes the name of each object that appears, changes or goes, but for what the controller itself has written.
func (s *subject[T]) wake(add func(cache.ObjectName)) (cache.DoneChecker, error) {
	changed := func(object T) {
		if !s.written.Seen(object) && !s.isForeign(object) {
			add(cache.MetaObjectToName(object))
		}
	}
	registration, err := s.informer.AddTypedEventHandler(cache.TypedResourceEventHandlerFuncs[T]{
		AddFunc:    changed,
		UpdateFunc: func(_, after T) { changed(after) },
		DeleteFunc: func(deleted cache.DeletedObject[T]) {
			var none T
			if deleted.OptionalObj != none {
				s.written.Gone(deleted.OptionalObj)
			}
			add(deleted.GetObjectName())
		},
	})
	if err != nil {
		return nil, err
	}
	return registration.HasSyncedChecker(), nil
}

// claimant returns the object as one that claims its name, and false if there is none.
func (s *subject[T]) claimant(name cache.ObjectName) (claim.Claimant, bool) {
	var none T
	object := s.written.Get(name)
	return claim.Claimant{Kind: s.kind, Object: object, Foreign: !s.served}, object != none && !s.isForeign(object)
}

func (s *subject[T]) isForeign(object T) bool { return s.foreign != nil && s.foreign(object) }
