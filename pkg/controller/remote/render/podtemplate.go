// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"fmt"
	"maps"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

// podTemplate is what the operator would run, with the user's own pod template merged over it.
func (p *proxy) podTemplate(config *corev1.ConfigMap) (*corev1.PodTemplateSpec, error) {
	volumes, mounts := p.volumes()
	template := &corev1.PodTemplateSpec{
		ObjectMeta: p.podMetadata(),
		Spec: corev1.PodSpec{
			ServiceAccountName:            p.serviceAccountName(),
			AutomountServiceAccountToken:  new(false),
			ImagePullSecrets:              p.imagePullSecrets(),
			SecurityContext:               pod.SecurityContext(),
			TerminationGracePeriodSeconds: new(int64(pod.GracePeriod)),
			Containers:                    []corev1.Container{p.container(mounts)},
			Volumes:                       volumes,
		},
	}
	if p.spec.PodTemplateSpec != nil {
		merged, err := pod.Merge(template, p.spec.PodTemplateSpec.Raw)
		if err != nil {
			return nil, fmt.Errorf("podTemplateSpec: %w", err)
		}
		template = merged
	}
	p.mark(&template.ObjectMeta, config)
	return template, nil
}

func (p *proxy) podMetadata() metav1.ObjectMeta {
	overrides := p.deploymentOverrides().PodTemplateMetadataOverrides
	if overrides == nil {
		return metav1.ObjectMeta{}
	}
	return metav1.ObjectMeta{Labels: maps.Clone(overrides.Labels), Annotations: maps.Clone(overrides.Annotations)}
}

// mark sets what no user may change: the labels by which pods are found, and the checksums that make a new template of a change of
// anything that pods read only when they start (R2.8).
func (p *proxy) mark(meta *metav1.ObjectMeta, config *corev1.ConfigMap) {
	if meta.Labels == nil {
		meta.Labels = map[string]string{}
	}
	maps.Copy(meta.Labels, p.labels())
	if meta.Annotations == nil {
		meta.Annotations = map[string]string{}
	}
	meta.Annotations[pod.ConfigChecksum] = pod.DataChecksum(config.Data)
	if checksum := p.runner.Checksum(p.found.Secrets, p.found.ConfigMaps); checksum != "" {
		meta.Annotations[pod.ReferencesChecksum] = checksum
	}
}
