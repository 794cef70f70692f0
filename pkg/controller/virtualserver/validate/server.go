// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"fmt"
	"strings"

	utilvalidation "k8s.io/apimachinery/pkg/util/validation"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/render"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/selection"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/standin"
)

// checkName finds names for which the gateway's Service cannot be made. The CRD admits them.
func checkName(in selection.Input) []Problem {
	service := standin.ServiceName(in.Server.Name)
	if len(utilvalidation.IsDNS1035Label(service)) == 0 {
		return nil
	}
	return []Problem{{
		Condition: ConditionValid, Reason: v1alpha1.ReasonInvalidName,
		Message: fmt.Sprintf("metadata.name: the gateway's Service would be called %q, which is no DNS label of at most %d characters: use a name of at most %d characters without dots",
			service, utilvalidation.DNS1035LabelMaxLength, utilvalidation.DNS1035LabelMaxLength-len(standin.ServiceName(""))),
	}}
}

// checkGroup looks for the group. The group's own phase does not count: another controller may own it, or none.
func checkGroup(in selection.Input) []Problem {
	name := in.Server.Spec.GroupRef.Name
	switch {
	case in.Group == nil:
		return []Problem{{
			Condition: ConditionGroupRef, Reason: ReasonGroupRefNotFound,
			Message: fmt.Sprintf("MCPGroup %q does not exist in this namespace: create it, or correct spec.groupRef", name),
		}}
	case in.Group.GetDeletionTimestamp() != nil:
		return []Problem{{
			Condition: ConditionGroupRef, Reason: ReasonGroupRefNotReady,
			Message: fmt.Sprintf("MCPGroup %q is being deleted: create it again, or name another group in spec.groupRef", name),
		}}
	}
	return nil
}

// checkReadable refuses what would not start, or not notice that its members come and go.
func checkReadable(in selection.Input) []Problem {
	if len(in.Unreadable) == 0 || selection.IsStatic(in.Server) {
		return nil
	}
	const named = 5
	names := strings.Join(in.Unreadable[:min(len(in.Unreadable), named)], ", ")
	if more := len(in.Unreadable) - named; more > 0 {
		names += fmt.Sprintf(" and %d more", more)
	}
	return []Problem{{
		Condition: ConditionValid, Reason: ReasonUnreadableObject,
		Message: "vMCP watches the whole namespace and stops at spec.groupRef of " + names +
			`, which is a string: write it as {"name": ...}, or set spec.outgoingAuth.source to inline`,
	}}
}

func checkServiceAccount(in selection.Input) []Problem {
	name := in.Server.Spec.ServiceAccount
	if name == nil || *name == render.Name(kind.ServiceAccount, in.Server.Name) || in.ServiceAccount != nil {
		return nil
	}
	return []Problem{{
		Condition: ConditionValid, Reason: v1alpha1.ReasonServiceAccountNotFound,
		Message: fmt.Sprintf("ServiceAccount %q does not exist in this namespace: create it, or remove spec.serviceAccount to have one made", *name),
	}}
}

func checkPodTemplate(in selection.Input) []Problem {
	template := in.Server.Spec.PodTemplateSpec
	if template == nil {
		return nil
	}
	patch := pod.Patch{
		Raw: template.Raw, Field: "spec.podTemplateSpec", Container: render.ContainerName, ServiceAccountField: "spec.serviceAccount",
	}
	f := findings{condition: ConditionPodTemplate, reason: ReasonPodTemplateSpecInvalid}
	for _, fault := range patch.Faults() {
		if fault.WithoutEffect {
			f.because(v1alpha1.ReasonSettingWithoutEffect, "%s", fault.Message)
		} else {
			f.add("%s", fault.Message)
		}
	}
	return f.problems
}
