// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package pod

import corev1 "k8s.io/api/core/v1"

// setDefaults fills in what the API server would, inside those structures of a pod that server-side apply takes as a whole: with the default
// missing, such a structure would for ever differ from what was applied.
func setDefaults(pod *corev1.PodSpec) {
	for _, containers := range [][]corev1.Container{pod.InitContainers, pod.Containers} {
		for _, container := range containers {
			for _, env := range container.Env {
				if env.ValueFrom != nil {
					setFieldDefault(env.ValueFrom.FieldRef)
					setFileDefault(env.ValueFrom.FileKeyRef)
				}
			}
		}
	}
	for _, volume := range pod.Volumes {
		if volume.DownwardAPI != nil {
			setItemDefaults(volume.DownwardAPI.Items)
		}
		if volume.Projected != nil {
			setSourceDefaults(volume.Projected.Sources)
		}
	}
}

func setFieldDefault(field *corev1.ObjectFieldSelector) {
	if field != nil && field.APIVersion == "" {
		field.APIVersion = "v1"
	}
}

func setFileDefault(file *corev1.FileKeySelector) {
	if file != nil && file.Optional == nil {
		file.Optional = new(false)
	}
}

func setItemDefaults(items []corev1.DownwardAPIVolumeFile) {
	for _, item := range items {
		setFieldDefault(item.FieldRef)
	}
}

func setSourceDefaults(sources []corev1.VolumeProjection) {
	for _, source := range sources {
		if source.DownwardAPI != nil {
			setItemDefaults(source.DownwardAPI.Items)
		}
		if token := source.ServiceAccountToken; token != nil && token.ExpirationSeconds == nil {
			token.ExpirationSeconds = new(int64(60 * 60))
		}
	}
}
