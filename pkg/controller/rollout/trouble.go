// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"cmp"
	"fmt"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
)

// Trouble is what keeps a pod from running.
type Trouble struct {
	Reason  string
	Message string
	// Lasting means that it does not go by itself.
	Lasting bool
}

// Same says whether two are the same trouble, or none both.
func Same(a, b *Trouble) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// Of is the trouble of the newest pod that has any, of those with the template of the newest pod. What older pods suffer from is being mended.
func Of(pods []*corev1.Pod) *Trouble {
	newestFirst := slices.SortedFunc(slices.Values(pods), func(a, b *corev1.Pod) int {
		return cmp.Or(b.CreationTimestamp.Compare(a.CreationTimestamp.Time), cmp.Compare(a.Name, b.Name))
	})
	for _, pod := range newestFirst {
		if templateOf(pod) != templateOf(newestFirst[0]) {
			continue
		}
		if trouble := OfPod(pod); trouble != nil {
			return trouble
		}
	}
	return nil
}

// templateOf names the version of the pod template that a pod was made from.
func templateOf(pod *corev1.Pod) string { return pod.Labels[appsv1.DefaultDeploymentUniqueLabelKey] }

// OfPod is nil for a pod that runs, or may yet. Its words stay the same while the trouble does: what Kubernetes itself says
// names counts and times, and each change of that would be another write.
func OfPod(pod *corev1.Pod) *Trouble {
	over := pod.Status.Phase == corev1.PodFailed || pod.Status.Phase == corev1.PodSucceeded // as after it was evicted
	if over || pod.DeletionTimestamp != nil {
		return nil
	}
	for _, condition := range pod.Status.Conditions {
		if condition.Type == corev1.PodScheduled && condition.Status == corev1.ConditionFalse && condition.Reason == corev1.PodReasonUnschedulable {
			return &Trouble{Reason: corev1.PodReasonUnschedulable, Message: fmt.Sprintf("no node can take pod %q: see kubectl describe pod", pod.Name)}
		}
	}
	for _, container := range slices.Concat(pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses) {
		if trouble := troubleOfContainer(pod, &container); trouble != nil {
			return trouble
		}
	}
	return nil
}

func troubleOfContainer(pod *corev1.Pod, container *corev1.ContainerStatus) *Trouble {
	waiting := container.State.Waiting
	if waiting != nil {
		switch waiting.Reason {
		case "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable":
			return lasting("ImagePullBackOff", "image %q of pod %q cannot be pulled: see kubectl describe pod", container.Image, pod.Name)
		case "CreateContainerConfigError":
			return lasting(waiting.Reason, "container %q of pod %q cannot be started: %s", container.Name, pod.Name, waiting.Message)
		case "CreateContainerError", "RunContainerError":
			return lasting("CreateContainerError", "container %q of pod %q cannot be started: see kubectl describe pod", container.Name, pod.Name)
		}
	}
	ended := container.LastTerminationState.Terminated
	if container.State.Terminated != nil {
		ended = container.State.Terminated
	}
	if ended == nil || ended.ExitCode == 0 || container.Ready || recovered(pod, container) {
		return nil
	}
	return lasting("CrashLoopBackOff", "container %q of pod %q ends with exit code %d (%s): see kubectl logs --previous",
		container.Name, pod.Name, ended.ExitCode, ended.Reason)
}

// recovered says whether a container that runs and is not ready was ready since it was started: what made it end before is past then. In a crash
// loop the pod has not been ready since the container ended, each time that it is started again.
func recovered(pod *corev1.Pod, container *corev1.ContainerStatus) bool {
	running := container.State.Running
	return running != nil && slices.ContainsFunc(pod.Status.Conditions, func(condition corev1.PodCondition) bool {
		return condition.Type == corev1.ContainersReady && condition.LastTransitionTime.After(running.StartedAt.Time)
	})
}

func lasting(reason, format string, args ...any) *Trouble {
	return &Trouble{Reason: reason, Message: fmt.Sprintf(format, args...), Lasting: true}
}
