// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"fmt"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/selection"
)

// Problem is one thing that is wrong: the condition that it makes False, why in one word, and what to do about it.
type Problem = validate.Problem

// check finds problems of one sort.
type check struct {
	name string
	find func(selection.Input) []Problem
}

// checks are made in this order, so the first problem is the one that a user should look at first.
var checks = []check{
	{"name", checkName},
	{"group", checkGroup},
	{"readable objects", checkReadable},
	{"incoming auth", checkIncomingAuth},
	{"oidc", checkOIDC},
	{"authz", checkAuthz},
	{"authorization server", checkAuthServer},
	{"outgoing auth", checkOutgoingAuth},
	{"overridden settings", checkOverridden},
	{"aggregation", checkAggregation},
	{"composite tools", checkCompositeTools},
	{"operational settings", checkOperational},
	{"passthrough headers", checkPassthroughHeaders},
	{"optimizer", checkOptimizer},
	{"rate limits", checkRateLimits},
	{"telemetry", checkTelemetry},
	{"audit", checkAudit},
	{"session storage", checkSessionStorage},
	{"replicas", checkReplicas},
	{"service account", checkServiceAccount},
	{"pod template", checkPodTemplate},
}

// Gateway returns everything that is wrong with a gateway, and nil if it can be run. What keeps single members from being served is not
// among it (see package selection).
func Gateway(in selection.Input) []Problem {
	var problems []Problem
	for _, c := range checks {
		problems = append(problems, c.find(in)...)
	}
	return problems
}

// findings collects problems of one condition and reason.
type findings struct {
	condition string
	reason    string
	problems  []Problem
}

func (f *findings) add(format string, args ...any) { f.because(f.reason, format, args...) }

func (f *findings) because(reason, format string, args ...any) {
	f.problems = append(f.problems, Problem{Condition: f.condition, Reason: reason, Message: fmt.Sprintf(format, args...)})
}

// config is the part of a gateway that vMCP gets as it is.
func config(in selection.Input) *v1beta1.VMCPConfig { return &in.Server.Spec.Config }
