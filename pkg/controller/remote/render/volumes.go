// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

func (p *proxy) volumes() ([]corev1.Volume, []corev1.VolumeMount) {
	volumes := []corev1.Volume{pod.ConfigMapVolume("runconfig", Name(kind.ConfigMap, p.endpoint.Name))}
	mounts := []corev1.VolumeMount{{Name: "runconfig", MountPath: configDirectory, ReadOnly: true}}
	needed, mountsOfNeeded := p.runner.Volumes()
	return append(volumes, needed...), append(mounts, mountsOfNeeded...)
}
