// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package children

import (
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// State is one child: what is wanted, and what there is.
type State struct {
	Kind kind.Kind
	Name cache.ObjectName
	// Wanted is nil for a child that must not be.
	Wanted Object
	// Live is nil if there is no such object.
	Live Object
	// InSync means that Live has all that is wanted.
	InSync bool
	// Applied means that Live was applied by the controller's own field manager.
	Applied bool
}

// Owner is whose children they are.
type Owner struct {
	Kind kind.Kind
	Name string
	UID  types.UID
	// Displaced are owners whose children become this one's.
	Displaced []types.UID
}

// Verb is what is done to a child.
type Verb string

const (
	// Apply makes a child, or repairs it.
	Apply Verb = "apply"
	// Adopt makes a child of a displaced owner this one's, and applies it.
	Adopt Verb = "adopt"
	// Delete removes a child.
	Delete Verb = "delete"
)

// Op is one step towards what is wanted.
type Op struct {
	Verb Verb
	State
}

// Conflict is a child whose name somebody else's object has.
type Conflict struct {
	State
	// Owner controls the object, or is nil if nobody does.
	Owner *metav1.OwnerReference
}

// Difference is what lies between what there is and what is wanted.
type Difference struct {
	// Ops lead from one to the other. There are none when anything else is in the way: a set of children is not left half made.
	Ops []Op
	// Conflicts are children whose names others have.
	Conflicts []Conflict
	// Waits means that children of a former owner of the same name have to go first, which the garbage collector sees to.
	Waits bool
}

// Diff is pure. A child that is being deleted is waited for.
func Diff(states []State, owner Owner) Difference {
	var d Difference
	for _, state := range states {
		verb, ok := verbOf(state, owner)
		switch {
		case ok && verb != "":
			d.Ops = append(d.Ops, Op{Verb: verb, State: state})
		case !ok && isFormer(state.Live, owner):
			d.Waits = true
		case !ok:
			d.Conflicts = append(d.Conflicts, Conflict{State: state, Owner: metav1.GetControllerOf(state.Live)})
		}
	}
	if d.Waits || len(d.Conflicts) > 0 {
		d.Ops = nil
	}
	return d
}

// isFormer says whether an object belongs to one that had the owner's name before it, and is no more.
func isFormer(live Object, owner Owner) bool {
	ref := metav1.GetControllerOfNoCopy(live)
	return ref != nil && ref.Kind == string(owner.Kind) && ref.Name == owner.Name && ref.UID != owner.UID
}

// verbOf returns what is to be done, if anything, and false if the object is somebody else's.
func verbOf(state State, owner Owner) (Verb, bool) {
	if state.Live == nil {
		if state.Wanted == nil {
			return "", true
		}
		return Apply, true
	}
	var controller types.UID
	if ref := metav1.GetControllerOfNoCopy(state.Live); ref != nil {
		controller = ref.UID
	}
	// Without an owner, what we applied is still ours: somebody took the reference away, or left it behind when its owner was deleted.
	own := controller == owner.UID || controller == "" && state.Applied
	displaced := slices.Contains(owner.Displaced, controller)
	switch {
	case !own && !displaced:
		return "", state.Wanted == nil
	case state.Live.GetDeletionTimestamp() != nil:
		return "", true
	case state.Wanted == nil:
		return Delete, true
	case displaced:
		return Adopt, true
	case state.InSync:
		return "", true
	}
	return Apply, true
}
