// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/mcp-remote-endpoint/operator/test/e2e/cluster"
)

// newPod is a pod as the restricted Pod Security Standard wants it. It has its name as a label "app".
func newPod(name, image string, args ...string) *corev1.Pod {
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{"app": name}},
		Spec: corev1.PodSpec{
			SecurityContext: &corev1.PodSecurityContext{
				RunAsNonRoot: new(true), SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
			},
			Containers: []corev1.Container{{
				Name: name, Image: image, Args: args,
				SecurityContext: &corev1.SecurityContext{
					AllowPrivilegeEscalation: new(false), Capabilities: &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
				},
			}},
		},
	}
}

// runServer runs an MCP server in a pod behind a Service, and returns its URL.
func (s *scene) runServer(t *testing.T, name string) string {
	t.Helper()
	pod := newPod(name, cluster.ServerImage, "--name", name)
	pod.Spec.Containers[0].ReadinessProbe = &corev1.Probe{PeriodSeconds: 1, ProbeHandler: corev1.ProbeHandler{
		HTTPGet: &corev1.HTTPGetAction{Path: "/healthz", Port: intstr.FromInt32(8080)},
	}}
	create(t, pod, shared.Kube.CoreV1().Pods(s.namespace).Create)
	create(t, &corev1.Service{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec:       corev1.ServiceSpec{Selector: pod.Labels, Ports: []corev1.ServicePort{{Port: 8080}}},
	}, shared.Kube.CoreV1().Services(s.namespace).Create)
	return "http://" + name + "." + s.namespace + ".svc.cluster.local:8080/mcp"
}

// runClient runs a client in a pod, with a token of its service account for the audience, and returns what it printed.
func (s *scene) runClient(t *testing.T, url, audience string) string {
	t.Helper()
	const tokens = "/var/run/secrets/tokens"
	pod := newPod("client", cluster.ClientImage, url, tokens+"/token")
	pod.Spec.RestartPolicy = corev1.RestartPolicyNever
	pod.Spec.Containers[0].VolumeMounts = []corev1.VolumeMount{{Name: "tokens", MountPath: tokens}}
	pod.Spec.Volumes = []corev1.Volume{{Name: "tokens", VolumeSource: corev1.VolumeSource{Projected: &corev1.ProjectedVolumeSource{
		Sources: []corev1.VolumeProjection{{ServiceAccountToken: &corev1.ServiceAccountTokenProjection{Audience: audience, Path: "token"}}},
	}}}}
	create(t, pod, shared.Kube.CoreV1().Pods(s.namespace).Create)
	err := poll(t, func(ctx context.Context) (bool, error) {
		found, err := shared.Kube.CoreV1().Pods(s.namespace).Get(ctx, pod.Name, metav1.GetOptions{})
		pod = found
		return err == nil && (found.Status.Phase == corev1.PodSucceeded || found.Status.Phase == corev1.PodFailed), err
	})
	require.NoError(t, err, "the client does not end: %+v", pod.Status)
	log := s.logs(t, pod.Name)
	require.Equal(t, corev1.PodSucceeded, pod.Status.Phase, log)
	return log
}
