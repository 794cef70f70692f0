// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package pod

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	kjson "sigs.k8s.io/json"
)

// Patch is a pod template that a user wants to be merged over the operator's.
type Patch struct {
	// Raw is a strategic merge patch.
	Raw []byte
	// Field is where it stands, for messages.
	Field string
	// Container is the name of the program's container.
	Container string
	// ServiceAccountField is where a service account can be given instead, for messages.
	ServiceAccountField string
}

// Fault is one thing that is wrong with a Patch, in words that say what to do.
type Fault struct {
	// WithoutEffect is set for what would be ignored. Anything else could not be applied.
	WithoutEffect bool
	Message       string
}

// Faults finds what is no field of a pod template: unknown fields would be dropped without a word, and a misspelt one is usually a
// setting that somebody relies on. It also finds what the operator sets itself, and what would be in vain.
func (p *Patch) Faults() []Fault {
	var fields map[string]any
	if err := json.Unmarshal(p.Raw, &fields); err != nil {
		return []Fault{p.invalid("%s is no object: %v", p.Field, err)}
	}
	if odd := QuantityFaults(fields); len(odd) > 0 {
		return []Fault{p.invalid("%s.%s", p.Field, strings.Join(odd, "; "))}
	}
	faults := p.ownMetadata(fields)
	plain, err := json.Marshal(withoutDirectives(fields))
	if err != nil {
		return append(faults, p.invalid("%s cannot be read: %v", p.Field, err))
	}
	var template corev1.PodTemplateSpec
	unknown, err := kjson.UnmarshalStrict(plain, &template)
	if err != nil {
		faults = append(faults, p.invalid("%s is no pod template: %v", p.Field, err))
	}
	for _, fault := range unknown {
		faults = append(faults, p.invalid("%s: %v: correct its spelling, or remove it", p.Field, fault))
	}
	if len(faults) == 0 {
		if _, err := Merge(p.anyTemplate(), p.Raw); err != nil {
			faults = append(faults, p.invalid("%s cannot be merged: %.300v", p.Field, err))
		}
	}
	return append(faults, p.inVain(&template.Spec)...)
}

// anyTemplate has lists to merge into, as that of every pod has.
func (p *Patch) anyTemplate() *corev1.PodTemplateSpec {
	return &corev1.PodTemplateSpec{Spec: corev1.PodSpec{
		Volumes: []corev1.Volume{{Name: "config"}},
		Containers: []corev1.Container{{
			Name: p.Container, Ports: []corev1.ContainerPort{{ContainerPort: 1}}, Env: []corev1.EnvVar{{Name: "HOME"}},
			VolumeMounts: []corev1.VolumeMount{{MountPath: "/"}},
		}},
	}}
}

func (*Patch) invalid(format string, args ...any) Fault {
	return Fault{Message: fmt.Sprintf(format, args...)}
}

// inVain finds settings that would be without effect, or take effect where nobody expects it.
func (p *Patch) inVain(spec *corev1.PodSpec) []Fault {
	var faults []Fault
	if spec.DeprecatedServiceAccount != "" {
		faults = append(faults, Fault{true, fmt.Sprintf("%s.spec.serviceAccount is an old name without effect: use serviceAccountName, or %s",
			p.Field, p.ServiceAccountField)})
	}
	for _, container := range slices.Concat(spec.InitContainers, spec.Containers) {
		for _, port := range container.Ports {
			if port.Name == PortName && container.Name != p.Container {
				faults = append(faults, Fault{true, fmt.Sprintf("%s: container %q has a port named %q, by which the Service finds container %q instead: call it something else",
					p.Field, container.Name, port.Name, p.Container)})
			}
		}
	}
	return faults
}

// ownMetadata finds labels and annotations that the operator sets itself, with another value.
func (p *Patch) ownMetadata(fields map[string]any) []Fault {
	var faults []Fault
	metadata, _ := fields["metadata"].(map[string]any)
	for member, own := range map[string][]string{"labels": OwnLabels, "annotations": OwnAnnotations} {
		values, _ := metadata[member].(map[string]any)
		for key := range values {
			if slices.Contains(own, key) {
				faults = append(faults, p.invalid("%s.metadata.%s: the operator sets %q itself: remove it", p.Field, member, key))
			}
		}
	}
	slices.SortFunc(faults, func(a, b Fault) int { return strings.Compare(a.Message, b.Message) })
	return faults
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
