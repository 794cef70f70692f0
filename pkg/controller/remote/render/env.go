// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"path"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
)

// defaults are variables that a user may set to something else.
var defaults = []runconfig.Env{
	{Name: "XDG_CONFIG_HOME", Value: "/tmp"},
	{Name: "HOME", Value: "/tmp"},
	{Name: "TOOLHIVE_RUNTIME", Value: "kubernetes"},
	{Name: "UNSTRUCTURED_LOGS", Value: "false"},
	// Nothing is told to anybody outside the cluster unless a user wants it.
	{Name: "TOOLHIVE_USAGE_METRICS_ENABLED", Value: "false"},
	{Name: "TOOLHIVE_SKIP_UPDATE_CHECK", Value: "true"},
}

// kubeconfigEnv leads the runner to the kubeconfig that it insists on.
var kubeconfigEnv = runconfig.Env{Name: "KUBECONFIG", Value: path.Join(configDirectory, kubeconfigFile)}

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
	var vars []corev1.EnvVar
	for _, env := range defaults {
		if !slices.ContainsFunc(users, func(u v1beta1.EnvVar) bool { return u.Name == env.Name }) {
			vars = append(vars, envVar(env))
		}
	}
	vars = append(vars, envVar(kubeconfigEnv))
	for _, env := range p.runner.Env {
		vars = append(vars, envVar(env))
	}
	for _, env := range users {
		vars = append(vars, corev1.EnvVar{Name: env.Name, Value: env.Value})
	}
	return vars
}

func envVar(env runconfig.Env) corev1.EnvVar {
	if env.Secret == nil {
		return corev1.EnvVar{Name: env.Name, Value: env.Value}
	}
	return corev1.EnvVar{Name: env.Name, ValueFrom: &corev1.EnvVarSource{SecretKeyRef: &corev1.SecretKeySelector{
		LocalObjectReference: corev1.LocalObjectReference{Name: env.Secret.Name}, Key: env.Secret.Key,
	}}}
}
