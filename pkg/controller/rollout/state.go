// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
)

// State is the reason, as that of v1alpha1.ConditionDeploymentReady, and the message about it. deployment and trouble may be nil.
func State(deployment *appsv1.Deployment, trouble *Trouble) (reason, message string) {
	if deployment == nil {
		return v1alpha1.ReasonDeploymentNotCreated, "There is no Deployment yet"
	}
	switch status := &deployment.Status; {
	case status.ObservedGeneration < deployment.Generation:
		return v1alpha1.ReasonDeploymentProgressing, fmt.Sprintf("Deployment %q is being rolled out", deployment.Name)
	case deployment.Spec.Replicas != nil && *deployment.Spec.Replicas == 0:
		return v1alpha1.ReasonScaledToZero, fmt.Sprintf("Deployment %q is scaled to zero: set its replicas to 1 or more", deployment.Name)
	case HasOnlyNewPods(deployment) && isTrue(status, appsv1.DeploymentAvailable):
		return v1alpha1.ReasonDeploymentAvailable, Available(deployment)
	}
	return failureOf(deployment, trouble)
}

// failureOf tells why a Deployment is not available.
func failureOf(deployment *appsv1.Deployment, trouble *Trouble) (reason, message string) {
	status := &deployment.Status
	failure := find(status, appsv1.DeploymentReplicaFailure)
	progressing := find(status, appsv1.DeploymentProgressing)
	overdue := progressing != nil && progressing.Status == corev1.ConditionFalse
	wasWell := HasOnlyNewPods(deployment) && progressing != nil && progressing.Reason == "NewReplicaSetAvailable"
	switch {
	case failure != nil && failure.Status == corev1.ConditionTrue:
		return v1alpha1.ReasonDeploymentFailed, fmt.Sprintf("Deployment %q cannot make its pods: %s", deployment.Name, failure.Message)
	case trouble != nil && (trouble.Lasting || overdue):
		return v1alpha1.ReasonDeploymentFailed, fmt.Sprintf("Deployment %q does not come up (%s): %s", deployment.Name, trouble.Reason, trouble.Message)
	case overdue:
		return v1alpha1.ReasonDeploymentFailed, fmt.Sprintf("Deployment %q does not come up: %s", deployment.Name, progressing.Message)
	case trouble != nil:
		return v1alpha1.ReasonDeploymentProgressing, fmt.Sprintf("Deployment %q waits (%s): %s", deployment.Name, trouble.Reason, trouble.Message)
	case wasWell:
		return v1alpha1.ReasonDeploymentUnavailable, fmt.Sprintf("Too few pods of Deployment %q are ready at the moment", deployment.Name)
	}
	return v1alpha1.ReasonDeploymentProgressing, fmt.Sprintf("Deployment %q is being rolled out", deployment.Name)
}

// HasOnlyNewPods says whether there are pods of the newest template, and no others.
func HasOnlyNewPods(deployment *appsv1.Deployment) bool {
	status := &deployment.Status
	return status.ObservedGeneration >= deployment.Generation && status.UpdatedReplicas > 0 && status.UpdatedReplicas == status.Replicas
}

func isTrue(status *appsv1.DeploymentStatus, conditionType appsv1.DeploymentConditionType) bool {
	condition := find(status, conditionType)
	return condition != nil && condition.Status == corev1.ConditionTrue
}

func find(status *appsv1.DeploymentStatus, conditionType appsv1.DeploymentConditionType) *appsv1.DeploymentCondition {
	for i := range status.Conditions {
		if status.Conditions[i].Type == conditionType {
			return &status.Conditions[i]
		}
	}
	return nil
}

// Available is the message about a Deployment that is available.
func Available(deployment *appsv1.Deployment) string {
	return fmt.Sprintf("Deployment %q is available", deployment.Name)
}

// Serves says whether there are pods that answer requests, be it those of an older configuration.
func Serves(deployment *appsv1.Deployment) bool {
	return deployment != nil && deployment.Status.AvailableReplicas > 0
}
