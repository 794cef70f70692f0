// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/rollout"
)

// deployment is one whose pods are all of the newest template and ready, changed by the given function.
func deployment(change func(*appsv1.Deployment)) *appsv1.Deployment {
	d := &appsv1.Deployment{
		ObjectMeta: metav1.ObjectMeta{Name: "search", Generation: 2},
		Spec:       appsv1.DeploymentSpec{Replicas: new(int32(1))},
		Status: appsv1.DeploymentStatus{
			ObservedGeneration: 2, Replicas: 1, UpdatedReplicas: 1, AvailableReplicas: 1,
			Conditions: []appsv1.DeploymentCondition{
				{Type: appsv1.DeploymentAvailable, Status: corev1.ConditionTrue},
				{Type: appsv1.DeploymentProgressing, Status: corev1.ConditionTrue, Reason: "NewReplicaSetAvailable"},
			},
		},
	}
	change(d)
	return d
}

// rolling is one with a pod of an older template, which serves.
func rolling(d *appsv1.Deployment) {
	d.Status.Replicas = 2
	d.Status.Conditions[1].Reason = "ReplicaSetUpdated"
}

func unavailable(d *appsv1.Deployment) {
	d.Status.AvailableReplicas = 0
	d.Status.Conditions[0].Status = corev1.ConditionFalse
}

func TestState(t *testing.T) {
	lasting, passing := &rollout.Trouble{Reason: "CrashLoopBackOff", Lasting: true}, &rollout.Trouble{Reason: "Unschedulable"}
	tests := map[string]struct {
		deployment *appsv1.Deployment
		trouble    *rollout.Trouble
		reason     string
		serves     bool
	}{
		"there is none":                   {nil, nil, v1alpha1.ReasonDeploymentNotCreated, false},
		"it serves":                       {deployment(func(*appsv1.Deployment) {}), nil, v1alpha1.ReasonDeploymentAvailable, true},
		"nobody has looked at it yet":     {deployment(func(d *appsv1.Deployment) { d.Generation = 3 }), nil, v1alpha1.ReasonDeploymentProgressing, true},
		"it is scaled to zero":            {deployment(func(d *appsv1.Deployment) { *d.Spec.Replicas = 0; unavailable(d) }), nil, v1alpha1.ReasonScaledToZero, false},
		"older pods serve":                {deployment(rolling), nil, v1alpha1.ReasonDeploymentProgressing, true},
		"older pods serve, newer crash":   {deployment(rolling), lasting, v1alpha1.ReasonDeploymentFailed, true},
		"no node takes newer pods so far": {deployment(rolling), passing, v1alpha1.ReasonDeploymentProgressing, true},
		"it takes too long": {
			deployment(func(d *appsv1.Deployment) { rolling(d); d.Status.Conditions[1].Status = corev1.ConditionFalse }), nil,
			v1alpha1.ReasonDeploymentFailed, true,
		},
		"no node takes newer pods, for too long": {
			deployment(func(d *appsv1.Deployment) { rolling(d); d.Status.Conditions[1].Status = corev1.ConditionFalse }), passing,
			v1alpha1.ReasonDeploymentFailed, true,
		},
		"it may not make pods": {
			deployment(func(d *appsv1.Deployment) {
				unavailable(d)
				d.Status.Conditions = append(d.Status.Conditions, appsv1.DeploymentCondition{Type: appsv1.DeploymentReplicaFailure, Status: corev1.ConditionTrue})
			}), nil, v1alpha1.ReasonDeploymentFailed, false,
		},
		"its pod is not ready at the moment":                  {deployment(unavailable), nil, v1alpha1.ReasonDeploymentUnavailable, false},
		"its pod crashes, after it was ready":                 {deployment(unavailable), lasting, v1alpha1.ReasonDeploymentFailed, false},
		"its first pod is being started":                      {deployment(func(d *appsv1.Deployment) { unavailable(d); d.Status.Conditions[1].Reason = "NewReplicaSetCreated" }), nil, v1alpha1.ReasonDeploymentProgressing, false},
		"its pod serves, whatever another pod suffers from":   {deployment(func(*appsv1.Deployment) {}), lasting, v1alpha1.ReasonDeploymentAvailable, true},
		"nobody has looked at it yet, and an older pod fails": {deployment(func(d *appsv1.Deployment) { d.Generation = 3; unavailable(d) }), lasting, v1alpha1.ReasonDeploymentProgressing, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			reason, message := rollout.State(test.deployment, test.trouble)
			assert.Equal(t, test.reason, reason)
			assert.NotEmpty(t, message)
			assert.Equal(t, test.serves, rollout.Serves(test.deployment))
		})
	}
}
