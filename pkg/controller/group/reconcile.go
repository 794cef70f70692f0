// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package group

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller"
)

// reconcile is one pass over a group: read, decide, write. A burst of changes is waited for, but not for the sake of a group that is gone or
// going.
func (c *Controller) reconcile(ctx context.Context, key cache.ObjectName) controller.Outcome {
	caches := c.cachesOf(key.Namespace)
	group := c.written.Get(key)
	if group == nil || group.DeletionTimestamp != nil {
		c.bursts.Forget(key)
	} else if left := c.bursts.End(key, time.Now()); left > 0 {
		return controller.After(left)
	}
	snapshot := Snapshot{Group: group, Members: caches.membersOf(key)}
	return controller.Classify(c.write(ctx, group, Decide(snapshot, metav1.Now().Rfc3339Copy())))
}

// write makes the requests of a plan.
func (c *Controller) write(ctx context.Context, group *v1beta1.MCPGroup, plan Plan) error {
	switch {
	case plan.Release:
		return c.release(ctx, group)
	case plan.Status != nil:
		return c.writeStatus(ctx, group, plan.Status)
	}
	return nil
}

// writeStatus replaces the status, unless the group has changed since it was read. Server-side apply would not do: it leaves the names that
// another manager has put into a list, as ToolHive's operator did, though the members are gone. A merge patch replaces lists
// as they are, in one request, and leaves fields alone that it does not name.
func (c *Controller) writeStatus(ctx context.Context, group *v1beta1.MCPGroup, status *v1beta1.MCPGroupStatus) error {
	patch, err := json.Marshal(map[string]any{
		"metadata": map[string]any{"resourceVersion": group.ResourceVersion},
		"status":   fieldsOf(status),
	})
	if err != nil {
		return fmt.Errorf("encode status: %w", err)
	}
	patched, err := c.toolhive.ToolhiveV1beta1().MCPGroups(group.Namespace).
		Patch(ctx, group.Name, types.MergePatchType, patch, metav1.PatchOptions{FieldManager: c.fieldManager}, "status")
	if err != nil {
		return fmt.Errorf("write status: %w", err)
	}
	c.written.Add(patched)
	klog.FromContext(ctx).V(1).Info("Status written", "endpoints", status.RemoteEndpointCount, "servers", status.ServerCount,
		"remoteProxies", status.RemoteProxyCount, "entries", status.EntryCount)
	return nil
}

// fieldsOf names every field, since a merge patch leaves the others as they are.
func fieldsOf(status *v1beta1.MCPGroupStatus) map[string]any {
	return map[string]any{
		"observedGeneration":  status.ObservedGeneration,
		"phase":               status.Phase,
		"remoteEndpoints":     orNull(status.RemoteEndpoints),
		"remoteEndpointCount": status.RemoteEndpointCount,
		"servers":             orNull(status.Servers),
		"serverCount":         status.ServerCount,
		"remoteProxies":       orNull(status.RemoteProxies),
		"remoteProxyCount":    status.RemoteProxyCount,
		"entries":             orNull(status.Entries),
		"entryCount":          status.EntryCount,
		"conditions":          status.Conditions,
	}
}

// orNull makes a merge patch remove an empty list, as ToolHive's operator leaves it out.
func orNull(names []string) any {
	if len(names) == 0 {
		return nil
	}
	return names
}

// release takes ToolHive's finalizer off, unless the group has changed since it was read.
func (c *Controller) release(ctx context.Context, group *v1beta1.MCPGroup) error {
	left := slices.DeleteFunc(slices.Clone(group.Finalizers), func(finalizer string) bool { return finalizer == toolhiveFinalizer })
	patch, err := json.Marshal(map[string]any{
		"metadata": map[string]any{"resourceVersion": group.ResourceVersion, "finalizers": left},
	})
	if err != nil {
		return fmt.Errorf("encode finalizers: %w", err)
	}
	_, err = c.toolhive.ToolhiveV1beta1().MCPGroups(group.Namespace).
		Patch(ctx, group.Name, types.MergePatchType, patch, metav1.PatchOptions{FieldManager: c.fieldManager})
	if err != nil {
		return fmt.Errorf("remove ToolHive's finalizer: %w", err)
	}
	klog.FromContext(ctx).Info("Removed ToolHive's finalizer from a group that is being deleted")
	return nil
}
