// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"fmt"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
)

// takeOverChecks come last, since what is to be mended is among the problems before.
var takeOverChecks = []check{{"take-over", checkTakeOver}}

// checkTakeOver tells an endpoint that the object which it is to replace has the name still (R4.3).
func checkTakeOver(in Input) []Problem {
	if !isHeldByAnother(in) || in.Pending == "" || !in.Holder.Kind.IsLegacy() {
		return nil
	}
	return []Problem{{
		Condition: v1alpha1.ConditionTakenOver, Reason: v1alpha1.ReasonTakeOverPending,
		Message: fmt.Sprintf("%s %q keeps the name, and is served, until this endpoint can take over: %s", in.Holder.Kind, in.Holder.Object.GetName(), in.Pending),
	}}
}

func isHeldByAnother(in Input) bool {
	return in.Holder != nil && in.Holder.Object.GetUID() != in.Endpoint.UID
}
