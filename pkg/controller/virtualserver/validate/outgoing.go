// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"fmt"
	"maps"
	"slices"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/selection"
)

// checkOutgoingAuth looks at the default that spec.outgoingAuth names. One for a single backend that cannot be applied keeps that backend from being
// served, and no other: a problem of the selection.
func checkOutgoingAuth(in selection.Input) []Problem {
	if !selection.IsStatic(in.Server) {
		return outgoingAuthInVain(in.Server.Spec.OutgoingAuth)
	}
	_, problems := selection.Default(in)
	for i := range problems {
		problems[i].Condition = ConditionAuthConfigured
		problems[i].Message = selection.DefaultField + " cannot be applied: " + problems[i].Message
	}
	return problems
}

// outgoingAuthInVain finds what vMCP forgets: where it finds its backends itself, it applies what their own specs say, but for the moment of its start.
func outgoingAuthInVain(auth *v1beta1.OutgoingAuthConfig) []Problem {
	if auth == nil {
		return nil
	}
	f := findings{condition: ConditionAuthConfigured, reason: v1alpha1.ReasonSettingWithoutEffect}
	find := func(config *v1beta1.BackendAuthConfig, field string) {
		if config != nil && config.Type != v1beta1.BackendAuthTypeDiscovered {
			f.add("%s has no effect unless spec.outgoingAuth.source is inline, since vMCP applies what the members' own specs say: "+
				"set the source to inline, or remove it and give the members it is for an externalAuthConfigRef", field)
		}
	}
	find(auth.Default, selection.DefaultField)
	for _, name := range slices.Sorted(maps.Keys(auth.Backends)) {
		backend := auth.Backends[name]
		find(&backend, fmt.Sprintf("spec.outgoingAuth.backends[%s]", name))
	}
	return f.problems
}
