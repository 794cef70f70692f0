// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package handover_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/children"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/handover"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

// form is what is wanted of a Deployment and its Service.
type form struct{ held, narrow bool }

var (
	settled  = form{}
	starting = form{held: true}
	switched = form{held: true, narrow: true}
	ending   = form{narrow: true}
)

const day = 24 * time.Hour

// now is when all tests take place.
var now = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

func rendered() (*appsv1.Deployment, *corev1.Service) {
	return &appsv1.Deployment{Spec: appsv1.DeploymentSpec{Template: template(pod.Labels("proxy", "search"))}},
		&corev1.Service{Spec: corev1.ServiceSpec{Selector: pod.Selector("proxy", "search")}}
}

func template(labels map[string]string) corev1.PodTemplateSpec {
	return corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: labels}}
}

// passing is a Deployment of this many replicas whose pods are being replaced: so many of its pods are there, new, and ready.
func passing(replicas, all, updated, ready int32, changes ...func(*appsv1.Deployment)) *appsv1.Deployment {
	deployment, _ := rendered()
	deployment.Generation = 2
	deployment.Spec.Replicas, deployment.Spec.MinReadySeconds = &replicas, handover.HoldSeconds
	deployment.Status = appsv1.DeploymentStatus{
		ObservedGeneration: 2, Replicas: all, UpdatedReplicas: updated, ReadyReplicas: ready,
		Conditions: []appsv1.DeploymentCondition{{Type: appsv1.DeploymentAvailable, Status: corev1.ConditionTrue}},
	}
	for _, change := range changes {
		change(deployment)
	}
	return deployment
}

func unobserved(deployment *appsv1.Deployment) { deployment.Generation = 3 }

func unavailable(deployment *appsv1.Deployment) {
	deployment.Status.Conditions[0].Status = corev1.ConditionFalse
}

// anothers is a Deployment whose pods another operator made.
func anothers(deployment *appsv1.Deployment) {
	deployment.Spec.Template = template(pod.Selector("proxy", "search"))
	letGo(deployment)
}

func letGo(deployment *appsv1.Deployment) { deployment.Spec.MinReadySeconds = 0 }

func defaulted(deployment *appsv1.Deployment) {
	deployment.Spec.ProgressDeadlineSeconds = new(int32(600))
	deployment.Spec.Strategy = rolling(intstr.FromString("25%"))
}

func rolling(surge intstr.IntOrString) appsv1.DeploymentStrategy {
	return appsv1.DeploymentStrategy{
		Type:          appsv1.RollingUpdateDeploymentStrategyType,
		RollingUpdate: &appsv1.RollingUpdateDeployment{MaxSurge: &surge, MaxUnavailable: new(intstr.FromString("25%"))},
	}
}

func recreated(deployment *appsv1.Deployment) {
	deployment.Spec.Strategy.Type = appsv1.RecreateDeploymentStrategyType
}

func surging(deployment *appsv1.Deployment) { deployment.Spec.Strategy = rolling(intstr.FromInt32(2)) }

func waiting(deployment *appsv1.Deployment) { deployment.Spec.MinReadySeconds = 30 }

func hurried(deployment *appsv1.Deployment) {
	deployment.Spec.ProgressDeadlineSeconds = new(int32(60))
}

