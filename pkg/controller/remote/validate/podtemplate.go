// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"encoding/json"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	kjson "sigs.k8s.io/json"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/render"
)

// anyTemplate has lists to merge into, as that of every proxy has.
var anyTemplate = &corev1.PodTemplateSpec{Spec: corev1.PodSpec{
	Volumes: []corev1.Volume{{Name: "runconfig"}},
	Containers: []corev1.Container{{
		Name: render.ContainerName, Ports: []corev1.ContainerPort{{ContainerPort: 1}}, Env: []corev1.EnvVar{{Name: "HOME"}},
		VolumeMounts: []corev1.VolumeMount{{MountPath: "/"}},
	}},
}}

// checkPodTemplate finds what is no field of a pod template. Unknown fields would be dropped without a word, and a misspelt one is
// usually a setting that somebody relies on.
func checkPodTemplate(_ Input, proxy *v1alpha1.ProxyConfig) []Problem {
	if proxy.PodTemplateSpec == nil {
		return nil
	}
	f := findings{reason: v1alpha1.ReasonInvalidPodTemplate}
	var patch map[string]any
	if err := json.Unmarshal(proxy.PodTemplateSpec.Raw, &patch); err != nil {
		f.add("spec.proxyConfig.podTemplateSpec is no object: %v", err)
		return f.problems
	}
	f.ownMetadata(patch)
	plain, err := json.Marshal(withoutDirectives(patch))
	if err != nil {
		f.add("spec.proxyConfig.podTemplateSpec cannot be read: %v", err)
		return f.problems
	}
	var template corev1.PodTemplateSpec
	unknown, err := kjson.UnmarshalStrict(plain, &template)
	if err != nil {
		f.add("spec.proxyConfig.podTemplateSpec is no pod template: %v", err)
	}
	for _, fault := range unknown {
		f.add("spec.proxyConfig.podTemplateSpec: %v: correct its spelling, or remove it", fault)
	}
	if len(f.problems) == 0 {
		if _, err := render.Merge(anyTemplate, proxy.PodTemplateSpec.Raw); err != nil {
			f.add("spec.proxyConfig.podTemplateSpec cannot be merged: %.300v", err)
		}
	}
	f.pod(&template.Spec)
	return f.problems
}

// pod finds settings that would be without effect, or take effect where nobody expects it.
func (f *findings) pod(spec *corev1.PodSpec) {
	if spec.DeprecatedServiceAccount != "" {
		f.add("spec.proxyConfig.podTemplateSpec.spec.serviceAccount is an old name without effect: use serviceAccountName, or spec.proxyConfig.serviceAccount")
	}
	for _, container := range slices.Concat(spec.InitContainers, spec.Containers) {
		for _, port := range container.Ports {
			if port.Name == render.PortName && container.Name != render.ContainerName {
				f.add("spec.proxyConfig.podTemplateSpec: container %q has a port named %q, by which the Service finds the proxy: call it something else", container.Name, port.Name)
			}
		}
	}
}

// ownMetadata finds labels and annotations that the operator sets itself, with another value.
func (f *findings) ownMetadata(patch map[string]any) {
	metadata, _ := patch["metadata"].(map[string]any)
	for member, own := range map[string][]string{"labels": render.OwnPodLabels, "annotations": render.OwnAnnotations} {
		values, _ := metadata[member].(map[string]any)
		for key := range values {
			if slices.Contains(own, key) {
				f.add("spec.proxyConfig.podTemplateSpec.metadata.%s: the operator sets %q itself: remove it", member, key)
			}
		}
	}
	slices.SortFunc(f.problems, func(a, b Problem) int { return strings.Compare(a.Message, b.Message) })
}

// withoutDirectives drops what is not part of the template but says how to merge it, such as $patch.
func withoutDirectives(value any) any {
	switch value := value.(type) {
	case map[string]any:
		kept := make(map[string]any, len(value))
		for key, member := range value {
			if !strings.HasPrefix(key, "$") {
				kept[key] = withoutDirectives(member)
			}
		}
		return kept
	case []any:
		kept := make([]any, 0, len(value))
		for _, member := range value {
			kept = append(kept, withoutDirectives(member))
		}
		return kept
	}
	return value
}
