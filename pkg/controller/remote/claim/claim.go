// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package claim

import (
	"cmp"
	"slices"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// Kinds are those whose objects claim a name each, and the names of the children that go with it. Of two objects that were
// created in the same second, the one whose kind stands first here holds the name.
var Kinds = []kind.Kind{kind.MCPServer, kind.MCPRemoteProxy, kind.MCPServerEntry, kind.MCPRemoteEndpoint}

// Claimant is an object that claims its name.
type Claimant struct {
	Kind   kind.Kind
	Object metav1.Object
	// Foreign means that another operator serves the object, so that nothing can be taken over from it.
	Foreign bool
	// Pending says why an endpoint cannot take the place of the object that it is to replace yet, or is empty. Once it has, nothing keeps it from
	// that any more: what goes wrong with it later does not give the place back.
	Pending string
}

// Holder returns the claimant that holds the name: the oldest, by creation time, then kind, then UID. An endpoint that
// replaces a legacy object takes that object's place in the order when it is the earlier one. Until it can do so, and when it is being
// deleted, the place is the legacy object's (R4.3). It returns nil if there are no claimants.
func Holder(claimants []Claimant) *Claimant {
	remaining := slices.DeleteFunc(slices.Clone(claimants), func(c Claimant) bool {
		return slices.ContainsFunc(claimants, func(other Claimant) bool { return Replaces(other, c) || keeps(other, c) })
	})
	if len(remaining) == 0 {
		return nil
	}
	oldest := slices.MinFunc(remaining, func(a, b Claimant) int { return byAge(claimants, a, b) })
	return &oldest
}

// Predecessors returns the kinds of objects, there or not, from which the holder takes over the children that they have under its name: an
// endpoint from the kind that it replaces, a legacy object from the endpoint that had replaced it (R4.3), but not from one that replaces
// another object.
func Predecessors(holder Claimant, claimants []Claimant) []kind.Kind {
	if holder.Kind.IsLegacy() {
		if slices.ContainsFunc(claimants, func(c Claimant) bool { return annotated(c) != "" && annotated(c) != holder.Kind }) {
			return nil
		}
		return []kind.Kind{kind.MCPRemoteEndpoint}
	}
	replaced := Replaced(holder)
	foreign := slices.ContainsFunc(claimants, func(c Claimant) bool { return c.Kind == replaced && c.Foreign })
	if replaced != "" && !foreign {
		return []kind.Kind{replaced}
	}
	return nil
}

// Replaced returns the kind of the objects that a claimant replaces, there or not, or nothing for one that replaces none.
func Replaced(c Claimant) kind.Kind {
	if replaced := annotated(c); replaced.IsLegacy() {
		return replaced
	}
	return ""
}

// IsToReplace says whether a is meant to take over the name from b, be it now or later.
func IsToReplace(a, b Claimant) bool {
	return b.Kind.IsLegacy() && !b.Foreign && annotated(a) == b.Kind && a.Object.GetDeletionTimestamp() == nil
}

// Replaces says whether a takes over the name from b.
func Replaces(a, b Claimant) bool { return IsToReplace(a, b) && a.Pending == "" }

// keeps says whether a has its place for itself, although b is to replace it or has done so: b cannot yet, or is going.
func keeps(a, b Claimant) bool {
	return a.Kind.IsLegacy() && !a.Foreign && annotated(b) == a.Kind && a.Object.GetDeletionTimestamp() == nil &&
		(b.Pending != "" || b.Object.GetDeletionTimestamp() != nil)
}

// Pending says why the take-over has to wait that a claimant has a part in, as the one or as the other. It is empty if there is none, or if that
// has been made.
func Pending(c Claimant, claimants []Claimant) string {
	for _, other := range claimants {
		switch {
		case IsToReplace(c, other):
			return c.Pending
		case IsToReplace(other, c):
			return other.Pending
		}
	}
	return ""
}

// HasTakenOver says whether an endpoint has had the place of the object that it replaces.
func HasTakenOver(endpoint *v1alpha1.MCPRemoteEndpoint) bool {
	return Replaced(Claimant{Kind: kind.MCPRemoteEndpoint, Object: endpoint}) != "" &&
		meta.IsStatusConditionTrue(endpoint.Status.Conditions, v1alpha1.ConditionTakenOver)
}

// annotated returns the kind that an endpoint says it replaces, and nothing for others.
func annotated(c Claimant) kind.Kind {
	if c.Kind != kind.MCPRemoteEndpoint {
		return ""
	}
	return kind.Kind(c.Object.GetAnnotations()[v1alpha1.ReplacesAnnotation])
}

func byAge(all []Claimant, a, b Claimant) int {
	a, b = standing(all, a), standing(all, b)
	return cmp.Or(
		a.Object.GetCreationTimestamp().Compare(b.Object.GetCreationTimestamp().Time),
		cmp.Compare(slices.Index(Kinds, a.Kind), slices.Index(Kinds, b.Kind)),
		cmp.Compare(a.Object.GetUID(), b.Object.GetUID()),
	)
}

// standing is the claimant whose place in the order counts for c: the object that it replaces, unless c itself is older.
func standing(all []Claimant, c Claimant) Claimant {
	for _, other := range all {
		if Replaces(c, other) && !other.Object.GetCreationTimestamp().After(c.Object.GetCreationTimestamp().Time) {
			return other
		}
	}
	return c
}