func TestFormsOfAHandover(t *testing.T) {
	_, wide := rendered()
	_, narrow := rendered()
	narrow.Spec.Selector[pod.ManagedByLabel] = pod.ManagedBy
	for _, test := range []struct {
		name    string
		live    children.Object
		service children.Object
		age     time.Duration // of what is applied to the Service
		want    form
	}{
		{"there is no Deployment yet", nil, nil, 0, settled},
		{"the pods are another operator's", passing(1, 1, 1, 1, anothers), wide, 0, starting},
		{"they are, with what the API server adds", passing(1, 1, 1, 1, anothers, defaulted), wide, 0, starting},
		{"somebody has them recreated", passing(1, 1, 1, 1, anothers, recreated), wide, 0, settled},
		{"somebody has a strategy of their own", passing(1, 1, 1, 1, anothers, surging), wide, 0, settled},
		{"somebody has new pods wait", passing(1, 1, 1, 1, anothers, waiting), wide, 0, settled},
		{"somebody has a deadline of their own", passing(1, 1, 1, 1, anothers, hurried), wide, 0, settled},
		{"an ordinary update rolls the pods", passing(1, 2, 1, 2, letGo), wide, 0, settled},
		{"an ordinary update rolls pods that have to wait", passing(1, 2, 1, 2, waiting), wide, 0, settled},
		{"somebody else's narrower Service is mended", passing(1, 1, 1, 1, letGo), narrow, 0, settled},

		{"the status is that of the former pods", passing(1, 1, 1, 1, unobserved), wide, 0, starting},
		{"there is no new pod yet", passing(1, 1, 0, 1), wide, 0, starting},
		{"the new pod is not ready yet", passing(1, 2, 1, 1), wide, 0, starting},
		{"the new pod is ready", passing(1, 2, 1, 2), wide, day, switched},
		{"the Service is not known", passing(1, 2, 1, 2), nil, day, switched},
		{"the Service is narrow", passing(1, 2, 1, 2), narrow, 0, switched},
		{"some nodes may not know that yet", passing(1, 2, 1, 2), narrow, 9 * time.Second, switched},
		{"all nodes know it", passing(1, 2, 1, 2), narrow, 10 * time.Second, ending},
		{"the new pod has failed, and the old one serves again", passing(1, 2, 1, 1), narrow, day, starting},
		{"the old pod went by itself", passing(1, 1, 1, 1, unavailable), wide, 0, settled},
		{"a further change meanwhile is not observed yet", passing(1, 2, 1, 2, unobserved), narrow, day, switched},

		{"the Deployment is let go", passing(1, 2, 1, 2, letGo, unobserved), narrow, 0, ending},
		{"the old pod is to go", passing(1, 2, 1, 2, letGo), narrow, 0, ending},
		{"the new pod fails before the old one went", passing(1, 2, 1, 1, letGo), narrow, 0, settled},
		{"only the new pod is left", passing(1, 1, 1, 1, letGo), narrow, 0, settled},

		{"some of several new pods are ready", passing(3, 6, 3, 5), wide, 0, starting},
		{"all of several new pods are ready", passing(3, 6, 3, 6), wide, 0, switched},
		{"one of several new pods has failed", passing(3, 6, 3, 5), narrow, day, switched},
		{"all of several new pods have failed", passing(3, 6, 3, 3), narrow, day, starting},
		{"some of several old pods are left", passing(3, 4, 3, 4, letGo), narrow, 0, ending},

		{"the Deployment is scaled to zero", passing(0, 0, 0, 0), narrow, 0, settled},
	} {
		t.Run(test.name, func(t *testing.T) {
			deployment, service := rendered()
			waits := handover.Amend([]children.State{
				{Kind: kind.ConfigMap},
				{Kind: kind.Service, Live: test.service, Wanted: service, AppliedAt: now.Add(-test.age)},
				{Kind: kind.Deployment, Live: test.live, Wanted: deployment},
			}, now)
			assert.Equal(t, test.want == switched, waits)
			wantedDeployment, wantedService := rendered()
			if test.want.held {
				wantedDeployment.Spec.MinReadySeconds = handover.HoldSeconds
				wantedDeployment.Spec.ProgressDeadlineSeconds = new(int32(handover.HoldSeconds + 600))
				wantedDeployment.Spec.Strategy = appsv1.DeploymentStrategy{
					Type:          appsv1.RollingUpdateDeploymentStrategyType,
					RollingUpdate: &appsv1.RollingUpdateDeployment{MaxUnavailable: new(intstr.FromInt32(0)), MaxSurge: new(intstr.FromString("100%"))},
				}
			}
			if test.want.narrow {
				wantedService.Spec.Selector[pod.ManagedByLabel] = pod.ManagedBy
			}
			assert.Equal(t, wantedDeployment, deployment)
			assert.Equal(t, wantedService, service)
		})
	}
}

func TestWhatIsNotWantedIsNotAmended(t *testing.T) {
	for name, states := range map[string][]children.State{
		"nothing":       nil,
		"no Deployment": {{Kind: kind.Service}, {Kind: kind.Deployment, Live: passing(1, 2, 1, 2)}},
	} {
		assert.Equal(t, name != "nothing", handover.Amend(states, now))
		for _, state := range states {
			assert.Nil(t, state.Wanted, name)
		}
	}
}
