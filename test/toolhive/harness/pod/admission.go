// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package pod

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
)

const (
	accessVolume   = "kube-api-access"
	authority      = "kube-root-ca.crt"
	namespaceField = "metadata.namespace"
)

// admitted returns the objects with the credentials of the ServiceAccount in every container, as an API server adds them: unless
// the pod declines, and to containers that have nothing there. Without a token at hand, there are none.
func (o Objects) admitted() Objects {
	spec := *o.Template.Spec.DeepCopy()
	if declined := spec.AutomountServiceAccountToken != nil && !*spec.AutomountServiceAccountToken; declined || o.ServiceAccountToken == "" {
		return o
	}
	spec.Volumes = append(spec.Volumes, corev1.Volume{Name: accessVolume, VolumeSource: corev1.VolumeSource{
		Projected: &corev1.ProjectedVolumeSource{Sources: []corev1.VolumeProjection{
			{ServiceAccountToken: &corev1.ServiceAccountTokenProjection{Path: "token"}},
			{ConfigMap: &corev1.ConfigMapProjection{LocalObjectReference: corev1.LocalObjectReference{Name: authority}}},
			{DownwardAPI: &corev1.DownwardAPIProjection{Items: []corev1.DownwardAPIVolumeFile{
				{Path: "namespace", FieldRef: &corev1.ObjectFieldSelector{FieldPath: namespaceField}},
			}}},
		}},
	}})
	for i := range spec.Containers {
		mounts := &spec.Containers[i].VolumeMounts
		if !slices.ContainsFunc(*mounts, isServiceAccount) {
			*mounts = append(*mounts, corev1.VolumeMount{Name: accessVolume, MountPath: ServiceAccountDir})
		}
	}
	o.Template.Spec = spec
	return o
}
