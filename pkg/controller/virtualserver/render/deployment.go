// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"fmt"
	"maps"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

// deployment leaves the number of replicas to others, such as an autoscaler, unless the gateway says one.
func (g *gateway) deployment(config *corev1.ConfigMap) (*appsv1.Deployment, error) {
	template, err := g.podTemplate(config)
	if err != nil {
		return nil, err
	}
	return &appsv1.Deployment{
		ObjectMeta: g.metadata(kind.Deployment),
		Spec: appsv1.DeploymentSpec{
			Replicas: g.spec.Replicas,
			Selector: &metav1.LabelSelector{MatchLabels: g.selector()},
			Template: *template,
		},
	}, nil
}

// podTemplate is what the operator would run, with the user's own pod template merged over it.
func (g *gateway) podTemplate(config *corev1.ConfigMap) (*corev1.PodTemplateSpec, error) {
	volumes := []corev1.Volume{pod.ConfigMapVolume("vmcp-config", config.Name)}
	mounts := []corev1.VolumeMount{{Name: "vmcp-config", MountPath: configDirectory, ReadOnly: true}}
	needed, mountsOfNeeded := g.vmcp.Volumes()
	template := &corev1.PodTemplateSpec{
		Spec: corev1.PodSpec{
			ServiceAccountName:            g.serviceAccountName(),
			AutomountServiceAccountToken:  new(false),
			ImagePullSecrets:              g.imagePullSecrets(),
			SecurityContext:               pod.SecurityContext(),
			TerminationGracePeriodSeconds: new(int64(pod.GracePeriod)),
			Containers:                    []corev1.Container{g.container(append(mounts, mountsOfNeeded...))},
			Volumes:                       append(volumes, needed...),
		},
	}
	if g.spec.PodTemplateSpec != nil {
		merged, err := pod.Merge(template, g.spec.PodTemplateSpec.Raw)
		if err != nil {
			return nil, fmt.Errorf("podTemplateSpec: %w", err)
		}
		template = merged
	}
	g.mark(template, config)
	return template, nil
}

// mark sets what no user may change: the labels by which pods are found, and the checksums that make a new template of a change of
// anything that pods read (R3.4): that of the configuration, and those of all values that there are.
func (g *gateway) mark(template *corev1.PodTemplateSpec, config *corev1.ConfigMap) {
	if template.Labels == nil {
		template.Labels = map[string]string{}
	}
	maps.Copy(template.Labels, g.labels())
	if template.Annotations == nil {
		template.Annotations = map[string]string{}
	}
	template.Annotations[pod.ConfigChecksum] = pod.DataChecksum(config.Data)
	if checksums := g.vmcp.Checksums(g.Secrets, g.ConfigMaps); len(checksums) > 0 {
		template.Annotations[pod.ReferencesChecksum] = strings.Join(checksums, ",")
	}
}
