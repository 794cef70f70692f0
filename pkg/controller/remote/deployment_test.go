// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/rollout"
)

const (
	statusTables = "../../../docs/proxy-status.md"
	proxyURL     = "http://mcp-search-remote-proxy.default.svc.cluster.local:8080"
)

func TestTheStatusOfAProxyIsThatOfTheDocumentation(t *testing.T) {
	rows := readTable(t, "Case")
	require.Greater(t, len(rows), 15)
	for _, row := range rows {
		t.Run(row["Case"], func(t *testing.T) {
			s := snapshot(typeProxy, urlBefore(row))
			s.Deployment, s.Trouble = deploymentOf(t, row), troubleIn(t, row)
			plan := remote.Decide(s, remote.Verdict{}, now)
			require.NotNil(t, plan.Endpoint)
			requireWellFormed(t, s.Endpoint, plan.Endpoint)
			condition := meta.FindStatusCondition(plan.Endpoint.Conditions, v1alpha1.ConditionDeploymentReady)
			require.NotNil(t, condition)
			assert.Equal(t, row["DeploymentReady"], condition.Reason)
			assert.Equal(t, row["DeploymentReady"] == v1alpha1.ReasonDeploymentAvailable, condition.Status == metav1.ConditionTrue)
			assert.Equal(t, row["Phase"], string(plan.Endpoint.Phase))
			assert.Equal(t, urlIn(row["URL"]), plan.Endpoint.URL)
		})
	}
}

func TestTheURLOfAProxyThatSomethingIsWrongWithIsThatOfTheDocumentation(t *testing.T) {
	rows := readTable(t, "What is wrong")
	require.Greater(t, len(rows), 5)
	for _, row := range rows {
		t.Run(row["What is wrong"]+", "+row["The Deployment"], func(t *testing.T) {
			s := snapshot(typeProxy, urlBefore(row))
			if row["The Deployment"] == "serves" {
				s.Deployment = deployment(1, 1, 1, corev1.ConditionTrue, "NewReplicaSetAvailable")
				s.Service = &corev1.Service{Spec: corev1.ServiceSpec{Ports: []corev1.ServicePort{{Name: "http", Port: 8080}}}}
			}
			problem := validate.Problem{
				Condition: v1alpha1.ConditionConfigurationValid, Reason: strings.Trim(row["What is wrong"], "`"), Message: "it is wrong",
			}
			plan := remote.Decide(s, remote.Verdict{Problems: []validate.Problem{problem}}, now)
			require.NotNil(t, plan.Endpoint)
			assert.Equal(t, v1alpha1.PhaseFailed, plan.Endpoint.Phase)
			assert.Equal(t, urlIn(row["URL"]), plan.Endpoint.URL)
		})
	}
}

func TestTheTroubleOfAPodIsThatOfTheDocumentation(t *testing.T) {
	rows := readTable(t, "Pod")
	require.Greater(t, len(rows), 10)
	for _, row := range rows {
		t.Run(row["Pod"], func(t *testing.T) {
			want, trouble := troubleIn(t, row), rollout.OfPod(podOf(t, row))
			require.Equal(t, want == nil, trouble == nil)
			if want != nil {
				assert.Equal(t, want.Lasting, trouble.Lasting)
			}
		})
	}
}

// podOf returns a pod whose container was started in second 100, if it was.
func podOf(t *testing.T, row map[string]string) *corev1.Pod {
	t.Helper()
	at := func(second int64) metav1.Time { return metav1.NewTime(time.Unix(second, 0)) }
	ready := corev1.PodCondition{Type: corev1.ContainersReady, Status: corev1.ConditionFalse, LastTransitionTime: at(90)}
	container := corev1.ContainerStatus{Name: "toolhive", Ready: row["Ready"] == "is"}
	if row["Ready"] == "was" {
		ready.LastTransitionTime = at(200)
	}
	ended := &corev1.ContainerStateTerminated{ExitCode: 2, Reason: "Error"}
	switch row["Container"] {
	case "-":
		return &corev1.Pod{Status: corev1.PodStatus{Conditions: []corev1.PodCondition{
			{Type: corev1.PodScheduled, Status: corev1.ConditionFalse, Reason: corev1.PodReasonUnschedulable},
		}}}
	case "running":
		container.State.Running = &corev1.ContainerStateRunning{StartedAt: at(100)}
	case "ended":
		container.State.Terminated = ended
	default:
		container.State.Waiting = &corev1.ContainerStateWaiting{Reason: row["Container"]}
	}
	if row["Ended before"] == "yes" && container.State.Terminated == nil {
		container.RestartCount, container.LastTerminationState.Terminated = 1, ended
	}
	return &corev1.Pod{Status: corev1.PodStatus{Conditions: []corev1.PodCondition{ready}, ContainerStatuses: []corev1.ContainerStatus{container}}}
}

