// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"fmt"
	"path"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/standin"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/vmcpconfig"
)

// ContainerName is the name of vMCP's container, by which a user's pod template changes it.
const ContainerName = "vmcp"

// Where vMCP says whether it runs, and whether it serves. Neither asks a backend: one that is down restarts no gateway.
const (
	healthPath = "/health"
	readyPath  = "/readyz"
)

// defaults are variables that a user's pod template may set to something else.
var defaults = []pod.Env{
	{Name: "XDG_CONFIG_HOME", Value: "/tmp"},
	{Name: "HOME", Value: "/tmp"},
	{Name: "TOOLHIVE_RUNTIME", Value: "kubernetes"},
	{Name: "UNSTRUCTURED_LOGS", Value: "false"},
	// Nothing is told to anybody outside the cluster unless a user wants it.
	{Name: "TOOLHIVE_USAGE_METRICS_ENABLED", Value: "false"},
	{Name: "TOOLHIVE_SKIP_UPDATE_CHECK", Value: "true"},
}

func (g *gateway) container(mounts []corev1.VolumeMount) corev1.Container {
	return corev1.Container{
		Name:            ContainerName,
		Image:           g.settings.Image,
		Args:            g.args(),
		Ports:           []corev1.ContainerPort{{Name: pod.PortName, ContainerPort: standin.Port, Protocol: corev1.ProtocolTCP}},
		Env:             pod.EnvVars(slices.Concat(defaults, g.vmcp.Env)),
		Resources:       resources(),
		VolumeMounts:    mounts,
		StartupProbe:    pod.Probe(healthPath, 0, 5, 3, 18),
		LivenessProbe:   pod.Probe(healthPath, 30, 10, 5, 3),
		ReadinessProbe:  pod.Probe(readyPath, 15, 5, 3, 3),
		SecurityContext: pod.ContainerSecurityContext(),
		Lifecycle:       pod.Drain(),
	}
}

func (g *gateway) args() []string {
	args := []string{
		"serve",
		"--config=" + path.Join(configDirectory, vmcpconfig.ConfigFile),
		"--host=0.0.0.0",
		fmt.Sprintf("--port=%d", standin.Port),
	}
	if operational := g.spec.Config.Operational; operational != nil && operational.LogLevel == "debug" {
		args = append(args, "--debug") // vMCP pays no attention to the level in its configuration
	}
	return args
}

// resources are what a gateway for a dozen backends gets along with.
func resources() corev1.ResourceRequirements {
	return corev1.ResourceRequirements{
		Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("100m"), corev1.ResourceMemory: resource.MustParse("128Mi")},
		Limits:   corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("500m"), corev1.ResourceMemory: resource.MustParse("512Mi")},
	}
}

// LiveVariables are the names of the variables of vMCP's container in a pod template.
func LiveVariables(template *corev1.PodTemplateSpec) []string {
	var names []string
	for _, container := range template.Spec.Containers {
		if container.Name != ContainerName {
			continue
		}
		for _, env := range container.Env {
			names = append(names, env.Name)
		}
	}
	return names
}
