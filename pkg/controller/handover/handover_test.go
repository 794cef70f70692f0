// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package handover_test

import (
	"testing"

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
type form struct{ keepsOldPods, narrow bool }

var (
	settled  = form{}
	starting = form{keepsOldPods: true}
	switched = form{keepsOldPods: true, narrow: true}
)

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
	deployment.Spec.Replicas, deployment.Spec.MinReadySeconds = &replicas, handover.MinReadySeconds
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
	deployment.Spec.MinReadySeconds = 0
}

func ordinary(deployment *appsv1.Deployment) { deployment.Spec.MinReadySeconds = 0 }

func TestFormsOfAHandover(t *testing.T) {
	_, wide := rendered()
	_, narrow := rendered()
	narrow.Spec.Selector[pod.ManagedByLabel] = pod.ManagedBy
	for _, test := range []struct {
		name    string
		live    children.Object
		service children.Object
		want    form
	}{
		{"there is no Deployment yet", nil, nil, settled},
		{"the pods are another operator's", passing(1, 1, 1, 1, anothers), wide, starting},
		{"an ordinary update rolls the pods", passing(1, 2, 1, 2, ordinary), wide, settled},
		{"somebody else's narrower Service is mended", passing(1, 1, 1, 1, ordinary), narrow, settled},

		{"the status is that of the former pods", passing(1, 1, 1, 1, unobserved), wide, starting},
		{"there is no new pod yet", passing(1, 1, 0, 1), wide, starting},
		{"the new pod is not ready yet", passing(1, 2, 1, 1), wide, starting},
		{"the new pod is ready", passing(1, 2, 1, 2), wide, switched},
		{"the Service is not known", passing(1, 2, 1, 2), nil, switched},
		{"the Service is narrow already", passing(1, 2, 1, 2), narrow, switched},
		{"the new pod has failed, and the old one serves again", passing(1, 2, 1, 1), narrow, starting},
		{"the old pod is going", passing(1, 1, 1, 1, unavailable), narrow, switched},
		{"only the new pod is left", passing(1, 1, 1, 1), narrow, settled},
		{"only the new pod is left, and nobody narrowed the Service", passing(1, 1, 1, 1), wide, settled},
		{"a further change meanwhile is not observed yet", passing(1, 1, 1, 1, unobserved), narrow, switched},

		{"some of several new pods are ready", passing(3, 6, 3, 5), wide, starting},
		{"all of several new pods are ready", passing(3, 6, 3, 6), wide, switched},
		{"one of several new pods has failed", passing(3, 6, 3, 5), narrow, switched},
		{"all of several new pods have failed", passing(3, 6, 3, 3), narrow, starting},
		{"some of several old pods are left", passing(3, 4, 3, 4), narrow, switched},

		{"the Deployment is scaled to zero", passing(0, 0, 0, 0), narrow, settled},
	} {
		t.Run(test.name, func(t *testing.T) {
			deployment, service := rendered()
			handover.Amend([]children.State{
				{Kind: kind.ConfigMap},
				{Kind: kind.Service, Live: test.service, Wanted: service},
				{Kind: kind.Deployment, Live: test.live, Wanted: deployment},
			})
			wantedDeployment, wantedService := rendered()
			if test.want.keepsOldPods {
				wantedDeployment.Spec.MinReadySeconds = handover.MinReadySeconds
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
		handover.Amend(states)
		for _, state := range states {
			assert.Nil(t, state.Wanted, name)
		}
	}
}