func typeProxy(s *remote.Snapshot) {
	s.Endpoint.Spec.Type = v1alpha1.EndpointTypeProxy
	s.Endpoint.Spec.ProxyConfig = &v1alpha1.ProxyConfig{OIDCConfig: &v1alpha1.OIDCConfig{Type: v1alpha1.OIDCConfigTypeKubernetes}}
}

func urlBefore(row map[string]string) change {
	return func(s *remote.Snapshot) { s.Endpoint.Status.URL = urlIn(row["URL before"]) }
}

func urlIn(cell string) string {
	if cell == "set" {
		return proxyURL
	}
	return ""
}

func deploymentOf(t *testing.T, row map[string]string) *appsv1.Deployment {
	t.Helper()
	if row["Seen"] == "-" {
		return nil
	}
	var updated, all int32
	_, err := fmt.Sscanf(row["Pods"], "%d/%d", &updated, &all)
	require.NoError(t, err)
	replicas, err := strconv.Atoi(row["Replicas"])
	require.NoError(t, err)
	d := deployment(int32(replicas), updated, all, corev1.ConditionStatus(row["Available"]), row["Progressing"])
	serving, err := strconv.Atoi(row["Serving"])
	require.NoError(t, err)
	d.Status.AvailableReplicas = int32(serving)
	if row["Seen"] == "no" {
		d.Generation = 3
	}
	if row["ReplicaFailure"] == "True" {
		d.Status.Conditions = append(d.Status.Conditions, appsv1.DeploymentCondition{
			Type: appsv1.DeploymentReplicaFailure, Status: corev1.ConditionTrue, Message: "exceeded quota",
		})
	}
	return d
}

// deployment returns one in its second generation, which has been seen. A dash stands for a condition that there is not.
func deployment(replicas, updated, all int32, available corev1.ConditionStatus, progressing string) *appsv1.Deployment {
	d := &appsv1.Deployment{
		ObjectMeta: metav1.ObjectMeta{Name: "search", Generation: 2},
		Spec:       appsv1.DeploymentSpec{Replicas: &replicas},
		Status:     appsv1.DeploymentStatus{ObservedGeneration: 2, Replicas: all, UpdatedReplicas: updated},
	}
	if available != "-" {
		d.Status.Conditions = append(d.Status.Conditions, appsv1.DeploymentCondition{Type: appsv1.DeploymentAvailable, Status: available})
	}
	if progressing != "-" {
		status := corev1.ConditionTrue
		if progressing == "ProgressDeadlineExceeded" {
			status = corev1.ConditionFalse
		}
		d.Status.Conditions = append(d.Status.Conditions, appsv1.DeploymentCondition{
			Type: appsv1.DeploymentProgressing, Status: status, Reason: progressing, Message: "ReplicaSet has timed out progressing",
		})
	}
	return d
}

func troubleIn(t *testing.T, row map[string]string) *rollout.Trouble {
	t.Helper()
	switch row["Pod trouble"] {
	case "lasting":
		return &rollout.Trouble{Reason: "CrashLoopBackOff", Message: "it ends", Lasting: true}
	case "passing":
		return &rollout.Trouble{Reason: "Unschedulable", Message: "it waits"}
	}
	require.Equal(t, "-", row["Pod trouble"])
	return nil
}

// readTable reads the table of the documentation whose first column has this name, as a map for each row.
func readTable(t *testing.T, first string) []map[string]string {
	t.Helper()
	text, err := os.ReadFile(statusTables)
	require.NoError(t, err)
	var names []string
	var rows []map[string]string
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		switch {
		case len(cells) < 2:
			names = nil
		case cells[0] == first:
			names = cells
		case names != nil && !strings.HasPrefix(cells[0], "---"):
			require.Len(t, cells, len(names), "a row of the table of each %s", first)
			row := map[string]string{}
			for i, name := range names {
				row[name] = cells[i]
			}
			rows = append(rows, row)
		}
	}
	return rows
}
