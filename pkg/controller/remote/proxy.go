// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote

import (
	"fmt"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/children"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/claim"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/render"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// childKinds are the kinds of a proxy's objects. The Deployment comes last: its pods need the others.
var childKinds = []kind.Kind{kind.ServiceAccount, kind.ConfigMap, kind.Service, kind.Deployment}

// childrenOf returns the objects that there should be for a name: those of a proxy, and the entry that the endpoint is published as. It leaves out what is
// to be left alone: another object holds the name, the one that does is going, which its objects will do by themselves, or it has
// a problem, and what runs is the last that was right.
func childrenOf(s Snapshot, problems []validate.Problem, settings render.Settings) ([]children.State, []validate.Problem) {
	if s.Successor != nil || s.Endpoint.DeletionTimestamp != nil {
		return nil, nil
	}
	entry := entryState(s, problems)
	if !s.holds() || slices.ContainsFunc(problems, blocks) {
		return []children.State{entry}, nil
	}
	var wanted render.Children
	if s.Endpoint.Spec.Type != v1alpha1.EndpointTypeDirect {
		rendered, err := render.Proxy(s.Endpoint, ownerReference(s), s.Found, settings)
		if err != nil {
			return []children.State{entry}, []validate.Problem{{
				Condition: v1alpha1.ConditionConfigurationValid, Reason: v1alpha1.ReasonConfigurationInvalid,
				Message: fmt.Sprintf("the proxy cannot be configured like that: %.500v", err),
			}}
		}
		wanted = *rendered
	}
	heirs := heirReferences(s)
	states := []children.State{entry}
	for _, k := range childKinds {
		name := cache.NewObjectName(s.Endpoint.Namespace, render.Name(k, s.Endpoint.Name))
		state := children.State{Kind: k, Name: name, Wanted: child(&wanted, k)}
		if state.Wanted != nil {
			state.Wanted.SetOwnerReferences(append(state.Wanted.GetOwnerReferences(), heirs...))
		}
		states = append(states, state)
	}
	return states, nil
}

// blocks says whether a proxy cannot be rendered because of a problem. Its group is nothing that a proxy knows of.
func blocks(problem validate.Problem) bool {
	return problem.Condition != v1alpha1.ConditionGroupRefValid
}

// child returns a nil interface, and not one that holds nil, for what is not wanted.
func child(wanted *render.Children, k kind.Kind) children.Object {
	switch {
	case k == kind.ServiceAccount && wanted.ServiceAccount != nil:
		return wanted.ServiceAccount
	case k == kind.ConfigMap && wanted.ConfigMap != nil:
		return wanted.ConfigMap
	case k == kind.Service && wanted.Service != nil:
		return wanted.Service
	case k == kind.Deployment && wanted.Deployment != nil:
		return wanted.Deployment
	}
	return nil
}

// ownerReference makes the object the controller of its children.
func ownerReference(s Snapshot) metav1.OwnerReference {
	return *metav1.NewControllerRef(s.Endpoint, s.kind().Version().WithKind(string(s.kind())))
}

// heirReferences are of the objects that get the children back should their owner go. As long as one of them is there, the garbage collector
// leaves the children alone (R4.3).
func heirReferences(s Snapshot) []metav1.OwnerReference {
	var references []metav1.OwnerReference
	for _, heir := range s.replaced() {
		if heir.Object.GetDeletionTimestamp() == nil {
			references = append(references, metav1.OwnerReference{
				APIVersion: heir.Kind.Version().String(), Kind: string(heir.Kind), Name: heir.Object.GetName(), UID: heir.Object.GetUID(),
			})
		}
	}
	return references
}

func nameOf(s Snapshot) cache.ObjectName { return cache.MetaObjectToName(s.Endpoint) }

func ownerOf(s Snapshot) children.Owner {
	owner := children.Owner{Name: s.Endpoint.Name, UID: s.Endpoint.UID, Namesakes: map[kind.Kind]types.UID{}}
	for _, k := range claim.Kinds {
		owner.Namesakes[k] = ""
	}
	for _, claimant := range s.Claimants {
		owner.Namesakes[claimant.Kind] = claimant.Object.GetUID()
	}
	if s.holds() && s.Legacy {
		owner.Predecessors = claim.Predecessors(*s.Holder, s.Claimants)
	}
	return owner
}

// leftoversOf are the objects that ToolHive's operator makes for a proxy and this one does not (R2.7).
func leftoversOf(endpoint *v1alpha1.MCPRemoteEndpoint) []children.Leftover {
	name := func(name string) cache.ObjectName { return cache.NewObjectName(endpoint.Namespace, name) }
	account := render.Name(kind.ServiceAccount, endpoint.Name)
	return []children.Leftover{
		{Kind: kind.RoleBinding, Name: name(account)},
		{Kind: kind.Role, Name: name(account)},
		{Kind: kind.ConfigMap, Name: name(endpoint.Name + "-authz-inline")},
	}
}

// problemsOf says what came of writing a proxy's objects.
func problemsOf(conflicts []children.Conflict, refusals []children.Refusal) []validate.Problem {
	var problems []validate.Problem
	for _, fault := range children.Faults("proxy", conflicts, refusals) {
		problems = append(problems, validate.Problem{
			Condition: v1alpha1.ConditionConfigurationValid, Reason: fault.Reason, Message: fault.Message,
		})
	}
	return problems
}
