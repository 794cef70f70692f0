// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate

import (
	"fmt"
	"slices"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// RemoteProxyStatus returns the status of an MCPRemoteProxy that this was found out about. Its conditions have no transition times. A
// proxy that only lacks its group is not Failed: it never needed one.
func RemoteProxyStatus(proxy *v1beta1.MCPRemoteProxy, f Findings) v1beta1.MCPRemoteProxyStatus {
	if f.Successor != "" {
		return supersededProxy(proxy, f)
	}
	problems := reworded(f.Problems, proxyFields(&proxy.Spec))
	faults := withoutReasons(problems, groupReasons)
	if !hasGroup(&proxy.Spec) {
		problems = faults
	}
	state := stateOf(f.Endpoint, faults)
	conditions := slices.Concat([]metav1.Condition{state.ready}, proxyConditions(proxy, problems, f), notSuperseded(kind.MCPRemoteProxy, proxy.Name, f))
	status := v1beta1.MCPRemoteProxyStatus{
		Phase:                 state.phase,
		Message:               state.message,
		URL:                   f.Endpoint.URL,
		ExternalURL:           proxy.Status.ExternalURL,
		DeprecatedExternalURL: proxy.Status.DeprecatedExternalURL,
		ObservedGeneration:    proxy.Generation,
		Conditions:            observed(conditions, proxy.Generation),
	}
	setHashes(&status, f.Found)
	return status
}

// state sums a proxy up.
type state struct {
	phase   v1beta1.MCPRemoteProxyPhase
	message string
	ready   metav1.Condition
}

func stateOf(endpoint v1alpha1.MCPRemoteEndpointStatus, faults []validate.Problem) state {
	switch {
	case endpoint.Phase == v1alpha1.PhaseTerminating:
		const message = "Remote proxy is being deleted"
		return state{v1beta1.MCPRemoteProxyPhaseTerminating, message, notReady("NotReady", message)}
	case len(faults) > 0:
		return failed(faults)
	}
	return stateOfPods(endpoint.Conditions)
}

func failed(faults []validate.Problem) state {
	reason, title := "NotReady", "Validation failed"
	switch faults[0].Reason {
	case v1alpha1.ReasonInvalidPodTemplate:
		reason, title = reasonDeploymentNotReady, "Invalid PodTemplateSpec"
	case v1alpha1.ReasonAuthServerMismatch:
		title = "Failed to build configuration"
	}
	message := fmt.Sprintf("%s: %s", title, faults[0].Message)
	if more := len(faults) - 1; more > 0 {
		message = fmt.Sprintf("%s (and %d more: see the other conditions)", message, more)
	}
	return state{v1beta1.MCPRemoteProxyPhaseFailed, message, notReady(reason, message)}
}

// stateOfPods says what the pods are like, in the words of ToolHive.
func stateOfPods(conditions []metav1.Condition) state {
	deployment := meta.FindStatusCondition(conditions, v1alpha1.ConditionDeploymentReady)
	switch {
	case deployment == nil:
		return state{v1beta1.MCPRemoteProxyPhasePending, "Remote proxy is starting", notReady(reasonDeploymentNotReady, "There is no Deployment yet")}
	case deployment.Status == metav1.ConditionTrue:
		return state{
			v1beta1.MCPRemoteProxyPhaseReady, remoteProxyIsRunning,
			condition(conditionReady, metav1.ConditionTrue, "DeploymentReady", deployment.Message),
		}
	case deployment.Reason == v1alpha1.ReasonDeploymentFailed:
		return state{
			v1beta1.MCPRemoteProxyPhaseFailed, "Remote proxy failed to start: " + deployment.Message,
			notReady(reasonDeploymentNotReady, deployment.Message),
		}
	case deployment.Reason == v1alpha1.ReasonScaledToZero:
		return state{v1beta1.MCPRemoteProxyPhasePending, "No pods found for remote proxy", notReady(reasonDeploymentNotReady, deployment.Message)}
	}
	return state{v1beta1.MCPRemoteProxyPhasePending, "Remote proxy is starting", notReady(reasonDeploymentNotReady, deployment.Message)}
}

func notReady(reason, message string) metav1.Condition {
	return condition(conditionReady, metav1.ConditionFalse, reason, message)
}

func proxyConditions(proxy *v1beta1.MCPRemoteProxy, problems []validate.Problem, f Findings) []metav1.Condition {
	conditions, rest := verdicts(proxyRules(&proxy.Spec, f.Found), problems)
	configuration := configurationRule.verdict(append(missingAuthConfig(&proxy.Spec, problems, f.Found), rest...))
	conditions = append([]metav1.Condition{configuration}, conditions...)
	if faults := authFaults(problems); len(faults) > 0 {
		conditions = append(conditions, condition(conditionAuthConfigured, metav1.ConditionFalse, "AuthInvalid", messageOf(faults)))
	}
	if ignoresUpstream(&proxy.Spec) {
		conditions = append(conditions, condition(conditionUpstreamIgnored, metav1.ConditionTrue, "PrimaryUpstreamProviderIgnored",
			primaryUpstreamProvider+" has no effect in a proxy: remove it"))
	}
	return append(conditions, sessionStorage(&proxy.Spec),
		deprecated(kind.MCPRemoteProxy, proxy.Namespace, RemoteProxy(proxy).Notes, reworded(f.Tolerated, proxyFields(&proxy.Spec))))
}
