// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package pod

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// EnvVars are the variables as a container takes them.
func EnvVars(variables []Env) []corev1.EnvVar {
	vars := make([]corev1.EnvVar, 0, len(variables))
	for _, env := range variables {
		vars = append(vars, envVar(env))
	}
	return vars
}

func envVar(env Env) corev1.EnvVar {
	if env.Secret == nil {
		return corev1.EnvVar{Name: env.Name, Value: env.Value}
	}
	return corev1.EnvVar{Name: env.Name, ValueFrom: &corev1.EnvVarSource{SecretKeyRef: &corev1.SecretKeySelector{
		LocalObjectReference: corev1.LocalObjectReference{Name: env.Secret.Name}, Key: env.Secret.Key, Optional: optional(env.Optional),
	}}}
}

// optional is nil, which is the default, for what is not.
func optional(is bool) *bool {
	if !is {
		return nil
	}
	return &is
}

// EnvName makes a part of a variable's name of a text, in capital letters, digits and underscores. Different texts can have the same one.
func EnvName(text string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' {
			return r
		}
		return '_'
	}, strings.ToUpper(text))
}

// Literal keeps the kubelet from taking a variable's value for one that refers to other variables.
func Literal(value string) string { return strings.ReplaceAll(value, "$", "$$") }
