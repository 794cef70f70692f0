// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote

import (
	"context"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/conditions"
	applyv1alpha1 "github.com/mcp-remote-endpoint/operator/pkg/generated/applyconfiguration/toolhive/v1alpha1"
)

// writeEndpointStatus is one request, except when somebody else wrote a condition that has to go: server-side apply leaves what others
// own as well.
func (c *Controller) writeEndpointStatus(ctx context.Context, endpoint *v1alpha1.MCPRemoteEndpoint, status *v1alpha1.MCPRemoteEndpointStatus) error {
	applied, err := c.applyEndpointStatus(ctx, endpoint, status)
	if err != nil {
		return err
	}
	if stale := conditions.Stale(applied.Status.Conditions, status.Conditions, vocabulary); len(stale) > 0 {
		if applied, err = c.removeConditions(ctx, applied, stale); err != nil {
			return err
		}
	}
	c.snapshotter(endpoint.Namespace).subjects.endpoints.written.Add(applied)
	return nil
}

func (c *Controller) applyEndpointStatus(
	ctx context.Context, endpoint *v1alpha1.MCPRemoteEndpoint, status *v1alpha1.MCPRemoteEndpointStatus,
) (*v1alpha1.MCPRemoteEndpoint, error) {
	// With the version, the status cannot land on another endpoint that has taken the name since.
	config := applyv1alpha1.MCPRemoteEndpoint(endpoint.Name, endpoint.Namespace).WithResourceVersion(endpoint.ResourceVersion).WithStatus(
		applyv1alpha1.MCPRemoteEndpointStatus().
			WithPhase(status.Phase).
			WithURL(status.URL). // also when it is empty, since another may have written one
			WithObservedGeneration(status.ObservedGeneration).
			WithConditions(conditions.Apply(status.Conditions)...))
	applied, err := c.toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(endpoint.Namespace).
		ApplyStatus(ctx, config, metav1.ApplyOptions{FieldManager: FieldManager, Force: true})
	if err != nil {
		return nil, fmt.Errorf("apply status: %w", err)
	}
	return applied, nil
}

// removeConditions takes conditions out of the status, unless the endpoint has changed since it was read.
func (c *Controller) removeConditions(ctx context.Context, endpoint *v1alpha1.MCPRemoteEndpoint, unwanted []metav1.Condition) (*v1alpha1.MCPRemoteEndpoint, error) {
	patch, err := conditions.Removal(endpoint.ResourceVersion, endpoint.Status.Conditions, unwanted)
	if err != nil {
		return nil, fmt.Errorf("encode conditions: %w", err)
	}
	patched, err := c.toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(endpoint.Namespace).
		Patch(ctx, endpoint.Name, types.MergePatchType, patch, metav1.PatchOptions{FieldManager: FieldManager}, "status")
	if err != nil {
		return nil, fmt.Errorf("remove conditions: %w", err)
	}
	return patched, nil
}

// updateProxyStatus replaces the status, and not by server-side apply: ToolHive's operator may have written it before, and an apply would leave
// all that this one has no value for.
func (c *Controller) updateProxyStatus(ctx context.Context, proxy *v1beta1.MCPRemoteProxy, status *v1beta1.MCPRemoteProxyStatus) error {
	proxy = proxy.DeepCopy()
	proxy.Status = *status
	updated, err := c.toolhive.ToolhiveV1beta1().MCPRemoteProxies(proxy.Namespace).
		UpdateStatus(ctx, proxy, metav1.UpdateOptions{FieldManager: FieldManager})
	if err != nil {
		return fmt.Errorf("update status: %w", err)
	}
	c.snapshotter(proxy.Namespace).subjects.proxies.written.Add(updated)
	return nil
}

// updateEntryStatus replaces the status, for the same reason.
func (c *Controller) updateEntryStatus(ctx context.Context, entry *v1beta1.MCPServerEntry, status *v1beta1.MCPServerEntryStatus) error {
	entry = entry.DeepCopy()
	entry.Status = *status
	updated, err := c.toolhive.ToolhiveV1beta1().MCPServerEntries(entry.Namespace).
		UpdateStatus(ctx, entry, metav1.UpdateOptions{FieldManager: FieldManager})
	if err != nil {
		return fmt.Errorf("update status: %w", err)
	}
	c.snapshotter(entry.Namespace).subjects.entries.written.Add(updated)
	return nil
}
