// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	kjson "sigs.k8s.io/json"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

const podTemplateField = "spec.podTemplateSpec"

// podTemplate drops what never came into a pod, and an endpoint refuses: fields that Kubernetes does not know, and the operator's own
// labels and annotations. What is no pod template at all stays as it is, for the endpoint to complain about.
func (n *notes) podTemplate(template *runtime.RawExtension) *runtime.RawExtension {
	if template == nil || len(template.Raw) == 0 {
		return nil
	}
	var patch map[string]any
	if kjson.UnmarshalCaseSensitivePreserveInts(template.Raw, &patch) != nil {
		return template
	}
	unknown, own, old := n.unknownFields(patch), n.ownMetadata(patch), n.oldServiceAccount(patch)
	if !unknown && !own && !old {
		return template
	}
	raw, err := json.Marshal(patch)
	if err != nil {
		return template
	}
	return &runtime.RawExtension{Raw: raw}
}

// unknownFields takes unknown fields out of a patch, and says whether there were any.
func (n *notes) unknownFields(patch map[string]any) (dropped bool) {
	raw, err := json.Marshal(patch)
	if err != nil || len(pod.QuantityFaults(patch)) > 0 {
		return false
	}
	unknown, err := kjson.UnmarshalStrict(raw, &corev1.PodTemplateSpec{})
	if err != nil {
		return false
	}
	for _, fault := range unknown {
		var at kjson.FieldError
		if errors.As(fault, &at) && !isDirective(at.FieldPath()) && remove(patch, at.FieldPath()) {
			n.lost(podTemplateField+"."+at.FieldPath(), "is no field of a pod template, and never came into a pod")
			dropped = true
		}
	}
	return dropped
}

// isDirective says whether a field says how to merge, such as $patch.
func isDirective(path string) bool {
	return strings.HasPrefix(path[strings.LastIndexByte(path, '.')+1:], "$")
}

// remove removes the field at a path such as spec.containers[0].colour, and says whether it was there.
func remove(value any, path string) bool {
	name, rest, more := strings.Cut(path, ".")
	name, index, indexed := strings.Cut(name, "[")
	object, ok := value.(map[string]any)
	if !ok {
		return false
	}
	member, found := object[name]
	switch {
	case !found, indexed && !more:
		return false
	case !more:
		delete(object, name)
		return true
	case indexed:
		items, _ := member.([]any)
		i, err := strconv.Atoi(strings.TrimSuffix(index, "]"))
		return err == nil && i >= 0 && i < len(items) && remove(items[i], rest)
	}
	return remove(member, rest)
}

// oldServiceAccount takes the old name of serviceAccountName out of a patch, and says whether it was there. A pod's new one counts.
func (n *notes) oldServiceAccount(patch map[string]any) (dropped bool) {
	if remove(patch, "spec.serviceAccount") {
		n.lost(podTemplateField+".spec.serviceAccount", "is an old name without effect: use serviceAccountName")
		return true
	}
	return false
}

// ownMetadata takes the operator's own labels and annotations out of a patch, and says whether there were any.
func (n *notes) ownMetadata(patch map[string]any) (dropped bool) {
	metadata, _ := patch["metadata"].(map[string]any)
	for _, of := range []struct {
		member string
		own    []string
	}{{"labels", pod.OwnLabels}, {"annotations", pod.OwnAnnotations}} {
		values, _ := metadata[of.member].(map[string]any)
		for _, key := range slices.Sorted(maps.Keys(values)) {
			if slices.Contains(of.own, key) {
				n.lost(podTemplateField+".metadata."+of.member, ownKey, key)
				delete(values, key)
				dropped = true
			}
		}
	}
	return dropped
}
