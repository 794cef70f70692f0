// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package controllertest

import (
	"encoding/json"
	"fmt"

	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	fielderrors "k8s.io/apimachinery/pkg/util/validation/field"
	clienttesting "k8s.io/client-go/testing"
)

// applyObject is server-side apply to objects, by the code that the API server itself uses. client-go's fake
// gives objects no UIDs, versions and generations.
func (c *Cluster) applyObject(action clienttesting.Action) (handled bool, _ runtime.Object, _ error) {
	patch, ok := action.(clienttesting.PatchActionImpl)
	if !ok || patch.GetPatchType() != types.ApplyPatchType || patch.GetSubresource() != "" {
		return false, nil, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	applied, err := c.apply(patch)
	if err != nil {
		return true, nil, err
	}
	return true, applied, nil
}

func (c *Cluster) apply(patch clienttesting.PatchActionImpl) (Object, error) {
	config := &unstructured.Unstructured{}
	if err := json.Unmarshal(patch.GetPatch(), &config.Object); err != nil {
		return nil, err
	}
	live, err := c.liveOrNew(patch, config)
	if err != nil {
		return nil, err
	}
	manager, err := c.fieldManager(live, "")
	if err != nil {
		return nil, err
	}
	force := patch.PatchOptions.Force != nil && *patch.PatchOptions.Force
	config.SetUID("")
	written, err := manager.Apply(c.withKind(live), config, patch.PatchOptions.FieldManager, force)
	if err != nil {
		return nil, err
	}
	next := written.(Object)
	next.GetObjectKind().SetGroupVersionKind(live.GetObjectKind().GroupVersionKind())
	if live.GetUID() == "" {
		return c.storeNew(next)
	}
	if equality.Semantic.DeepEqual(live, next) {
		return live, nil
	}
	return next, c.storeNext(live, next)
}

// liveOrNew returns the stored object that a configuration is for, if it names no other by UID, or else an empty one without UID.
func (c *Cluster) liveOrNew(patch clienttesting.PatchActionImpl, config *unstructured.Unstructured) (Object, error) {
	found, err := c.trackerOf(patch.GetResource()).Get(patch.GetResource(), patch.GetNamespace(), patch.GetName())
	switch {
	case apierrors.IsNotFound(err) && config.GetUID() != "":
		return nil, apierrors.NewConflict(patch.GetResource().GroupResource(), patch.GetName(), fmt.Errorf("uid mismatch: the object does not exist"))
	case apierrors.IsNotFound(err):
		empty, err := c.scheme.New(config.GroupVersionKind())
		if err != nil {
			return nil, err
		}
		empty.(Object).SetNamespace(patch.GetNamespace())
		empty.(Object).SetName(patch.GetName())
		return empty.(Object), nil
	case err != nil:
		return nil, err
	}
	live := found.(Object)
	if uid := config.GetUID(); uid != "" && uid != live.GetUID() {
		return nil, apierrors.NewInvalid(config.GroupVersionKind().GroupKind(), patch.GetName(), fielderrors.ErrorList{
			fielderrors.Invalid(fielderrors.NewPath("metadata", "uid"), uid, "field is immutable"),
		})
	}
	return live, nil
}

func (c *Cluster) storeNew(object Object) (Object, error) {
	object.SetResourceVersion(c.nextVersion())
	object.SetUID(types.UID("uid-" + object.GetResourceVersion()))
	object.SetCreationTimestamp(metav1.Now().Rfc3339Copy())
	object.SetGeneration(1)
	return object, c.store(object, create)
}

// storeNext stores the next version of live. A changed spec is a new generation.
func (c *Cluster) storeNext(live, next Object) error {
	next.SetResourceVersion(c.nextVersion())
	if !sameField(next, live, "spec") {
		next.SetGeneration(live.GetGeneration() + 1)
	}
	return c.store(next, replace)
}

// patchMetadata is a JSON patch of the metadata of an object, and deleteMetadata deletes one: each changes the object itself too, which a
// real API server has in one place.
func (c *Cluster) patchMetadata(action clienttesting.Action) (handled bool, _ runtime.Object, _ error) {
	patch, ok := action.(clienttesting.PatchActionImpl)
	if !ok {
		return false, nil, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	found, err := c.trackerOf(patch.GetResource()).Get(patch.GetResource(), patch.GetNamespace(), patch.GetName())
	if err != nil {
		return true, nil, err
	}
	live := found.(Object)
	next, err := c.patched(live, patch)
	if err != nil {
		return true, nil, err
	}
	if next.GetResourceVersion() != live.GetResourceVersion() {
		return true, nil, apierrors.NewConflict(patch.GetResource().GroupResource(), patch.GetName(), fmt.Errorf("the object has changed"))
	}
	if err := c.storeNext(live, next); err != nil {
		return true, nil, err
	}
	return true, metadataOf(c.resource(next), next), nil
}

func (c *Cluster) deleteMetadata(action clienttesting.Action) (handled bool, _ runtime.Object, _ error) {
	deletion, ok := action.(clienttesting.DeleteActionImpl)
	if !ok {
		return false, nil, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	found, err := c.trackerOf(deletion.GetResource()).Get(deletion.GetResource(), deletion.GetNamespace(), deletion.GetName())
	if err != nil {
		return true, nil, err
	}
	live := found.(Object)
	if wanted := deletion.DeleteOptions.Preconditions; wanted != nil && wanted.UID != nil && *wanted.UID != live.GetUID() {
		return true, nil, apierrors.NewConflict(deletion.GetResource().GroupResource(), deletion.GetName(), fmt.Errorf("the UID does not match"))
	}
	return true, nil, c.store(live, remove)
}
