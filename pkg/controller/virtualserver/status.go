// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtualserver

import (
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/rollout"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/render"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/standin"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/validate"
)

// Reasons of Ready that are the operator's own, beside those of problems and of DeploymentReady.
const (
	// ReasonNoBackends means that the group has no member that is ready, and the gateway's backends are to stand in its configuration.
	ReasonNoBackends = "NoBackends"
	// ReasonServing means that there are pods that serve, which have said nothing of their backends yet.
	ReasonServing = "DeploymentReady"
)

// reportReasons are those of Ready that vMCP gives.
var reportReasons = map[string]bool{
	"AllBackendsRoutable": true, "SomeBackendsUnhealthy": true, "NoRoutableBackends": true, "BackendsPending": true, "BackendsUnhealthy": true,
}

// statusOf is the status of a gateway, without transition times.
func statusOf(s Snapshot, verdict Verdict) v1beta1.VirtualMCPServerStatus {
	deployment := deploymentReady(s)
	status := v1beta1.VirtualMCPServerStatus{ObservedGeneration: s.Server.Generation, URL: urlOf(s, verdict.Problems)}
	setHashes(&status, s)
	status.Conditions = append(conditionsOf(s, verdict), deployment)
	for i := range status.Conditions {
		status.Conditions[i].ObservedGeneration = s.Server.Generation
	}
	summary := summaryOf(s, verdict, &deployment)
	status.Phase, status.Message = summary.phase, summary.message
	status.Conditions = append([]metav1.Condition{summary.ready}, status.Conditions...)
	return status
}

// summary is what both the operator and vMCP can say.
type summary struct {
	phase   v1beta1.VirtualMCPServerPhase
	message string
	ready   metav1.Condition
}

// summaryOf leaves to vMCP what it said for as long as its pods serve: it knows how its backends are, and would say so again. It says that they
// do before they are ready, though, when no client gets to them yet.
func summaryOf(s Snapshot, verdict Verdict, deployment *metav1.Condition) summary {
	live := &s.Server.Status
	ready := meta.FindStatusCondition(live.Conditions, validate.ConditionReady)
	if ready != nil && reportReasons[ready.Reason] && rollout.Serves(s.Deployment) {
		return summary{live.Phase, live.Message, *ready}
	}
	phase, reason, message := v1beta1.VirtualMCPServerPhasePending, deployment.Reason, deployment.Message
	switch {
	case len(verdict.Problems) > 0:
		phase, reason, message = v1beta1.VirtualMCPServerPhaseFailed, verdict.Problems[0].Reason, firstOf(verdict.Problems)
	case !render.HasPods(s.Input, verdict.Selection):
		reason, message = ReasonNoBackends, noBackends(s)
	case deployment.Status == metav1.ConditionTrue:
		phase, reason, message = v1beta1.VirtualMCPServerPhaseReady, ReasonServing, "The gateway serves"
	case reason == v1alpha1.ReasonDeploymentFailed:
		phase = v1beta1.VirtualMCPServerPhaseFailed
	}
	own := condition(validate.ConditionReady, phase == v1beta1.VirtualMCPServerPhaseReady, reason, message)
	own.ObservedGeneration = s.Server.Generation
	return summary{phase, own.Message, own}
}

// deploymentReady takes a Deployment that is being rolled out for ready while older pods serve: members come and go, each time with a
// rollout, and nothing is wrong with that.
func deploymentReady(s Snapshot) metav1.Condition {
	reason, message := rollout.State(s.Deployment, s.Trouble)
	if reason == v1alpha1.ReasonDeploymentProgressing && s.Trouble == nil && rollout.Serves(s.Deployment) {
		reason, message = v1alpha1.ReasonDeploymentAvailable, rollout.Available(s.Deployment)
	}
	return condition(validate.ConditionDeploymentReady, reason == v1alpha1.ReasonDeploymentAvailable, reason, message)
}

// isSilent says whether nobody reports on backends any more, and what was reported would stay for ever: the last pod is gone, and there will be
// no other, since there is no Deployment, or it is scaled to zero.
func isSilent(s Snapshot) bool {
	wantsNone := s.Deployment == nil || s.Deployment.Spec.Replicas != nil && *s.Deployment.Spec.Replicas == 0
	return wantsNone && !s.PodsLeft
}

// urlOf is where the gateway's Service is. It stays while something is wrong with a gateway that has run, since what runs goes on, unless the
// Service is another's.
func urlOf(s Snapshot, problems []validate.Problem) string {
	for _, problem := range problems {
		if problem.Reason == v1alpha1.ReasonInvalidName || problem.Reason == v1alpha1.ReasonChildConflict {
			return ""
		}
	}
	if len(problems) > 0 {
		return s.Server.Status.URL
	}
	return standin.ServiceURL(s.Server)
}

// setHashes takes the hashes that whoever serves the shared configurations wrote into their status.
func setHashes(status *v1beta1.VirtualMCPServerStatus, s Snapshot) {
	if s.OIDCConfig != nil {
		status.OIDCConfigHash = s.OIDCConfig.Status.ConfigHash
	}
	if s.AuthzConfig != nil {
		status.AuthzConfigHash = s.AuthzConfig.Status.ConfigHash
	}
	if s.TelemetryConfig != nil {
		status.TelemetryConfigHash = s.TelemetryConfig.Status.ConfigHash
	}
}
