// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/conditions"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/claim"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/rollout"
)

// statusOf is the status of an endpoint that has these problems, without transition times.
func statusOf(s Snapshot, problems []validate.Problem) v1alpha1.MCPRemoteEndpointStatus {
	endpoint := s.Endpoint
	status := v1alpha1.MCPRemoteEndpointStatus{ObservedGeneration: endpoint.Generation}
	for _, conditionType := range vocabulary {
		if conditionType == v1alpha1.ConditionReady || !applies(conditionType, &endpoint.Spec) {
			continue
		}
		condition := conditionOf(conditionType, &endpoint.Spec, problems)
		if conditionType == v1alpha1.ConditionDeploymentReady {
			condition = deploymentReady(s)
		}
		status.Conditions = append(status.Conditions, condition)
	}
	ready := readyOf(endpoint, problems, meta.FindStatusCondition(status.Conditions, v1alpha1.ConditionDeploymentReady))
	status.Conditions = slices.Insert(status.Conditions, 0, ready)
	for i := range status.Conditions {
		status.Conditions[i].ObservedGeneration = endpoint.Generation
	}
	status.Phase = phaseOf(endpoint, problems, ready)
	status.URL = urlOf(s, &status, problems)
	if _, published := publicationOf(s, addressOf(s, status.URL, problems)); published != nil {
		published.ObservedGeneration = endpoint.Generation
		status.Conditions = append(status.Conditions, *published)
	}
	if taken := takenOver(s, status, problems); taken != nil {
		taken.ObservedGeneration = endpoint.Generation
		status.Conditions = append(status.Conditions, *taken)
	}
	return status
}

func phaseOf(endpoint *v1alpha1.MCPRemoteEndpoint, problems []validate.Problem, ready metav1.Condition) v1alpha1.EndpointPhase {
	switch {
	case endpoint.DeletionTimestamp != nil:
		return v1alpha1.PhaseTerminating
	case len(problems) > 0, ready.Reason == v1alpha1.ReasonDeploymentFailed:
		return v1alpha1.PhaseFailed
	case ready.Status == metav1.ConditionTrue:
		return v1alpha1.PhaseReady
	}
	return v1alpha1.PhasePending
}

// urlOf is where the endpoint is reached. The URL of a proxy appears when its newest configuration is first available and stays, since a
// reader must not drop a proxy for a passing failure (R2.9), unless what the proxy runs must not be used any longer.
func urlOf(s Snapshot, status *v1alpha1.MCPRemoteEndpointStatus, problems []validate.Problem) string {
	if s.Endpoint.Spec.Type == v1alpha1.EndpointTypeDirect {
		if status.Phase == v1alpha1.PhaseReady {
			return s.Endpoint.Spec.RemoteURL
		}
		return ""
	}
	if status.Phase == v1alpha1.PhaseTerminating || s.Deployment == nil || slices.ContainsFunc(problems, withdraws) {
		return ""
	}
	if !hasServed(s) && !meta.IsStatusConditionTrue(status.Conditions, v1alpha1.ConditionDeploymentReady) {
		return ""
	}
	return serviceURL(s, problems)
}

// serviceURL has the port that the Service has or, where nothing keeps it from being written, will have.
func serviceURL(s Snapshot, problems []validate.Problem) string {
	if !slices.ContainsFunc(problems, blocks) {
		return runconfig.ServiceURL(s.Endpoint, runconfig.Port(s.Endpoint.Spec.ProxyConfig))
	}
	if s.Service == nil {
		return ""
	}
	for _, port := range s.Service.Spec.Ports {
		if port.Name == pod.PortName {
			return runconfig.ServiceURL(s.Endpoint, port.Port)
		}
	}
	return ""
}

// hasServed says whether the proxy's URL has been told, be it by the object that is replaced.
func hasServed(s Snapshot) bool {
	return s.Endpoint.Status.URL != "" || slices.ContainsFunc(s.replaced(), func(c claim.Claimant) bool {
		proxy, ok := c.Object.(*v1beta1.MCPRemoteProxy)
		return ok && proxy.Status.URL != ""
	})
}

