// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"path"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
)

// defaults are variables that a user may set to something else.
var defaults = []pod.Env{
	{Name: "XDG_CONFIG_HOME", Value: "/tmp"},
	{Name: "HOME", Value: "/tmp"},
	{Name: "TOOLHIVE_RUNTIME", Value: "kubernetes"},
	{Name: "UNSTRUCTURED_LOGS", Value: "false"},
	// Nothing is told to anybody outside the cluster unless a user wants it.
	{Name: "TOOLHIVE_USAGE_METRICS_ENABLED", Value: "false"},
	{Name: "TOOLHIVE_SKIP_UPDATE_CHECK", Value: "true"},
}

// kubeconfigEnv leads the runner to the kubeconfig that it insists on.
var kubeconfigEnv = pod.Env{Name: "KUBECONFIG", Value: path.Join(configDirectory, kubeconfigFile)}

// Reserved lists the variables that a user cannot set for this proxy, since the operator does.
func Reserved(runner *runconfig.Proxy) []string {
	names := []string{kubeconfigEnv.Name}
	for _, env := range runner.Env {
		names = append(names, env.Name)
	}
	return names
}

// env of the container. The user's variables come last, where they may refer to others.
func (p *proxy) env() []corev1.EnvVar {
	users := p.deploymentOverrides().Env
	var own []pod.Env
	for _, env := range defaults {
		if !slices.ContainsFunc(users, func(u v1beta1.EnvVar) bool { return u.Name == env.Name }) {
			own = append(own, env)
		}
	}
	own = append(own, kubeconfigEnv)
	vars := pod.EnvVars(append(own, p.runner.Env...))
	reserved := Reserved(&p.runner)
	for _, env := range users {
		if !slices.Contains(reserved, env.Name) {
			vars = append(vars, corev1.EnvVar{Name: env.Name, Value: env.Value})
		}
	}
	return vars
}
