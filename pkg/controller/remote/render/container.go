// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
)

// ContainerName is the name of the runner's container, by which a user's pod template changes it.
const ContainerName = "toolhive"

// drainSeconds is how long a pod that has to go serves on. Meanwhile nodes learn to send it no further requests.
const drainSeconds = 5

func (p *proxy) container(mounts []corev1.VolumeMount) corev1.Container {
	return corev1.Container{
		Name:  ContainerName,
		Image: p.settings.ProxyImage,
		// The last one is demanded by the command line, and has no effect for a remote server.
		Args: []string{"run", "--foreground=true", "placeholder-for-remote-proxy"},
		Ports: []corev1.ContainerPort{{
			Name: PortName, ContainerPort: runconfig.Port(p.spec), Protocol: corev1.ProtocolTCP,
		}},
		Env:             p.env(),
		Resources:       p.spec.Resources,
		VolumeMounts:    mounts,
		StartupProbe:    probe(0, 5, 3, 18),
		LivenessProbe:   probe(30, 10, 5, 3),
		ReadinessProbe:  probe(15, 5, 3, 3),
		SecurityContext: containerSecurityContext(),
		Lifecycle:       &corev1.Lifecycle{PreStop: &corev1.LifecycleHandler{Sleep: &corev1.SleepAction{Seconds: drainSeconds}}},
	}
}

// probe asks the runner whether it serves. It does not ask the remote server: one that is down restarts no proxy. Times are in seconds.
func probe(initialDelay, period, timeout, failures int32) *corev1.Probe {
	return &corev1.Probe{
		ProbeHandler: corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{
			Path: "/health", Port: intstr.FromString(PortName), Scheme: corev1.URISchemeHTTP,
		}},
		InitialDelaySeconds: initialDelay,
		PeriodSeconds:       period,
		TimeoutSeconds:      timeout,
		FailureThreshold:    failures,
	}
}

func containerSecurityContext() *corev1.SecurityContext {
	return &corev1.SecurityContext{
		Privileged:               new(false),
		AllowPrivilegeEscalation: new(false),
		ReadOnlyRootFilesystem:   new(true),
		RunAsNonRoot:             new(true),
		RunAsUser:                new(int64(user)),
		RunAsGroup:               new(int64(user)),
		Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
		SeccompProfile:           &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
	}
}
