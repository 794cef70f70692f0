// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
)

// ContainerName is the name of the runner's container, by which a user's pod template changes it.
const ContainerName = "toolhive"

// healthPath is where the runner says whether it serves. It does not ask the remote server: one that is down restarts no proxy.
const healthPath = "/health"

func (p *proxy) container(mounts []corev1.VolumeMount) corev1.Container {
	return corev1.Container{
		Name:  ContainerName,
		Image: p.settings.ProxyImage,
		// The last one is demanded by the command line, and has no effect for a remote server.
		Args: []string{"run", "--foreground=true", "placeholder-for-remote-proxy"},
		Ports: []corev1.ContainerPort{{
			Name: pod.PortName, ContainerPort: runconfig.Port(p.spec), Protocol: corev1.ProtocolTCP,
		}},
		Env:             p.env(),
		Resources:       p.spec.Resources,
		VolumeMounts:    mounts,
		StartupProbe:    pod.Probe(healthPath, 0, 5, 3, 18),
		LivenessProbe:   pod.Probe(healthPath, 30, 10, 5, 3),
		ReadinessProbe:  pod.Probe(healthPath, 15, 5, 3, 3),
		SecurityContext: pod.ContainerSecurityContext(),
		Lifecycle:       pod.Drain(),
	}
}
