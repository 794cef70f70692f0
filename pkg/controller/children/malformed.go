// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package children

import (
	"sync"

	"k8s.io/apimachinery/pkg/util/managedfields"
	"k8s.io/client-go/applyconfigurations"
	"k8s.io/client-go/kubernetes/scheme"
)

// schemaTypes are those of Kubernetes' own schema.
var schemaTypes = sync.OnceValue(func() managedfields.TypeConverter { return applyconfigurations.NewTypeConverter(scheme.Scheme) })

// malformed lists what cannot be applied at all: objects with a list that has two items of one key, for example. The API server calls that
// an error of its own, which would be tried again for ever.
func malformed(ops []Op) []Refusal {
	var refusals []Refusal
	for _, op := range ops {
		gvk := op.Kind.Version().WithKind(string(op.Kind))
		// What is in an object of another schema than Kubernetes' own is taken from one that the API server has admitted.
		if op.Wanted == nil || !scheme.Scheme.Recognizes(gvk) {
			continue
		}
		object := op.Wanted.DeepCopyObject()
		object.GetObjectKind().SetGroupVersionKind(gvk)
		if _, err := schemaTypes().ObjectToTyped(object); err != nil {
			refusals = append(refusals, Refusal{State: op.State, Message: err.Error()})
		}
	}
	return refusals
}
