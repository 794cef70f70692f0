// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtualserver_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/gatewaytest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/render"
)

var (
	longAgo = metav1.NewTime(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	now     = metav1.NewTime(time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC))
)

var settings = render.Settings{Image: gatewaytest.Image}

// change makes a Snapshot another one.
type change = func(*virtualserver.Snapshot)

// snapshot is that of a gateway of the golden files, with several backends and nothing wrong, without pods; then it is changed.
func snapshot(t testing.TB, changes ...change) virtualserver.Snapshot {
	t.Helper()
	return snapshotOf(t, "members", changes...)
}

func snapshotOf(t testing.TB, golden string, changes ...change) virtualserver.Snapshot {
	t.Helper()
	s := virtualserver.Snapshot{Input: gatewaytest.Read(t, "render/testdata/"+golden+"/input.yaml").Input(t)}
	s.Live = virtualserver.LiveOf(nil, nil)
	for _, change := range changes {
		change(&s)
	}
	return s
}

// deployment is one in its first generation.
func deployment(available int32, progressing string) *appsv1.Deployment {
	status := corev1.ConditionFalse
	if available > 0 {
		status = corev1.ConditionTrue
	}
	return &appsv1.Deployment{
		ObjectMeta: metav1.ObjectMeta{Name: "gateway", Namespace: gatewaytest.Namespace, Generation: 1},
		Status: appsv1.DeploymentStatus{
			ObservedGeneration: 1, Replicas: 1, UpdatedReplicas: 1, AvailableReplicas: available,
			Conditions: []appsv1.DeploymentCondition{
				{Type: appsv1.DeploymentAvailable, Status: status},
				{Type: appsv1.DeploymentProgressing, Status: corev1.ConditionTrue, Reason: progressing},
			},
		},
	}
}

func serves(s *virtualserver.Snapshot)   { s.Deployment = deployment(1, "NewReplicaSetAvailable") }
func starts(s *virtualserver.Snapshot)   { s.Deployment = deployment(0, "NewReplicaSetCreated") }
func breaks(s *virtualserver.Snapshot)   { s.Deployment = deployment(0, "NewReplicaSetAvailable") }
func noGroup(s *virtualserver.Snapshot)  { s.Group = nil }
func nobody(s *virtualserver.Snapshot)   { s.Members = nil }
func deleted(s *virtualserver.Snapshot)  { s.Server.DeletionTimestamp = &now }
func longName(s *virtualserver.Snapshot) { s.Server.Name = "a.b" }

// rolls has older pods, which serve.
func rolls(s *virtualserver.Snapshot) {
	s.Deployment = deployment(1, "ReplicaSetUpdated")
	s.Deployment.Status.Replicas = 2
}

func scaledToZero(s *virtualserver.Snapshot) {
	starts(s)
	s.Deployment.Spec.Replicas = new(int32)
}

// stuck has older pods, which serve, and newer ones that do not come up.
func stuck(s *virtualserver.Snapshot) {
	rolls(s)
	s.Deployment.Status.Conditions[1].Status = corev1.ConditionFalse
}

// fails has no pods that come up.
func fails(s *virtualserver.Snapshot) {
	starts(s)
	s.Deployment.Status.Conditions[1].Status = corev1.ConditionFalse
}

// reported gives the gateway what vMCP writes into its status.
func reported(s *virtualserver.Snapshot) {
	status := &s.Server.Status
	status.Phase, status.Message, status.BackendCount = v1beta1.VirtualMCPServerPhaseDegraded, "1 of 6 backends is down", 5
	status.ObservedGeneration = s.Server.Generation
	for _, condition := range []metav1.Condition{
		{Type: "Ready", Status: metav1.ConditionTrue, Reason: "SomeBackendsUnhealthy", Message: "5 of 6 backends can be reached"},
		{Type: "BackendsDiscovered", Status: metav1.ConditionTrue, Reason: "BackendsDiscovered"},
		{Type: "Degraded", Status: metav1.ConditionTrue, Reason: "SomeBackendsUnhealthy"},
	} {
		meta.SetStatusCondition(&status.Conditions, condition)
	}
}

// decided gives the gateway the status that was decided upon long ago.
func decided(s *virtualserver.Snapshot) {
	plan := virtualserver.Decide(*s, virtualserver.Judge(*s), longAgo)
	if plan.Status != nil {
		write(s, plan)
	}
}

// write puts a plan into the gateway's status, as server-side apply would.
func write(s *virtualserver.Snapshot, plan virtualserver.Plan) {
	vocabulary := virtualserver.Vocabulary(s.Server.Status.Conditions)
	var others []metav1.Condition
	for _, condition := range s.Server.Status.Conditions {
		if !slices.Contains(vocabulary, condition.Type) {
			others = append(others, condition)
		}
	}
	status := *plan.Status
	if !plan.Forget {
		status.BackendCount, status.DiscoveredBackends = s.Server.Status.BackendCount, s.Server.Status.DiscoveredBackends
		status.Conditions = append(others, status.Conditions...)
	}
	s.Server.Status = status
}

func decide(s virtualserver.Snapshot) virtualserver.Plan {
	return virtualserver.Decide(s, virtualserver.Judge(s), now)
}

// statusOf is the status of the gateway after one pass.
func statusOf(t testing.TB, s virtualserver.Snapshot) *v1beta1.VirtualMCPServerStatus {
	t.Helper()
	plan := decide(s)
	require.NotNil(t, plan.Status)
	return plan.Status
}
