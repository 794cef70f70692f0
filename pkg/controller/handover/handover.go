// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package handover

import (
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/children"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/rollout"
)

// MinReadySeconds is how long a Deployment keeps its old pods after the new ones are ready, in seconds. In that time the operator has to narrow the
// Service, even if it has many to look after, and nodes have to learn of it, which takes a few seconds. A Deployment with this value is one
// whose pods are being replaced.
const MinReadySeconds = 30

// phase is how far the replacement of pods is.
type phase int

const (
	// settled means that all is to be as it was rendered.
	settled phase = iota
	// starting means that old pods get requests, and new ones too, as soon as they are ready.
	starting
	// switched means that only new pods get requests.
	switched
)

// Amend changes what is wanted of a Deployment and its Service, if there are such among the states, for as long as its pods are being replaced.
func Amend(states []children.State) {
	deployment, service := find(states, kind.Deployment), find(states, kind.Service)
	now := phaseOf(deployment.Live, service.Live)
	if wanted, ok := deployment.Wanted.(*appsv1.Deployment); ok && now != settled {
		keepOldPods(&wanted.Spec)
	}
	if wanted, ok := service.Wanted.(*corev1.Service); ok && now == switched {
		wanted.Spec.Selector[pod.ManagedByLabel] = pod.ManagedBy
	}
}

// find returns the zero State if there is none of that kind.
func find(states []children.State, k kind.Kind) children.State {
	for _, state := range states {
		if state.Kind == k {
			return state
		}
	}
	return children.State{}
}

// keepOldPods has all the new pods made at once, and none of the old removed before.
func keepOldPods(spec *appsv1.DeploymentSpec) {
	spec.MinReadySeconds = MinReadySeconds
	spec.Strategy = appsv1.DeploymentStrategy{
		Type:          appsv1.RollingUpdateDeploymentStrategyType,
		RollingUpdate: &appsv1.RollingUpdateDeployment{MaxUnavailable: new(intstr.FromInt32(0)), MaxSurge: new(intstr.FromString("100%"))},
	}
}

func phaseOf(live, liveService children.Object) phase {
	deployment, ok := live.(*appsv1.Deployment)
	switch {
	case !ok:
		return settled
	case deployment.Spec.Template.Labels[pod.ManagedByLabel] != pod.ManagedBy:
		return starting
	case deployment.Spec.MinReadySeconds != MinReadySeconds, isScaledToZero(deployment), rollout.IsComplete(deployment):
		return settled
	case isNarrow(liveService) && !mayLackNewPods(deployment), isUp(deployment):
		return switched
	}
	return starting
}

func isScaledToZero(deployment *appsv1.Deployment) bool {
	return deployment.Spec.Replicas != nil && *deployment.Spec.Replicas == 0
}

func isNarrow(live children.Object) bool {
	service, ok := live.(*corev1.Service)
	return ok && service.Spec.Selector[pod.ManagedByLabel] == pod.ManagedBy
}

// isUp says whether all pods are ready, some of which are new.
func isUp(deployment *appsv1.Deployment) bool {
	status := &deployment.Status
	return isObserved(deployment) && status.UpdatedReplicas > 0 && status.ReadyReplicas == status.Replicas
}

// mayLackNewPods says whether all pods that are ready may be old ones, which then had better get requests again.
func mayLackNewPods(deployment *appsv1.Deployment) bool {
	status := &deployment.Status
	old := status.Replicas - status.UpdatedReplicas
	return isObserved(deployment) && old > 0 && status.ReadyReplicas <= old
}

// isObserved says whether the status is that of the newest spec.
func isObserved(deployment *appsv1.Deployment) bool {
	return deployment.Status.ObservedGeneration >= deployment.Generation
}
