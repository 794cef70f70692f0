// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package handover

import (
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/children"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/rollout"
)

// settleTime is how long a Service has to be narrow before old pods end: all nodes have to learn of it, which takes a few seconds.
const settleTime = 10 * time.Second

// phase is how far the replacement of pods is.
type phase int

const (
	// settled means that all is to be as it was rendered.
	settled phase = iota
	// starting means that old pods stay and get requests, and new ones too, as soon as they are ready.
	starting
	// switched means that old pods stay, and only new ones get requests.
	switched
	// ending means that old pods end, and only new ones get requests.
	ending
)

// Amend changes what is wanted of a Deployment and its Service, if there are such among the states, for as long as its pods are being replaced. It says
// whether nothing but time will bring the next step: the states are to be looked at again a while after settleTime.
func Amend(states []children.State, now time.Time) (waits bool) {
	deployment, service := find(states, kind.Deployment), find(states, kind.Service)
	current := phaseOf(deployment, service, now)
	if wanted, ok := deployment.Wanted.(*appsv1.Deployment); ok && (current == starting || current == switched) {
		hold(&wanted.Spec)
	}
	if wanted, ok := service.Wanted.(*corev1.Service); ok && (current == switched || current == ending) {
		wanted.Spec.Selector[pod.ManagedByLabel] = pod.ManagedBy
	}
	return current == switched
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

func phaseOf(deploymentState, service children.State, now time.Time) phase {
	deployment, ok := deploymentState.Live.(*appsv1.Deployment)
	if !ok {
		return settled
	}
	if isAnothers(deployment) {
		if isOrdinary(&deployment.Spec) {
			return starting
		}
		return settled // Somebody else has said how its pods are replaced.
	}
	narrow := isNarrow(service.Live)
	switch {
	case isScaledToZero(deployment), rollout.HasOnlyNewPods(deployment):
		return settled
	case isHeld(&deployment.Spec):
		return phaseOfHeld(deployment, narrow, now.Sub(service.AppliedAt) >= settleTime)
	case narrow && !mayLackNewPods(deployment):
		return ending
	}
	return settled
}

// phaseOfHeld is for a Deployment that has old pods. known says whether nodes have had the time to learn what the Service selects.
func phaseOfHeld(deployment *appsv1.Deployment, narrow, known bool) phase {
	switch {
	case narrow && known && isUp(deployment):
		return ending
	case isUp(deployment), narrow && !mayLackNewPods(deployment):
		return switched
	}
	return starting
}

// isAnothers says whether the pods of a Deployment are made from another operator's template.
func isAnothers(deployment *appsv1.Deployment) bool {
	return deployment.Spec.Template.Labels[pod.ManagedByLabel] != pod.ManagedBy
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
