// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtualserver

import (
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/children"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/render"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/validate"
)

// ChildKinds are the kinds of a gateway's objects. The Deployment comes last: its pods need the others.
var ChildKinds = []kind.Kind{kind.ServiceAccount, kind.Role, kind.RoleBinding, kind.ConfigMap, kind.Service, kind.Deployment}

// Children returns the objects that there should be for a gateway. It returns nothing if they are to be left alone: the gateway is going, which
// its objects will do by themselves, or it has a problem, or waits for a member, and what runs is the last that was right.
func Children(s Snapshot, verdict Verdict, settings render.Settings) ([]children.State, []validate.Problem) {
	if s.Server.DeletionTimestamp != nil || len(verdict.Problems) > 0 || verdict.Selection.Waits {
		return nil, nil
	}
	owner := *metav1.NewControllerRef(s.Server, kind.VirtualMCPServer.Version().WithKind(string(kind.VirtualMCPServer)))
	wanted, err := render.Gateway(s.Input, verdict.Selection, owner, settings)
	if err != nil {
		return nil, []validate.Problem{{
			Condition: validate.ConditionValid, Reason: v1alpha1.ReasonConfigurationInvalid,
			Message: fmt.Sprintf("the gateway cannot be configured like that: %.500v", err),
		}}
	}
	var states []children.State
	for _, k := range ChildKinds {
		name := cache.NewObjectName(s.Server.Namespace, render.Name(k, s.Server.Name))
		states = append(states, children.State{Kind: k, Name: name, Wanted: child(wanted, k)})
	}
	return states, nil
}

// child returns a nil interface, and not one that holds nil, for what is not wanted.
func child(wanted *render.Children, k kind.Kind) children.Object {
	switch {
	case k == kind.ServiceAccount && wanted.ServiceAccount != nil:
		return wanted.ServiceAccount
	case k == kind.Role && wanted.Role != nil:
		return wanted.Role
	case k == kind.RoleBinding && wanted.RoleBinding != nil:
		return wanted.RoleBinding
	case k == kind.ConfigMap:
		return wanted.ConfigMap
	case k == kind.Service:
		return wanted.Service
	case k == kind.Deployment && wanted.Deployment != nil:
		return wanted.Deployment
	}
	return nil
}

// ProblemsOf says what came of writing a gateway's objects.
func ProblemsOf(conflicts []children.Conflict, refusals []children.Refusal) []validate.Problem {
	var problems []validate.Problem
	for _, fault := range children.Faults("gateway", conflicts, refusals) {
		problems = append(problems, validate.Problem{Condition: validate.ConditionValid, Reason: fault.Reason, Message: fault.Message})
	}
	return problems
}
