// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package children_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/children"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// owned returns a child that an owner with this UID controls, or nobody if that is empty.
func owned(uid types.UID, changes ...func(*corev1.ConfigMap)) *corev1.ConfigMap {
	object := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "child"}}
	if uid != "" {
		object.OwnerReferences = []metav1.OwnerReference{{UID: uid, Controller: new(true)}}
	}
	for _, change := range changes {
		change(object)
	}
	return object
}

func leaving(object *corev1.ConfigMap) { object.DeletionTimestamp = &metav1.Time{} }

func TestDiff(t *testing.T) {
	wanted := owned("me")
	tests := map[string]struct {
		state    children.State
		verb     children.Verb // nothing is to be done if it is empty
		conflict bool
	}{
		"neither wanted nor there":                            {children.State{}, "", false},
		"wanted and not there":                                {children.State{Wanted: wanted}, children.Apply, false},
		"as wanted":                                           {children.State{Wanted: wanted, Live: owned("me"), InSync: true}, "", false},
		"not as wanted":                                       {children.State{Wanted: wanted, Live: owned("me")}, children.Apply, false},
		"there and not wanted":                                {children.State{Live: owned("me")}, children.Delete, false},
		"another's and wanted":                                {children.State{Wanted: wanted, Live: owned("else")}, "", true},
		"another's and not wanted":                            {children.State{Live: owned("else")}, "", false},
		"nobody's and wanted":                                 {children.State{Wanted: wanted, Live: owned("")}, "", true},
		"nobody's and not wanted":                             {children.State{Live: owned("")}, "", false},
		"nobody's by now, but applied by us":                  {children.State{Wanted: wanted, Live: owned(""), Applied: true}, children.Apply, false},
		"another's by now, though applied by us":              {children.State{Wanted: wanted, Live: owned("else"), Applied: true}, "", true},
		"of a predecessor":                                    {children.State{Wanted: wanted, Live: inherited()}, children.Adopt, false},
		"made by another operator":                            {children.State{Wanted: wanted, Live: owned("me"), Updated: true}, children.Adopt, false},
		"of a predecessor, and not wanted":                    {children.State{Live: inherited()}, children.Delete, false},
		"being deleted":                                       {children.State{Wanted: wanted, Live: owned("me", leaving)}, "", false},
		"being deleted, and not wanted":                       {children.State{Live: owned("me", leaving)}, "", false},
		"another's that is being deleted is still in the way": {children.State{Wanted: wanted, Live: owned("else", leaving)}, "", true},
	}
	owner := children.Owner{Name: "search", UID: "me", Predecessors: []kind.Kind{kind.MCPRemoteProxy}}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			tt.state.Kind = kind.ConfigMap
			d := children.Diff([]children.State{tt.state}, owner)
			ops, conflicts := d.Ops, d.Conflicts
			switch {
			case tt.conflict:
				assert.Empty(t, ops)
				assert.Len(t, conflicts, 1)
			case tt.verb == "":
				assert.Empty(t, ops)
				assert.Empty(t, conflicts)
			default:
				assert.Equal(t, []children.Op{{Verb: tt.verb, State: tt.state}}, ops)
				assert.Empty(t, conflicts)
			}
		})
	}
}

// A set of children is not left half made.
func TestDiffDoesNothingWhenOneChildIsInTheWay(t *testing.T) {
	d := children.Diff([]children.State{
		{Kind: kind.ConfigMap, Wanted: owned("me")},
		{Kind: kind.ConfigMap, Wanted: owned("me"), Live: owned("else")},
	}, children.Owner{Name: "search", UID: "me"})
	assert.Empty(t, d.Ops)
	assert.Len(t, d.Conflicts, 1)
	assert.EqualValues(t, "else", d.Conflicts[0].Owner.UID)
}

// What belongs to an object of the same name that is no more is on its way out, and nothing is made before it is gone.
func TestDiffWaitsForTheChildrenOfAFormerOwner(t *testing.T) {
	for _, k := range []kind.Kind{kind.MCPRemoteEndpoint, kind.MCPRemoteProxy} {
		former := of(k, "search", "former")
		owner := children.Owner{Name: "search", UID: "me", Namesakes: map[kind.Kind]types.UID{kind.MCPRemoteEndpoint: "me", kind.MCPRemoteProxy: ""}}
		d := children.Diff([]children.State{
			{Kind: kind.ConfigMap, Wanted: owned("me")}, {Kind: kind.ConfigMap, Wanted: owned("me"), Live: former},
		}, owner)
		assert.Equal(t, children.Difference{Waits: true}, d)
	}
}

// Only what the owner takes the place of is a predecessor.
func TestAPredecessorHasTheKindTheGroupAndTheName(t *testing.T) {
	owner := children.Owner{Name: "search", UID: "me", Predecessors: []kind.Kind{kind.MCPRemoteProxy}, Namesakes: map[kind.Kind]types.UID{
		kind.MCPRemoteEndpoint: "me", kind.MCPRemoteProxy: "it", kind.MCPServerEntry: "entry",
	}}
	anotherGroup := inherited()
	anotherGroup.OwnerReferences[0].APIVersion = "example.com/v1beta1"
	for name, live := range map[string]*corev1.ConfigMap{
		"another name":  of(kind.MCPRemoteProxy, "else", "it"),
		"another kind":  of(kind.MCPServerEntry, "search", "entry"),
		"another group": anotherGroup,
	} {
		t.Run(name, func(t *testing.T) {
			d := children.Diff([]children.State{{Kind: kind.ConfigMap, Wanted: owned("me"), Live: live}}, owner)
			assert.Empty(t, d.Ops)
			assert.Len(t, d.Conflicts, 1)
		})
	}
}

// inherited is a child of an MCPRemoteProxy.
func inherited() *corev1.ConfigMap { return of(kind.MCPRemoteProxy, "search", "it") }

func of(k kind.Kind, name string, uid types.UID) *corev1.ConfigMap {
	child := owned(uid)
	ref := &child.OwnerReferences[0]
	ref.APIVersion, ref.Kind, ref.Name = k.Version().String(), string(k), name
	return child
}
