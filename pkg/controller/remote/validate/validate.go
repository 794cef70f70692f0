// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"slices"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/claim"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
)

// Input is all that the checks look at: an endpoint, and what it refers to.
type Input struct {
	Endpoint *v1alpha1.MCPRemoteEndpoint
	// Holder is the object that holds the endpoint's name: the endpoint itself, unless another came first.
	Holder *claim.Claimant
	// Pending says why a take-over has to wait that the endpoint has a part in, as the one or as the other (see claim.Pending).
	Pending string

	references.Found
}

// Problem is one thing that is wrong: the condition that it makes False, why in one word, and what to do about it.
type Problem struct {
	Condition string
	Reason    string
	Message   string

	// harmlessTo is the older kind whose objects work in spite of the problem, if not of all that have its reason (see Tolerate).
	harmlessTo kind.Kind
	// harmless means that those of both older kinds do.
	harmless bool
}

// check finds problems of one sort.
type check struct {
	name string
	find func(Input) []Problem
}

// checks are made in this order, so the first problem is the one that a user should look at first.
var checks = slices.Concat(commonChecks, externalAuthChecks, securityChecks, proxyChecks, takeOverChecks)

// commonChecks are those of both types.
var commonChecks = []check{
	{"name", checkName},
	{"url", checkURL},
	{"headers", checkHeaders},
	{"group", checkGroup},
	{"auth config", checkAuthConfig},
	{"auth secrets", checkAuthSecrets},
	{"header secrets", checkHeaderSecrets},
	{"ca bundle", checkCABundle},
	{"tool config", checkToolConfig},
}

// Endpoint returns everything that is wrong with an endpoint, and nil if it can be used.
func Endpoint(in Input) []Problem {
	var problems []Problem
	for _, c := range checks {
		problems = append(problems, c.find(in)...)
	}
	return problems
}

// configuration is a problem of the condition ConfigurationValid.
func configuration(reason, message string) Problem {
	return Problem{Condition: v1alpha1.ConditionConfigurationValid, Reason: reason, Message: message}
}