// deploymentReady says whether the newest configuration is available (R2.9). docs/proxy-status.md has the table of all cases, and the
// test is made of it.
func deploymentReady(s Snapshot) metav1.Condition {
	reason, message := rollout.State(s.Deployment, s.Trouble)
	condition := falseCondition(v1alpha1.ConditionDeploymentReady, reason, message)
	if reason == v1alpha1.ReasonDeploymentAvailable {
		condition.Status = metav1.ConditionTrue
	}
	return condition
}

// withdraws says whether a problem takes the URL of a proxy away although it may serve: the name is another's, or the remote
// server is one that must not be used. With any other problem the proxy goes on as it was last right.
func withdraws(problem validate.Problem) bool {
	switch problem.Reason {
	case v1alpha1.ReasonNameCollision, v1alpha1.ReasonTakeOverPending, v1alpha1.ReasonChildConflict,
		v1alpha1.ReasonInvalidURL, v1alpha1.ReasonPrivateURL, v1alpha1.ReasonInsecureURL:
		return true
	}
	return false
}

// affirmation is the condition of a type that none of the problems is about.
func affirmation(conditionType string, spec *v1alpha1.MCPRemoteEndpointSpec, problems []validate.Problem) metav1.Condition {
	reason, message := v1alpha1.ReasonReady, "The endpoint can be used"
	switch conditionType {
	case v1alpha1.ConditionConfigurationValid:
		reason, message = v1alpha1.ReasonConfigurationValid, "Every check passed"
	case v1alpha1.ConditionGroupRefValid:
		reason, message = v1alpha1.ReasonGroupFound, fmt.Sprintf("MCPGroup %q exists", spec.GroupRef)
	case v1alpha1.ConditionAuthConfigValid:
		reason = v1alpha1.ReasonAuthConfigFound
		message = fmt.Sprintf("MCPExternalAuthConfig %s, and the Secrets that it takes, can be used", quoted(authConfigNames(spec)))
		if slices.ContainsFunc(problems, validate.PassesOverAuthConfig) {
			message = fmt.Sprintf("There is MCPExternalAuthConfig %s, and no more was looked at: see ConfigurationValid", quoted(authConfigNames(spec)))
		}
	case v1alpha1.ConditionCABundleValid:
		reason = v1alpha1.ReasonCABundleFound
		message = fmt.Sprintf("Key %q of ConfigMap %q holds certificates", runconfig.CAKey(spec.CABundleRef.Key), spec.CABundleRef.Name)
	}
	return metav1.Condition{Type: conditionType, Status: metav1.ConditionTrue, Reason: reason, Message: message}
}

func quoted(names []string) string {
	texts := make([]string, 0, len(names))
	for _, name := range names {
		texts = append(texts, strconv.Quote(name))
	}
	return strings.Join(texts, " and ")
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
		return affirmation(conditionType, spec, problems)
	}
	return falseCondition(conditionType, reason, strings.Join(messages, "; "))
}

// readyOf names the first problem, and says how many there are besides. Without any, it is what the Deployment is, if there is to be one.
func readyOf(endpoint *v1alpha1.MCPRemoteEndpoint, problems []validate.Problem, deployment *metav1.Condition) metav1.Condition {
	switch {
	case endpoint.DeletionTimestamp != nil:
		return falseCondition(v1alpha1.ConditionReady, v1alpha1.ReasonTerminating, "The endpoint is being deleted")
	case len(problems) == 0 && deployment != nil && deployment.Status != metav1.ConditionTrue:
		return falseCondition(v1alpha1.ConditionReady, deployment.Reason, deployment.Message)
	case len(problems) == 0:
		return affirmation(v1alpha1.ConditionReady, &endpoint.Spec, nil)
	}
	message := problems[0].Message
	if more := len(problems) - 1; more > 0 {
		message = fmt.Sprintf("%s (and %d more: see the other conditions)", message, more)
	}
	return falseCondition(v1alpha1.ConditionReady, problems[0].Reason, message)
}

func falseCondition(conditionType, reason, message string) metav1.Condition {
	return metav1.Condition{
		Type: conditionType, Status: metav1.ConditionFalse, Reason: reason, Message: conditions.Shorten(message, conditions.MaxMessage),
	}
}
