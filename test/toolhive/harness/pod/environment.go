// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package pod

import (
	"errors"
	"fmt"
	"regexp"

	corev1 "k8s.io/api/core/v1"
)

// environment returns the container's environment as name=value. What comes later in the list wins, in a container and in a
// process alike.
func (o Objects) environment(container corev1.Container, paths relocation) ([]string, error) {
	if len(container.EnvFrom) > 0 {
		return nil, errors.New("envFrom is not known here")
	}
	env := make([]string, 0, len(container.Env))
	known := map[string]string{}
	for _, variable := range container.Env {
		value, set, err := o.value(variable, known)
		if err != nil {
			return nil, fmt.Errorf("environment variable %s: %w", variable.Name, err)
		}
		if set {
			known[variable.Name] = value
			env = append(env, variable.Name+"="+paths.list(value))
		}
	}
	return env, nil
}

// value returns the value of a variable, and whether it has one: an optional reference to what is not there has none.
func (o Objects) value(variable corev1.EnvVar, known map[string]string) (value string, set bool, err error) {
	switch from := variable.ValueFrom; {
	case from == nil:
		return expand(variable.Value, known), true, nil
	case from.SecretKeyRef != nil:
		data, _ := o.secretData(from.SecretKeyRef.Name)
		return pick("Secret "+from.SecretKeyRef.Name, data, from.SecretKeyRef.Key, from.SecretKeyRef.Optional)
	case from.ConfigMapKeyRef != nil:
		data, _ := o.configMapData(from.ConfigMapKeyRef.Name)
		return pick("ConfigMap "+from.ConfigMapKeyRef.Name, data, from.ConfigMapKeyRef.Key, from.ConfigMapKeyRef.Optional)
	default:
		return "", false, errors.New("its source is not known here")
	}
}

// reference is $(NAME), or a dollar sign that is escaped by another.
var reference = regexp.MustCompile(`\$\$|\$\(([^)]*)\)`)

// expand puts in the values of variables that come earlier in the list. References to others stay as they are.
func expand(value string, known map[string]string) string {
	return reference.ReplaceAllStringFunc(value, func(found string) string {
		if found == "$$" {
			return "$"
		}
		if replacement, ok := known[found[len("$("):len(found)-len(")")]]; ok {
			return replacement
		}
		return found
	})
}

func pick(object string, data map[string][]byte, key string, optional *bool) (value string, set bool, err error) {
	found, ok := data[key]
	if !ok && (optional == nil || !*optional) {
		return "", false, fmt.Errorf("%s has no key %s, or does not exist", object, key)
	}
	return string(found), ok, nil
}
