// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package children

import "k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

// prune takes out of an encoded object the structures that Go's encoding leaves although they are empty. Applied, they would take
// hold of what the API server fills in for them.
func prune(fields map[string]any) {
	delete(fields, "status")
	pruneEmpty(fields, "spec", "strategy")
	pruneEmpty(fields, "spec", "template", "metadata")
	for _, list := range []string{"containers", "initContainers"} {
		containers, _, _ := unstructured.NestedFieldNoCopy(fields, "spec", "template", "spec", list)
		all, _ := containers.([]any)
		for _, container := range all {
			if c, ok := container.(map[string]any); ok {
				pruneEmpty(c, "resources")
			}
		}
	}
}

func pruneEmpty(fields map[string]any, path ...string) {
	value, found, _ := unstructured.NestedFieldNoCopy(fields, path...)
	if empty, ok := value.(map[string]any); found && ok && len(empty) == 0 {
		unstructured.RemoveNestedField(fields, path...)
	}
}
