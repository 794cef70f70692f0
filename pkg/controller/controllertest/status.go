// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package controllertest

import (
	"encoding/json"
	"errors"

	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/managedfields"
	"k8s.io/client-go/applyconfigurations"
	clienttesting "k8s.io/client-go/testing"

	"github.com/mcp-remote-endpoint/operator/pkg/generated/applyconfiguration"
)

// writeStatus applies or updates a status by the code that the API server itself uses. client-go's fake would not do here: it
// makes objects that do not exist, forgets which manager owns a status, and knows no versions.
func (c *Cluster) writeStatus(action clienttesting.Action) (handled bool, _ runtime.Object, _ error) {
	if action.GetSubresource() != "status" {
		return false, nil, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	var written Object
	var err error
	switch action := action.(type) {
	case clienttesting.UpdateActionImpl:
		written, err = c.updateStatus(action.GetObject().(Object), action.UpdateOptions.FieldManager)
	case clienttesting.PatchActionImpl:
		if action.GetPatchType() == types.ApplyPatchType {
			written, err = c.applyStatus(action)
		} else {
			written, err = c.patchStatus(action)
		}
	}
	if err != nil {
		return true, nil, err
	}
	return true, written, nil
}

// updateStatus stores what object has as its status, if that is the next version of what is stored, or says not of what.
func (c *Cluster) updateStatus(object Object, fieldManager string) (Object, error) {
	live, err := c.find(object)
	if err != nil {
		return nil, err
	}
	if version := object.GetResourceVersion(); version != "" && version != live.GetResourceVersion() {
		return nil, apierrors.NewConflict(c.resource(object).GroupResource(), object.GetName(), errors.New("the object has changed"))
	}
	next := object.DeepCopyObject().(Object)
	if err := setField(next, "spec", live); err != nil {
		return nil, err
	}
	inherit(next, live)
	manager, err := c.fieldManager(live, "status")
	if err != nil {
		return nil, err
	}
	written, err := manager.Update(c.withKind(live), c.withKind(next), fieldManager)
	if err != nil {
		return nil, err
	}
	return c.storeStatus(live, written)
}

// patchStatus patches a copy, and updates the status to that.
func (c *Cluster) patchStatus(patch clienttesting.PatchActionImpl) (Object, error) {
	live, err := c.Toolhive.Tracker().Get(patch.GetResource(), patch.GetNamespace(), patch.GetName())
	if err != nil {
		return nil, err
	}
	patched, err := c.patched(live, patch)
	if err != nil {
		return nil, err
	}
	return c.updateStatus(patched, patch.PatchOptions.FieldManager)
}

// patched lets client-go's fake patch a copy.
func (c *Cluster) patched(live runtime.Object, patch clienttesting.PatchActionImpl) (Object, error) {
	copies := clienttesting.NewObjectTracker(c.scheme, nil)
	if err := copies.Create(patch.GetResource(), live, patch.GetNamespace()); err != nil {
		return nil, err
	}
	_, patched, err := clienttesting.ObjectReaction(copies)(patch)
	if err != nil {
		return nil, err
	}
	return patched.(Object), nil
}

// applyStatus is server-side apply.
func (c *Cluster) applyStatus(patch clienttesting.PatchActionImpl) (Object, error) {
	found, err := c.Toolhive.Tracker().Get(patch.GetResource(), patch.GetNamespace(), patch.GetName())
	if err != nil {
		return nil, err
	}
	live := found.(Object)
	config := &unstructured.Unstructured{}
	if err := json.Unmarshal(patch.GetPatch(), &config.Object); err != nil {
		return nil, err
	}
	manager, err := c.fieldManager(live, "status")
	if err != nil {
		return nil, err
	}
	force := patch.PatchOptions.Force != nil && *patch.PatchOptions.Force
	written, err := manager.Apply(c.withKind(live), config, patch.PatchOptions.FieldManager, force)
	if err != nil {
		return nil, err
	}
	return c.storeStatus(live, written)
}

// storeStatus stores the next version of live, unless it is the same: then nobody hears of it, as with an API server.
func (c *Cluster) storeStatus(live Object, written runtime.Object) (Object, error) {
	next := written.(Object)
	next.GetObjectKind().SetGroupVersionKind(live.GetObjectKind().GroupVersionKind())
	if equality.Semantic.DeepEqual(live, next) {
		return live, nil
	}
	next.SetResourceVersion(c.nextVersion())
	return next, c.store(next, replace)
}

// fieldManager returns the one of objects of an object's kind, or of their status.
func (c *Cluster) fieldManager(object Object, subresource string) (*managedfields.FieldManager, error) {
	r := c.resource(object)
	types := applyconfigurations.NewTypeConverter(c.scheme)
	if r.isToolhive() {
		types = applyconfiguration.NewTypeConverter(c.scheme)
	}
	return managedfields.NewDefaultFieldManager(types, c.scheme, noDefaults{}, c.scheme, r.kind, r.kind.GroupVersion(), subresource, nil)
}

// withKind returns a copy that says of which kind it is, as field managers want it, and objects in trackers do not.
func (c *Cluster) withKind(object Object) runtime.Object {
	typed := object.DeepCopyObject()
	typed.GetObjectKind().SetGroupVersionKind(c.resource(object).kind)
	return typed
}

// noDefaults is a runtime.ObjectDefaulter: only admission, which is not part of this, sets defaults.
type noDefaults struct{}

// Default implements runtime.ObjectDefaulter.
func (noDefaults) Default(runtime.Object) {}
