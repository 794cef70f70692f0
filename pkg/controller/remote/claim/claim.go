// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package claim

import (
	"cmp"
	"slices"

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
}

// Holder returns the claimant that holds the name: the oldest, by creation time, then kind, then UID. An endpoint that
// replaces a legacy object takes that object's place in the order when it is the earlier one, and gives it back when it is being
// deleted (R4.3). It returns nil if there are no claimants.
func Holder(claimants []Claimant) *Claimant {
	remaining := slices.DeleteFunc(slices.Clone(claimants), func(c Claimant) bool {
		return slices.ContainsFunc(claimants, func(other Claimant) bool { return Replaces(other, c) || takesBack(other, c) })
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
	replaced := annotated(holder)
	foreign := slices.ContainsFunc(claimants, func(c Claimant) bool { return c.Kind == replaced && c.Foreign })
	if replaced.IsLegacy() && !foreign {
		return []kind.Kind{replaced}
	}
	return nil
}

// Replaces says whether a takes over the name from b.
func Replaces(a, b Claimant) bool {
	return b.Kind.IsLegacy() && !b.Foreign && annotated(a) == b.Kind && a.Object.GetDeletionTimestamp() == nil
}

// takesBack says whether b replaced a, and is going.
func takesBack(a, b Claimant) bool {
	return a.Kind.IsLegacy() && !a.Foreign && annotated(b) == a.Kind && b.Object.GetDeletionTimestamp() != nil && a.Object.GetDeletionTimestamp() == nil
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
