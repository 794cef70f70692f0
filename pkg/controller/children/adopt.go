// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package children

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/client-go/util/csaupgrade"
)

// adopt takes another operator's hold on an object's fields away: they pass to our field manager, and the apply that follows makes the
// wanted owner that of the object, in one request, and removes what is not wanted. The reference to a former owner must not be replaced here: a
// patch would give our manager a hold on the new one besides what it applies, and no later apply could remove it. If the program ends in
// between, the former owner still controls the object, and it is adopted again. What was made by our own field manager needs no such request.
//
// It returns the object whole, as what is to be let go of unchanged has to be known.
func (s *Set) adopt(ctx context.Context, state State) (Object, error) {
	if makers(state.Live).Len() == 0 {
		return state.Live, nil
	}
	patch, err := adoption(state, s.FieldManager)
	if err != nil {
		return nil, err
	}
	_, err = s.Metadata.Resource(state.Kind.Resource()).Namespace(state.Name.Namespace).
		Patch(ctx, state.Name.Name, types.JSONPatchType, patch, metav1.PatchOptions{FieldManager: s.FieldManager})
	if err != nil {
		return nil, err
	}
	return s.store(state.Kind).get(ctx, state.Name)
}

// operation is one of a JSON patch (RFC 6902).
type operation struct {
	Op    string `json:"op"`
	Path  string `json:"path"`
	Value any    `json:"value"`
}

// adoption is a JSON patch. It takes effect only on the version that was observed.
func adoption(state State, fieldManager string) ([]byte, error) {
	upgraded := state.Live.DeepCopyObject().(Object)
	if err := csaupgrade.UpgradeManagedFields(upgraded, makers(state.Live), fieldManager); err != nil {
		return nil, fmt.Errorf("take over the fields of %s %q: %w", state.Kind, state.Name.Name, err)
	}
	return json.Marshal([]operation{
		{"replace", "/metadata/managedFields", upgraded.GetManagedFields()},
		{"replace", "/metadata/resourceVersion", state.Live.GetResourceVersion()},
	})
}

// makers are the managers that made the object by other means than server-side apply: those that own the reference to its owner.
func makers(live Object) sets.Set[string] {
	names := sets.New[string]()
	owner := metav1.GetControllerOf(live)
	for _, entry := range live.GetManagedFields() {
		if owner != nil && entry.Operation == metav1.ManagedFieldsOperationUpdate && entry.Subresource == "" && entry.FieldsV1 != nil &&
			strings.Contains(entry.FieldsV1.GetRawString(), string(owner.UID)) {
			names.Insert(entry.Manager)
		}
	}
	return names
}
