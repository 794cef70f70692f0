// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"fmt"
	"maps"
	"slices"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/selection"
)

// checkOutgoingAuth looks at the auth configs that spec.outgoingAuth names. One for a single backend that cannot be applied keeps that
// backend from being served (see package selection); where vMCP itself finds the backends, it would apply the default instead, so that
// the whole gateway is refused.
func checkOutgoingAuth(in selection.Input) []Problem {
	auth := in.Server.Spec.OutgoingAuth
	if auth == nil {
		return nil
	}
	problems := saidAuth(in, auth.Default, "spec.outgoingAuth.default")
	if selection.IsStatic(in.Server) {
		return problems
	}
	for _, name := range slices.Sorted(maps.Keys(auth.Backends)) {
		backend := auth.Backends[name]
		problems = append(problems, saidAuth(in, &backend, fmt.Sprintf("spec.outgoingAuth.backends[%s]", name))...)
	}
	return problems
}

func saidAuth(in selection.Input, auth *v1beta1.BackendAuthConfig, field string) []Problem {
	_, problems := selection.Said(in, auth, field)
	for i := range problems {
		problems[i].Condition = ConditionAuthConfigured
		problems[i].Message = field + " cannot be applied: " + problems[i].Message
	}
	return problems
}
