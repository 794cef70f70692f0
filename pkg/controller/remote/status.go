// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote

import (
	"fmt"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// maxMessage is the most that the API admits in a condition's message, in bytes to be safe.
const maxMessage = 32768

// statusOf is the status of an endpoint that has these problems, without transition times.
func statusOf(endpoint *v1alpha1.MCPRemoteEndpoint, problems []validate.Problem) v1alpha1.MCPRemoteEndpointStatus {
	status := v1alpha1.MCPRemoteEndpointStatus{ObservedGeneration: endpoint.Generation}
	for _, conditionType := range vocabulary {
		if !applies(conditionType, &endpoint.Spec) {
			continue
		}
		condition := conditionOf(conditionType, &endpoint.Spec, problems)
		if conditionType == v1alpha1.ConditionReady {
			condition = readyOf(endpoint, problems)
		}
		condition.ObservedGeneration = endpoint.Generation
		status.Conditions = append(status.Conditions, condition)
	}
	switch {
	case endpoint.DeletionTimestamp != nil:
		status.Phase = v1alpha1.PhaseTerminating
	case len(problems) > 0:
		status.Phase = v1alpha1.PhaseFailed
	default:
		status.Phase = v1alpha1.PhaseReady
		status.URL = endpoint.Spec.RemoteURL
	}
	return status
}

// affirmation is the condition of a type that nothing is wrong with.
func affirmation(conditionType string, spec *v1alpha1.MCPRemoteEndpointSpec) metav1.Condition {
	reason, message := v1alpha1.ReasonReady, "The endpoint can be used"
	switch conditionType {
	case v1alpha1.ConditionConfigurationValid:
		reason, message = v1alpha1.ReasonConfigurationValid, "Every check passed"
	case v1alpha1.ConditionGroupRefValid:
		reason, message = v1alpha1.ReasonGroupFound, fmt.Sprintf("MCPGroup %q exists", spec.GroupRef)
	case v1alpha1.ConditionAuthConfigValid:
		reason = v1alpha1.ReasonAuthConfigFound
		message = fmt.Sprintf("MCPExternalAuthConfig %q and its Secrets exist", spec.ExternalAuthConfigRef.Name)
	case v1alpha1.ConditionCABundleValid:
		reason = v1alpha1.ReasonCABundleFound
		message = fmt.Sprintf("Key %q of ConfigMap %q holds certificates", spec.CABundleRef.Key, spec.CABundleRef.Name)
	}
	return metav1.Condition{Type: conditionType, Status: metav1.ConditionTrue, Reason: reason, Message: message}
}

// conditionOf says what the problems of one condition type amount to.
func conditionOf(conditionType string, spec *v1alpha1.MCPRemoteEndpointSpec, problems []validate.Problem) metav1.Condition {
	reason := ""
	var messages []string
	for _, problem := range problems {
		if problem.Condition != conditionType {
			continue
		}
		if reason == "" {
			reason = problem.Reason
		}
		messages = append(messages, problem.Message)
	}
	if reason == "" {
		return affirmation(conditionType, spec)
	}
	return falseCondition(conditionType, reason, strings.Join(messages, "; "))
}

// readyOf names the first problem, and says how many there are besides.
func readyOf(endpoint *v1alpha1.MCPRemoteEndpoint, problems []validate.Problem) metav1.Condition {
	switch {
	case endpoint.DeletionTimestamp != nil:
		return falseCondition(v1alpha1.ConditionReady, v1alpha1.ReasonTerminating, "The endpoint is being deleted")
	case len(problems) == 0:
		return affirmation(v1alpha1.ConditionReady, &endpoint.Spec)
	}
	message := problems[0].Message
	if more := len(problems) - 1; more > 0 {
		message = fmt.Sprintf("%s (and %d more: see the other conditions)", message, more)
	}
	return falseCondition(v1alpha1.ConditionReady, problems[0].Reason, message)
}

func falseCondition(conditionType, reason, message string) metav1.Condition {
	return metav1.Condition{
		Type: conditionType, Status: metav1.ConditionFalse, Reason: reason, Message: shorten(message, maxMessage),
	}
}

// shorten cuts what is longer than limit bytes, between two characters.
func shorten(message string, limit int) string {
	const ellipsis = "..."
	if len(message) <= limit {
		return message
	}
	return strings.ToValidUTF8(message[:limit-len(ellipsis)], "") + ellipsis
}
