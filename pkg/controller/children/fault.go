// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package children

import (
	"fmt"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
)

// Fault is what keeps a child from being what it should be, in the words of a condition.
type Fault struct{ Reason, Message string }

// Faults says what came of a Diff and a Run. whose is what the children make, such as a proxy.
func Faults(whose string, conflicts []Conflict, refusals []Refusal) []Fault {
	var faults []Fault
	for _, conflict := range conflicts {
		owner := "nobody's child"
		if conflict.Owner != nil {
			owner = fmt.Sprintf("the child of %s %q", conflict.Owner.Kind, conflict.Owner.Name)
		}
		faults = append(faults, Fault{v1alpha1.ReasonChildConflict, fmt.Sprintf(
			"%s %q, which the %s needs, exists already and is %s: delete it, or give this object another name",
			conflict.Kind, conflict.Name.Name, whose, owner)})
	}
	for _, refusal := range refusals {
		faults = append(faults, Fault{v1alpha1.ReasonChildRefused, fmt.Sprintf(
			"the cluster does not admit %s %q: %s", refusal.Kind, refusal.Name.Name, refusal.Message)})
	}
	return faults
}
