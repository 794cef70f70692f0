// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/rollout"
)

func podWith(status corev1.PodStatus) *corev1.Pod {
	return &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "search-1"}, Status: status}
}

func container(status corev1.ContainerStatus) corev1.PodStatus {
	status.Name, status.Image = "toolhive", "proxyrunner"
	return corev1.PodStatus{ContainerStatuses: []corev1.ContainerStatus{status}}
}

func waiting(reason, message string) corev1.ContainerState {
	return corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: reason, Message: message}}
}

func ended(code int32) corev1.ContainerState {
	return corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{ExitCode: code, Reason: "Error"}}
}

func TestTroubleOfAPod(t *testing.T) {
	unschedulable := corev1.PodStatus{Conditions: []corev1.PodCondition{{
		Type: corev1.PodScheduled, Status: corev1.ConditionFalse, Reason: corev1.PodReasonUnschedulable, Message: "0/3 nodes are available",
	}}}
	inInit := corev1.PodStatus{InitContainerStatuses: []corev1.ContainerStatus{{Name: "first", State: ended(1)}}}
	tests := map[string]struct {
		status  corev1.PodStatus
		reason  string // no trouble if it is empty
		lasting bool
	}{
		"a new pod":                             {corev1.PodStatus{}, "", false},
		"being created":                         {container(corev1.ContainerStatus{State: waiting("ContainerCreating", "")}), "", false},
		"runs and is not ready yet":             {container(corev1.ContainerStatus{State: corev1.ContainerState{Running: &corev1.ContainerStateRunning{}}}), "", false},
		"serves again after it ended once":      {container(corev1.ContainerStatus{Ready: true, RestartCount: 1, LastTerminationState: ended(1)}), "", false},
		"no node takes it":                      {unschedulable, "Unschedulable", false},
		"its image cannot be pulled":            {container(corev1.ContainerStatus{State: waiting("ErrImagePull", "not found")}), "ImagePullBackOff", true},
		"its image still cannot be pulled":      {container(corev1.ContainerStatus{State: waiting("ImagePullBackOff", "Back-off")}), "ImagePullBackOff", true},
		"its Secret is missing":                 {container(corev1.ContainerStatus{State: waiting("CreateContainerConfigError", `secret "x" not found`)}), "CreateContainerConfigError", true},
		"its container cannot be run":           {container(corev1.ContainerStatus{State: waiting("RunContainerError", "id 0123 cannot")}), "CreateContainerError", true},
		"it was evicted":                        {corev1.PodStatus{Phase: corev1.PodFailed, ContainerStatuses: []corev1.ContainerStatus{{State: ended(137)}}}, "", false},
		"it ended":                              {container(corev1.ContainerStatus{State: ended(2)}), "CrashLoopBackOff", true},
		"it waits to be started again":          {container(corev1.ContainerStatus{RestartCount: 3, State: waiting("CrashLoopBackOff", "back-off 40s"), LastTerminationState: ended(2)}), "CrashLoopBackOff", true},
		"it runs again and is not ready":        {container(corev1.ContainerStatus{RestartCount: 4, LastTerminationState: ended(2)}), "CrashLoopBackOff", true},
		"an init container of the user's ended": {inInit, "CrashLoopBackOff", true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			trouble := rollout.OfPod(podWith(tt.status))
			if tt.reason == "" {
				assert.Nil(t, trouble)
				return
			}
			require.NotNil(t, trouble)
			assert.Equal(t, tt.reason, trouble.Reason)
			assert.Equal(t, tt.lasting, trouble.Lasting)
			assert.Contains(t, trouble.Message, "search-1")
			assert.NotRegexp(t, `back-off|0/3`, trouble.Message, "words that change while the trouble does not")
		})
	}
}

// Each step of a crash loop says the same, so that it costs one write, also of a pod that was ready before.
func TestACrashLoopIsOneTrouble(t *testing.T) {
	at := func(second int64) metav1.Time { return metav1.NewTime(time.Unix(second, 0)) }
	step := func(status corev1.ContainerStatus) *rollout.Trouble {
		pod := podWith(container(status))
		pod.Status.Conditions = []corev1.PodCondition{{Type: corev1.ContainersReady, Status: corev1.ConditionFalse, LastTransitionTime: at(100)}}
		return rollout.OfPod(pod)
	}
	running := func(since metav1.Time) corev1.ContainerStatus {
		return corev1.ContainerStatus{RestartCount: 2, State: corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: since}}, LastTerminationState: ended(2)}
	}
	first := step(corev1.ContainerStatus{State: ended(2)})
	require.NotNil(t, first)
	for _, status := range []corev1.ContainerStatus{
		{RestartCount: 1, State: waiting("CrashLoopBackOff", "back-off 10s"), LastTerminationState: ended(2)},
		running(at(100)), // within the same second
		running(at(110)),
	} {
		assert.True(t, rollout.Same(first, step(status)))
	}
	assert.Nil(t, step(running(at(50))), "it was ready from then on, until second 100")
}

func TestTheNewestPodInTroubleCounts(t *testing.T) {
	pod := func(name string, minutes int, state corev1.ContainerState) *corev1.Pod {
		return &corev1.Pod{
			ObjectMeta: metav1.ObjectMeta{Name: name, CreationTimestamp: metav1.NewTime(time.Unix(int64(60*minutes), 0))},
			Status:     container(corev1.ContainerStatus{State: state}),
		}
	}
	running := corev1.ContainerState{Running: &corev1.ContainerStateRunning{}}
	leaving := pod("leaving", 5, ended(1))
	leaving.DeletionTimestamp = &metav1.Time{Time: time.Unix(400, 0)}
	pods := []*corev1.Pod{pod("old", 1, ended(1)), pod("new", 3, ended(1)), pod("newest", 4, running), leaving}
	assert.Contains(t, rollout.Of(pods).Message, `"new"`)
	pods[2].Labels = map[string]string{"pod-template-hash": "2"}
	leaving.Labels = pods[2].Labels
	assert.Nil(t, rollout.Of(pods), "pods of an older template are being replaced")
	assert.Nil(t, rollout.Of([]*corev1.Pod{pods[2], leaving}))
	assert.Nil(t, rollout.Of(nil))
}
