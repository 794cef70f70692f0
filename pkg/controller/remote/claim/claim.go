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
}

// Holder returns the claimant that holds the name: the oldest, by creation time, then kind, then UID. An endpoint that
// replaces a legacy object takes that object's place in the order when it is the earlier one (R4.3). It returns nil if
// there are no claimants.
func Holder(claimants []Claimant) *Claimant {
	remaining := slices.DeleteFunc(slices.Clone(claimants), func(c Claimant) bool {
		return slices.ContainsFunc(claimants, func(other Claimant) bool { return replaces(other, c) })
	})
	if len(remaining) == 0 {
		return nil
	}
	oldest := slices.MinFunc(remaining, func(a, b Claimant) int { return byAge(claimants, a, b) })
	return &oldest
}

// replaces says whether a takes over the name from b.
func replaces(a, b Claimant) bool {
	legacy := b.Kind == kind.MCPRemoteProxy || b.Kind == kind.MCPServerEntry
	return legacy && a.Kind == kind.MCPRemoteEndpoint && a.Object.GetAnnotations()[v1alpha1.ReplacesAnnotation] == string(b.Kind)
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
		if replaces(c, other) && !other.Object.GetCreationTimestamp().After(c.Object.GetCreationTimestamp().Time) {
			return other
		}
	}
	return c
}

// Displaced returns the claimants that the holder replaces, and whose children become its own (R4.3).
func Displaced(claimants []Claimant, holder *Claimant) []Claimant {
	return slices.DeleteFunc(slices.Clone(claimants), func(c Claimant) bool { return holder == nil || !replaces(*holder, c) })
}
