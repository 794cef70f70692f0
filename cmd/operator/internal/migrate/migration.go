// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package migrate

import (
	"fmt"

	"k8s.io/apimachinery/pkg/types"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// Migration is what becomes of the legacy objects of some manifests, or of a cluster. A legacy object that an endpoint among them
// replaces already is not part of it, and neither is one that the operator published for an endpoint.
type Migration struct {
	// Objects are the legacy objects in the order in which they were found.
	Objects []*Object
	// Errors name the documents that cannot be read, which stay as they are.
	Errors []error

	sources []*source
	// endpoints are those that are there already, with the kind that they replace.
	endpoints map[types.NamespacedName]kind.Kind
	// named are Objects by their name.
	named map[types.NamespacedName][]*Object
}

func newMigration() *Migration {
	return &Migration{endpoints: map[types.NamespacedName]kind.Kind{}, named: map[types.NamespacedName][]*Object{}}
}

// OfInputs migrates manifests.
func OfInputs(inputs []Input) *Migration {
	m := newMigration()
	for _, input := range inputs {
		source, errs := newSource(input)
		m.sources = append(m.sources, source)
		m.Errors = append(m.Errors, errs...)
	}
	m.eachResource(func(_ *document, r *resource) {
		if r.isEndpoint() {
			m.endpoints[r.name()] = kind.Kind(r.Metadata.Annotations[v1alpha1.ReplacesAnnotation])
		}
	})
	m.eachResource(func(d *document, r *resource) {
		if r.lacksVersion() {
			m.Errors = append(m.Errors, fmt.Errorf("%s: %s %q has no apiVersion: write %s", d.place, r.Kind, r.Metadata.Name, v1beta1.SchemeGroupVersion))
		}
		if !r.isLegacy() {
			return
		}
		object, err := r.convert()
		if err != nil {
			m.Errors = append(m.Errors, fmt.Errorf("%s: %s %q: %w", d.place, r.Kind, r.Metadata.Name, err))
			return
		}
		object.Source = d.place
		if m.add(object) {
			r.becomes = object
		}
	})
	return m
}

func (m *Migration) eachResource(visit func(*document, *resource)) {
	for _, source := range m.sources {
		for _, document := range source.documents {
			for i := range document.resources {
				visit(document, &document.resources[i])
			}
		}
	}
}

// OfCluster migrates what is in a cluster, where there may be endpoints already.
func OfCluster(proxies []v1beta1.MCPRemoteProxy, entries []v1beta1.MCPServerEntry, endpoints []v1alpha1.MCPRemoteEndpoint) *Migration {
	m := newMigration()
	for _, endpoint := range endpoints {
		m.endpoints[nameOf(&endpoint)] = kind.Kind(endpoint.Annotations[v1alpha1.ReplacesAnnotation])
	}
	for i := range proxies {
		m.addNew(FromRemoteProxy(&proxies[i]))
	}
	for i := range entries {
		m.addNew(FromServerEntry(&entries[i]))
	}
	return m
}

func (m *Migration) addNew(object *Object) {
	if m.add(object) {
		m.sources = append(m.sources, &source{documents: []*document{{resources: []resource{{becomes: object}}}}})
	}
}

// add adds an object, unless an endpoint replaces it already, or is what the operator made it of.
func (m *Migration) add(object *Object) bool {
	name := nameOf(object.Endpoint)
	replaces, exists := m.endpoints[name]
	if exists && replaces == object.Kind || object.published {
		return false
	}
	if exists {
		object.shareName(kind.MCPRemoteEndpoint)
	}
	for _, other := range m.named[name] {
		if other.Kind != object.Kind {
			object.shareName(other.Kind)
			other.shareName(object.Kind)
		}
	}
	m.named[name] = append(m.named[name], object)
	m.Objects = append(m.Objects, object)
	return true
}

func nameOf(endpoint *v1alpha1.MCPRemoteEndpoint) types.NamespacedName {
	return types.NamespacedName{Namespace: endpoint.Namespace, Name: endpoint.Name}
}

// Result is the worst of the results of its objects.
func (m *Migration) Result() Result {
	worst := Ready
	for _, object := range m.Objects {
		if result := object.Result(); result == Decide || worst == Ready {
			worst = result
		}
	}
	return worst
}
