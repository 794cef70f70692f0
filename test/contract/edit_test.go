// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"slices"
	"strconv"

	corev1 "k8s.io/api/core/v1"
)

// section returns an object of the run configuration, and makes it if there is none.
func (r *rendering) section(name string) map[string]any {
	section, ok := r.RunConfig[name].(map[string]any)
	if !ok {
		section = map[string]any{}
		r.RunConfig[name] = section
	}
	return section
}

func (r *rendering) port() string { return strconv.Itoa(int(r.container().Ports[0].ContainerPort)) }

func (r *rendering) env(name string) *corev1.EnvVar {
	env := r.container().Env
	for i := range env {
		if env[i].Name == name {
			return &env[i]
		}
	}
	return nil
}

func (r *rendering) addEnv(variable corev1.EnvVar) {
	r.container().Env = append(r.container().Env, variable)
}

// addSecretEnv adds a variable with the value of a Secret's key.
func (r *rendering) addSecretEnv(name, secret, key string) {
	r.addEnv(corev1.EnvVar{Name: name, ValueFrom: &corev1.EnvVarSource{SecretKeyRef: &corev1.SecretKeySelector{
		LocalObjectReference: corev1.LocalObjectReference{Name: secret}, Key: key,
	}}})
}

func (r *rendering) renameEnv(from, to string) {
	if variable := r.env(from); variable != nil {
		variable.Name = to
	}
}

// removeVolume removes a volume, and where it is mounted.
func (r *rendering) removeVolume(name string) {
	r.pod().Spec.Volumes = slices.DeleteFunc(r.pod().Spec.Volumes, func(v corev1.Volume) bool { return v.Name == name })
	r.container().VolumeMounts = slices.DeleteFunc(r.container().VolumeMounts, func(m corev1.VolumeMount) bool { return m.Name == name })
}

func (r *rendering) addVolume(volume corev1.Volume, path string) {
	r.pod().Spec.Volumes = append(r.pod().Spec.Volumes, volume)
	r.container().VolumeMounts = append(r.container().VolumeMounts, corev1.VolumeMount{Name: volume.Name, MountPath: path, ReadOnly: true})
}

// readsReferences says whether the proxy's container has the values of Secrets or ConfigMaps that somebody else made.
func (r *rendering) readsReferences() bool {
	fromSecret := func(v corev1.EnvVar) bool { return v.ValueFrom != nil && v.ValueFrom.SecretKeyRef != nil }
	fromOthers := func(v corev1.Volume) bool {
		return v.Secret != nil || v.ConfigMap != nil && v.ConfigMap.Name != r.Deployment.Name+"-runconfig"
	}
	return slices.ContainsFunc(r.container().Env, fromSecret) || slices.ContainsFunc(r.pod().Spec.Volumes, fromOthers)
}

// middlewares are the types in the list of what a request passes.
func (r *rendering) middlewares() []string {
	list, _ := r.RunConfig["middleware_configs"].([]any)
	types := make([]string, 0, len(list))
	for _, item := range list {
		types = append(types, item.(map[string]any)["type"].(string))
	}
	return types
}

func (r *rendering) addMiddleware(name string) {
	if slices.Contains(r.middlewares(), name) {
		return
	}
	list, _ := r.RunConfig["middleware_configs"].([]any)
	r.RunConfig["middleware_configs"] = append(list, map[string]any{"type": name})
}

func (r *rendering) removeMiddleware(name string) {
	list, _ := r.RunConfig["middleware_configs"].([]any)
	r.RunConfig["middleware_configs"] = slices.DeleteFunc(list, func(item any) bool { return item.(map[string]any)["type"] == name })
}

// headerSecrets maps names of headers to what identifies their secrets.
func (r *rendering) headerSecrets() map[string]any {
	headers, _ := r.section("header_forward")["add_headers_from_secret"].(map[string]any)
	return headers
}

// addedOIDC is what becomes of the OIDC configuration that was added to the inputs without one.
func addedOIDC(r *rendering) map[string]any {
	return map[string]any{
		"Issuer": "https://login.example.com", "Audience": "ep", "JWKSURL": "", "IntrospectionURL": "", "ClientID": "", "ClientSecret": "",
		"CACertPath": "", "AuthTokenFile": "", "ResourceURL": "http://mcp-ep-remote-proxy.default.svc.cluster.local:" + r.port(),
		"AllowPrivateIP": false, "InsecureAllowHTTP": false, "Scopes": nil,
	}
}
