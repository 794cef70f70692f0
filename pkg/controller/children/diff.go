// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package children

import (
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
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
	// Applied means that Live was applied by the controller's own field manager, the last time that it changed anything at AppliedAt (to the second).
	Applied   bool
	AppliedAt time.Time
	// Updated means that another operator made Live, by other means than server-side apply, and has a hold on its fields.
	Updated bool
}

// Owner is whose children they are.
type Owner struct {
	Name string
	UID  types.UID
	// Predecessors are kinds of objects whose children become this one's, if they have the same name. The objects may be gone already.
	Predecessors []kind.Kind
	// Namesakes are the objects that there are of the owner's name, itself included, by kind; a kind of which there is none has an empty UID.
	// A child that belongs to another object of these kinds and this name has lost its owner, and is about to be deleted.
	Namesakes map[kind.Kind]types.UID
}

// Verb is what is done to a child.
type Verb string

const (
	// Apply makes a child, or repairs it.
	Apply Verb = "apply"
	// Adopt makes a child of a predecessor, or one that another operator made, this owner's alone, and applies it.
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

// isFormer says whether an object belongs to one that had the owner's name, and is no more.
func isFormer(live Object, owner Owner) bool {
	ref := metav1.GetControllerOfNoCopy(live)
	if ref == nil || ref.Name != owner.Name {
		return false
	}
	uid, ok := owner.Namesakes[kindOf(ref)]
	return ok && uid != ref.UID
}

// Succeeds says whether the owner takes over what the object of that reference has.
func (o Owner) Succeeds(ref *metav1.OwnerReference) bool {
	return ref != nil && ref.Name == o.Name && ref.UID != o.UID && slices.Contains(o.Predecessors, kindOf(ref))
}

// has says whether a child is the owner's, or passes to it. Without an owner, what we applied is still ours: somebody took the reference away, or left
// it behind when its owner was deleted.
func (o Owner) has(live Object, applied bool) (own, inherited bool) {
	controller := metav1.GetControllerOfNoCopy(live)
	return controller == nil && applied || controller != nil && controller.UID == o.UID, o.Succeeds(controller)
}

// kindOf returns nothing for a kind that only has a name that is known here.
func kindOf(ref *metav1.OwnerReference) kind.Kind {
	k := kind.Kind(ref.Kind)
	if version, err := schema.ParseGroupVersion(ref.APIVersion); err != nil || version.Group != k.Version().Group {
		return ""
	}
	return k
}

// verbOf returns what is to be done, if anything, and false if the object is somebody else's.
func verbOf(state State, owner Owner) (Verb, bool) {
	if state.Live == nil {
		if state.Wanted == nil {
			return "", true
		}
		return Apply, true
	}
	own, inherited := owner.has(state.Live, state.Applied)
	switch {
	case !own && !inherited:
		return "", state.Wanted == nil
	case state.Live.GetDeletionTimestamp() != nil:
		return "", true
	case state.Wanted == nil:
		return Delete, true
	case inherited, state.Updated:
		return Adopt, true
	case state.InSync:
		return "", true
	}
	return Apply, true
}
