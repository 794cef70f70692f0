// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package migrate

import (
	"cmp"
	"encoding/json"
	"errors"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	kjson "sigs.k8s.io/json"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/publish"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/translate"
)

// Object is a legacy object, and the endpoint that takes its place.
type Object struct {
	// Kind is MCPRemoteProxy or MCPServerEntry.
	Kind kind.Kind
	// Source is the document that it was found in, or empty.
	Source string
	// Endpoint has the namespace and the name of the legacy object.
	Endpoint *v1alpha1.MCPRemoteEndpoint
	// Notes are what a person should know, in the order of the fields.
	Notes []translate.Note
	// Withheld means that the manifest is written as a comment: to apply it without a decision would change another object, or bring one back.
	Withheld bool

	// published says that the operator made the object of an endpoint.
	published bool
}

// Result sums up what is to be done about an object.
type Result string

const (
	// Ready means that the endpoint can be applied as it is.
	Ready Result = "ready"
	// Decide means that somebody has to make a decision first.
	Decide Result = "decide"
	// Lost means that the endpoint can be applied, but does not say all that the legacy object says.
	Lost Result = "lost"
)

// Result is the worst that the notes say.
func (o *Object) Result() Result {
	switch {
	case o.has(translate.Decide):
		return Decide
	case o.has(translate.Lost):
		return Lost
	}
	return Ready
}

func (o *Object) has(level translate.Level) bool {
	return slices.ContainsFunc(o.Notes, func(note translate.Note) bool { return note.Level == level })
}

// FromRemoteProxy returns the endpoint that takes the place of a proxy.
func FromRemoteProxy(proxy *v1beta1.MCPRemoteProxy) *Object {
	return newObject(kind.MCPRemoteProxy, proxy.ObjectMeta, translate.RemoteProxy(proxy))
}

// FromServerEntry returns the endpoint that takes the place of an entry.
func FromServerEntry(entry *v1beta1.MCPServerEntry) *Object {
	object := newObject(kind.MCPServerEntry, entry.ObjectMeta, translate.ServerEntry(entry))
	object.published = publish.Is(entry)
	return object
}

func newObject(of kind.Kind, meta metav1.ObjectMeta, result translate.Result) *Object {
	metav1.SetMetaDataAnnotation(&result.Endpoint.ObjectMeta, v1alpha1.ReplacesAnnotation, string(of))
	return &Object{
		Kind:     of,
		Endpoint: result.Endpoint,
		Notes:    slices.Concat(metadataNotes(meta), result.Notes, refusals(result)),
		Withheld: meta.DeletionTimestamp != nil,
	}
}

// shareName notes that an object of another kind has the same name.
func (o *Object) shareName(other kind.Kind) {
	note := translate.Note{Field: "metadata.name", Level: translate.Decide,
		Message: "is the name of an " + string(other) + " too, and only one endpoint can have it: " +
			"rename or remove one of them, and take the # off what you apply"}
	if !slices.Contains(o.Notes, note) {
		o.Notes = append(o.Notes, note)
	}
	o.Withheld = true
}

// metadataNotes tell what an endpoint does not take over from the metadata, other than what the API server sets.
func metadataNotes(meta metav1.ObjectMeta) []translate.Note {
	var notes []translate.Note
	add := func(level translate.Level, field, message string) {
		notes = append(notes, translate.Note{Level: level, Field: "metadata." + field, Message: message})
	}
	if meta.Name == "" {
		add(translate.Decide, "name", "is not set: write the name that the object has in the cluster")
	}
	if meta.DeletionTimestamp != nil {
		add(translate.Decide, "deletionTimestamp", "says that the object is being deleted: take the # off, and apply the endpoint, only if it should live on")
	}
	if len(meta.OwnerReferences) > 0 {
		add(translate.Lost, "ownerReferences", "stay with the old object: let its owner make the endpoint instead, "+
			"which otherwise outlives that owner")
	}
	if len(meta.Finalizers) > 0 {
		add(translate.Lost, "finalizers", "stay with the old object: let whoever set them set them on the endpoint")
	}
	return notes
}

// decode reads a legacy object of type T and converts it. Its status is none of an endpoint's business.
func decode[T any](raw json.RawMessage, convert func(*T) *Object) (*Object, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, err
	}
	delete(fields, "status")
	spec, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	legacy := new(T)
	unknown, err := kjson.UnmarshalStrict(spec, legacy, kjson.DisallowUnknownFields)
	if err != nil {
		return nil, err
	}
	object := convert(legacy)
	for _, field := range unknown {
		object.Notes = append(object.Notes, unknownField("", field))
	}
	for _, field := range unknownInGroupRef(fields["spec"]) {
		object.Notes = append(object.Notes, unknownField("spec.groupRef.", field))
	}
	return object, nil
}

// unknownInGroupRef finds what a reference to a group has besides its name. Its type, which has two spellings, decodes itself and passes over that.
func unknownInGroupRef(raw json.RawMessage) []error {
	var spec struct {
		GroupRef json.RawMessage `json:"groupRef"`
	}
	if kjson.UnmarshalCaseSensitivePreserveInts(raw, &spec) != nil || len(spec.GroupRef) == 0 {
		return nil
	}
	unknown, err := kjson.UnmarshalStrict(spec.GroupRef, &v1beta1.MCPGroupRef{}, kjson.DisallowUnknownFields)
	if err != nil {
		return nil // It is a name alone, or what the note on the group is about.
	}
	return unknown
}

// unknownField is the note on a field that the legacy kind does not have.
func unknownField(parent string, err error) translate.Note {
	note := translate.Note{Level: translate.Lost, Message: "is no field of this kind, and had no effect: correct its name, or remove it"}
	if field, ok := errors.AsType[kjson.FieldError](err); ok {
		note.Field = parent + field.FieldPath()
	}
	return note
}

// Name tells which object it is, for people.
func (o *Object) Name() string {
	name := cmp.Or(o.Endpoint.Name, "without a name")
	if o.Endpoint.Namespace != "" {
		name = o.Endpoint.Namespace + "/" + name
	}
	return string(o.Kind) + " " + name
}
