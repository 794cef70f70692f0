// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote

import (
	"cmp"
	"errors"
	"maps"
	"slices"

	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/publish"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/served"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/written"
)

// byVariable is the index that lists the objects for whose headers a gateway looks in a variable, published entries among them.
const byVariable = "variable"

// watchRivals makes objects be found by their variables, and wakes those that share one with an object that appears, changes or goes.
func (c *Controller) watchRivals(s *subjects, informers *served.Informers) error {
	return errors.Join(
		watchRivalsOf(c, s, s.endpoints, informers),
		watchRivalsOf(c, s, s.entries, informers),
	)
}

func watchRivalsOf[T written.Object](c *Controller, s *subjects, changing *subject[T], informers *served.Informers) error {
	if err := changing.informer.AddTypedIndexers(cache.TypedIndexers[T]{byVariable: func(object T) ([]string, error) {
		return changing.variables(object), nil
	}}); err != nil {
		return err
	}
	wake := func(object T) {
		for _, name := range s.sharing(changing.variables(object)) {
			if name.Name != object.GetName() {
				c.loop.Add(name)
			}
		}
	}
	registration, err := changing.informer.AddTypedEventHandler(cache.TypedResourceEventHandlerFuncs[T]{
		AddFunc: wake,
		UpdateFunc: func(before, after T) {
			if rivalChanged(before, after) {
				wake(before)
				wake(after)
			}
		},
		DeleteFunc: func(deleted cache.DeletedObject[T]) {
			var none T
			if deleted.OptionalObj != none { // Without it, the object was never in the cache: no decision can depend on it.
				wake(deleted.OptionalObj)
			}
		},
	})
	if err != nil {
		return err
	}
	informers.Add(changing.kind.Resource(), changing.informer, registration.HasSyncedChecker())
	return nil
}

// rivalChanged passes over updates of the status. Annotations say what an endpoint replaces, and labels which entries are published.
func rivalChanged[T written.Object](before, after T) bool {
	return before.GetUID() != after.GetUID() || before.GetGeneration() != after.GetGeneration() ||
		!maps.Equal(before.GetAnnotations(), after.GetAnnotations()) || !maps.Equal(before.GetLabels(), after.GetLabels())
}

func (s *subject[T]) variables(object T) []string { return variablesOf(s.endpoint(object)) }

// variablesOf are values of byVariable: pods have the variables of one namespace.
func variablesOf(endpoint *v1alpha1.MCPRemoteEndpoint) []string {
	variables := publish.Variables(endpoint)
	for i, variable := range variables {
		variables[i] = endpoint.Namespace + "/" + variable
	}
	return variables
}

// sharing lists the names of the objects that have one of these variables, sorted, each once.
func (s *subjects) sharing(variables []string) []cache.ObjectName {
	var names []cache.ObjectName
	for _, variable := range variables {
		names = append(names, objectNames(s.endpoints.informer, byVariable, variable)...)
		names = append(names, objectNames(s.entries.informer, byVariable, variable)...)
	}
	slices.SortFunc(names, func(a, b cache.ObjectName) int { return cmp.Compare(a.Name, b.Name) })
	return slices.Compact(names)
}

// rivals returns the objects that share a variable with an endpoint, and the entry that stands for the endpoint itself. Of all of
// them it is the informers that tell, so that whoever looks at two rivals sees the same of both.
func (s *subjects) rivals(endpoint *v1alpha1.MCPRemoteEndpoint) (rivals []publish.Rival, publishedAs *v1beta1.MCPServerEntry) {
	if entry := s.entries.cached(cache.MetaObjectToName(endpoint)); entry != nil && publish.Is(entry) {
		publishedAs = entry
	}
	for _, name := range s.sharing(variablesOf(endpoint)) {
		other, entry := s.endpoints.cached(name), s.entries.cached(name)
		if entry != nil && !publish.Is(entry) {
			rivals = append(rivals, publish.Rival{Kind: kind.MCPServerEntry, Endpoint: endpointOfEntry(entry)})
			entry = nil
		}
		if name.Name != endpoint.Name && other != nil {
			rivals = append(rivals, publish.Rival{Kind: kind.MCPRemoteEndpoint, Endpoint: other, PublishedAs: entry})
		}
	}
	return rivals, publishedAs
}
