// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package pod

import (
	corev1 "k8s.io/api/core/v1"
)

// PullSecrets are those that an object names, and then those of the operator, each once.
func PullSecrets(own []corev1.LocalObjectReference, operators []string) []corev1.LocalObjectReference {
	var refs []corev1.LocalObjectReference
	seen := map[string]bool{}
	add := func(name string) {
		if !seen[name] {
			seen[name] = true
			refs = append(refs, corev1.LocalObjectReference{Name: name})
		}
	}
	for _, ref := range own {
		add(ref.Name)
	}
	for _, name := range operators {
		add(name)
	}
	return refs
}
