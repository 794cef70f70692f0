// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote

import (
	"cmp"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/render"
)

// ChildrenSelector selects what the controller makes for proxies, and PodsSelector the pods of proxies.
const (
	ChildrenSelector = render.ManagedByLabel + "=" + render.ManagedBy
	PodsSelector     = "app=mcpremoteproxy,toolhive=true"
)

// byProxy is the index that lists pods by their proxy.
const byProxy = "proxy"

func proxyOfPod(pod *corev1.Pod) ([]string, error) { return []string{keyOfPod(pod).String()}, nil }

func keyOfPod(pod *corev1.Pod) cache.ObjectName {
	return cache.NewObjectName(pod.Namespace, pod.Labels[render.NameLabel])
}

// podsOf lists the pods of a proxy. An index that does not exist is a mistake in this package, and lists nothing.
func (c *caches) podsOf(key cache.ObjectName) []*corev1.Pod {
	pods, _ := c.pods.GetTypedIndexer().ByTypedIndex(byProxy, key.String())
	return pods
}

// wakeByPods wakes a name when what is wrong with one of its pods changes. That pods come and go is told by the Deployment.
func (c *caches) wakeByPods(add func(cache.ObjectName)) (cache.DoneChecker, error) {
	registration, err := c.pods.AddTypedEventHandler(cache.TypedResourceEventHandlerFuncs[*corev1.Pod]{
		AddFunc: func(pod *corev1.Pod) {
			if troubleOfPod(pod) != nil {
				add(keyOfPod(pod))
			}
		},
		UpdateFunc: func(before, after *corev1.Pod) {
			if !same(troubleOfPod(before), troubleOfPod(after)) {
				add(keyOfPod(after))
			}
		},
		DeleteFunc: func(deleted cache.DeletedObject[*corev1.Pod]) {
			if pod := deleted.OptionalObj; pod != nil && troubleOfPod(pod) != nil {
				add(keyOfPod(pod))
			}
		},
	})
	if err != nil {
		return nil, err
	}
	return registration.HasSyncedChecker(), nil
}

// Trouble is what keeps a pod from running.
type Trouble struct {
	Reason  string
	Message string
	// Lasting means that it does not go by itself.
	Lasting bool
}

func same(a, b *Trouble) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// troubleOf is that of the newest pod that has any.
func troubleOf(pods []*corev1.Pod) *Trouble {
	newestFirst := slices.SortedFunc(slices.Values(pods), func(a, b *corev1.Pod) int {
		return cmp.Or(b.CreationTimestamp.Compare(a.CreationTimestamp.Time), cmp.Compare(a.Name, b.Name))
	})
	for _, pod := range newestFirst {
		if trouble := troubleOfPod(pod); trouble != nil {
			return trouble
		}
	}
	return nil
}

// troubleOfPod is nil for a pod that runs, or may yet. Its words stay the same while the trouble does: what Kubernetes itself says
// names counts and times, and each change of that would be another write.
func troubleOfPod(pod *corev1.Pod) *Trouble {
	if pod.DeletionTimestamp != nil {
		return nil
	}
	for _, condition := range pod.Status.Conditions {
		if condition.Type == corev1.PodScheduled && condition.Status == corev1.ConditionFalse && condition.Reason == corev1.PodReasonUnschedulable {
			return &Trouble{corev1.PodReasonUnschedulable, fmt.Sprintf("no node can take pod %q: see kubectl describe pod", pod.Name), false}
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
	if waiting := container.State.Waiting; waiting != nil {
		switch waiting.Reason {
		case "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable":
			return &Trouble{"ImagePullBackOff", fmt.Sprintf("image %q of pod %q cannot be pulled: see kubectl describe pod", container.Image, pod.Name), true}
		case "CreateContainerConfigError", "CreateContainerError", "RunContainerError":
			return &Trouble{waiting.Reason, fmt.Sprintf("container %q of pod %q cannot be started: %s", container.Name, pod.Name, waiting.Message), true}
		}
	}
	ended := container.LastTerminationState.Terminated
	if container.State.Terminated != nil {
		ended = container.State.Terminated
	}
	if ended == nil || ended.ExitCode == 0 || container.Ready {
		return nil
	}
	return &Trouble{
		"CrashLoopBackOff",
		fmt.Sprintf("container %q of pod %q ends with exit code %d (%s): see kubectl logs --previous", container.Name, pod.Name, ended.ExitCode, ended.Reason),
		true,
	}
}
