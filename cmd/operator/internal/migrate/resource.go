// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package migrate

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	kjson "sigs.k8s.io/json"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// listSuffix ends the kinds of lists. It is the kind of those that may hold anything, as kubectl writes them.
const listSuffix = "List"

// resource is one Kubernetes object of a document.
type resource struct {
	APIVersion string            `json:"apiVersion"`
	Kind       kind.Kind         `json:"kind"`
	Metadata   metadata          `json:"metadata"`
	Items      []json.RawMessage `json:"items"`

	// raw is all of it.
	raw json.RawMessage
	// becomes is what takes its place, or nil.
	becomes *Object
}

// metadata is what endpoints keep of an object's metadata.
type metadata struct {
	Name        string            `json:"name,omitempty"`
	Namespace   string            `json:"namespace,omitempty"`
	Labels      map[string]string `json:"labels,omitempty"`
	Annotations map[string]string `json:"annotations,omitempty"`
}

// newResource reads as much as it can: objects of other kinds may look as they like.
func newResource(raw json.RawMessage) resource {
	var r resource
	_ = kjson.UnmarshalCaseSensitivePreserveInts(raw, &r) // what is wrong with a legacy object is told when it is converted
	r.raw = raw
	return r
}

// toJSON reads a document, which must be UTF-8 as Kubernetes wants it.
func toJSON(text []byte) (json.RawMessage, error) {
	if !utf8.Valid(text) {
		return nil, errors.New("the text is not UTF-8")
	}
	if json.Valid(text) {
		return text, nil
	}
	return yaml.YAMLToJSON(text)
}

// checkKeys finds keys that are given twice, which Kubernetes refuses.
func checkKeys(text []byte) error {
	if !json.Valid(text) {
		_, err := yaml.YAMLToJSONStrict(text)
		return err
	}
	var content map[string]any
	twice, err := kjson.UnmarshalStrict(text, &content, kjson.DisallowDuplicateFields)
	return errors.Join(append(twice, err)...)
}

// flatten returns a resource itself or, of a list, its items.
func (r resource) flatten() []resource {
	if !r.isList() {
		return []resource{r}
	}
	var resources []resource
	for _, raw := range r.Items {
		item := newResource(raw)
		if item.Kind == "" && r.Kind != listSuffix {
			item = item.typed(r.APIVersion, r.itemKind())
		}
		resources = append(resources, item.flatten()...)
	}
	return resources
}

func (r resource) isList() bool {
	return r.Kind == listSuffix || r.ofGroup() && r.Kind != r.itemKind() && r.itemKind().IsLegacy()
}

// itemKind is the kind of the items of a typed list.
func (r resource) itemKind() kind.Kind {
	return kind.Kind(strings.TrimSuffix(string(r.Kind), listSuffix))
}

// typed adds what the items of a typed list may leave out.
func (r resource) typed(apiVersion string, kind kind.Kind) resource {
	var fields map[string]json.RawMessage
	if json.Unmarshal(r.raw, &fields) != nil || fields == nil {
		return r
	}
	fields["apiVersion"], _ = json.Marshal(apiVersion)
	fields["kind"], _ = json.Marshal(kind)
	raw, err := json.Marshal(fields)
	if err != nil {
		return r
	}
	return newResource(raw)
}

func (r resource) ofGroup() bool {
	version, err := schema.ParseGroupVersion(r.APIVersion)
	return err == nil && version.Group == v1beta1.GroupName
}

func (r resource) isLegacy() bool {
	return r.ofGroup() && r.Kind.IsLegacy()
}

// lacksVersion says whether a resource would be a legacy object, or a list of some, if it said of which version it is.
func (r resource) lacksVersion() bool {
	return r.APIVersion == "" && (r.Kind.IsLegacy() || r.itemKind().IsLegacy())
}

// isTemplate says whether a resource holds what Helm and others replace. A quoted one reads as a value.
func (r resource) isTemplate() bool { return bytes.Contains(r.raw, []byte("{{")) }

func (r resource) isEndpoint() bool { return r.ofGroup() && r.Kind == kind.MCPRemoteEndpoint }

func (r resource) name() types.NamespacedName {
	return types.NamespacedName{Namespace: r.Metadata.Namespace, Name: r.Metadata.Name}
}

// convert says what takes the place of a legacy object.
func (r resource) convert() (*Object, error) {
	if r.APIVersion != v1beta1.SchemeGroupVersion.String() && r.APIVersion != v1alpha1.SchemeGroupVersion.String() {
		return nil, fmt.Errorf("apiVersion %q is not known: use v1beta1 or v1alpha1 of %s", r.APIVersion, v1beta1.GroupName)
	}
	if r.isTemplate() {
		return nil, errors.New("it is a template, with {{ in it: migrate what is made of it, and take the changes over by hand")
	}
	if r.Kind == kind.MCPRemoteProxy {
		return decode(r.raw, FromRemoteProxy)
	}
	return decode(r.raw, FromServerEntry)
}
