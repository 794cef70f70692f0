// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"encoding/json"
	"fmt"
	"maps"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
)

// user is the user and group of the runner's image.
const user = 1000

// podTemplate is what the operator would run, with the user's own pod template merged over it.
func (p *proxy) podTemplate(config *corev1.ConfigMap) (*corev1.PodTemplateSpec, error) {
	volumes, mounts := p.volumes()
	template := &corev1.PodTemplateSpec{
		ObjectMeta: p.podMetadata(),
		Spec: corev1.PodSpec{
			ServiceAccountName:           p.serviceAccountName(),
			AutomountServiceAccountToken: new(false),
			ImagePullSecrets:             p.imagePullSecrets(),
			SecurityContext:              podSecurityContext(),
			// The runner waits up to 30 seconds for open streams to end.
			TerminationGracePeriodSeconds: new(int64(drainSeconds + 30 + 5)),
			Containers:                    []corev1.Container{p.container(mounts)},
			Volumes:                       volumes,
		},
	}
	if p.spec.PodTemplateSpec != nil {
		merged, err := Merge(template, p.spec.PodTemplateSpec.Raw)
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
func (p *proxy) mark(pod *metav1.ObjectMeta, config *corev1.ConfigMap) {
	if pod.Labels == nil {
		pod.Labels = map[string]string{}
	}
	maps.Copy(pod.Labels, p.selector())
	if pod.Annotations == nil {
		pod.Annotations = map[string]string{}
	}
	pod.Annotations[configChecksumAnnotation] = configChecksum(config)
	if checksum := p.referencesChecksum(); checksum != "" {
		pod.Annotations[referencesChecksumAnnotation] = checksum
	}
}

// Merge merges a strategic merge patch over a pod template.
func Merge(template *corev1.PodTemplateSpec, patch []byte) (*corev1.PodTemplateSpec, error) {
	original, err := json.Marshal(template)
	if err != nil {
		return nil, err
	}
	patched, err := strategicpatch.StrategicMergePatch(original, patch, corev1.PodTemplateSpec{})
	if err != nil {
		return nil, err
	}
	merged := &corev1.PodTemplateSpec{}
	if err := json.Unmarshal(patched, merged); err != nil {
		return nil, err
	}
	setDefaults(&merged.Spec)
	return merged, nil
}

func podSecurityContext() *corev1.PodSecurityContext {
	return &corev1.PodSecurityContext{
		RunAsNonRoot:   new(true),
		RunAsUser:      new(int64(user)),
		RunAsGroup:     new(int64(user)),
		FSGroup:        new(int64(user)),
		SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
	}
}
