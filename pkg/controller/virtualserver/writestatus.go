// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtualserver

import (
	"context"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/conditions"
	applyv1beta1 "github.com/mcp-remote-endpoint/operator/pkg/generated/applyconfiguration/toolhive/v1beta1"
)

// removeStale takes out of the status what has to go and another wrote: server-side apply leaves what others own. It returns the gateway as it is
// then. It takes nothing out of one that has changed since it was read.
func (c *Controller) removeStale(ctx context.Context, applied *v1beta1.VirtualMCPServer, plan Plan) (*v1beta1.VirtualMCPServer, error) {
	vocabulary, fields := Vocabulary(applied.Status.Conditions), []string(nil)
	if plan.Forget {
		vocabulary, fields = append(vocabulary, reports...), reportFields
	}
	stale := conditions.Stale(applied.Status.Conditions, plan.Status.Conditions, vocabulary)
	if len(stale)+len(fields) == 0 {
		return applied, nil
	}
	patch, err := conditions.Removal(applied.ResourceVersion, applied.Status.Conditions, stale, fields...)
	if err != nil {
		return nil, fmt.Errorf("encode conditions: %w", err)
	}
	patched, err := c.toolhive.ToolhiveV1beta1().VirtualMCPServers(applied.Namespace).
		Patch(ctx, applied.Name, types.MergePatchType, patch, metav1.PatchOptions{FieldManager: c.fieldManager}, "status")
	if err != nil {
		return nil, fmt.Errorf("remove what is out of date from the status: %w", err)
	}
	return patched, nil
}

// applyStatus leaves out what is vMCP's. With the version, the status cannot land on another gateway that has taken the name since, nor hide what
// vMCP has said meanwhile.
func (c *Controller) applyStatus(
	ctx context.Context, server *v1beta1.VirtualMCPServer, status *v1beta1.VirtualMCPServerStatus,
) (*v1beta1.VirtualMCPServer, error) {
	config := applyv1beta1.VirtualMCPServer(server.Name, server.Namespace).WithResourceVersion(server.ResourceVersion).WithStatus(
		applyv1beta1.VirtualMCPServerStatus().
			WithObservedGeneration(status.ObservedGeneration).
			WithPhase(status.Phase).
			WithMessage(status.Message).
			WithURL(status.URL). // also when it is empty, since another may have written one; so it is with the hashes
			WithOIDCConfigHash(status.OIDCConfigHash).
			WithAuthzConfigHash(status.AuthzConfigHash).
			WithTelemetryConfigHash(status.TelemetryConfigHash).
			WithConditions(conditions.Apply(status.Conditions)...))
	applied, err := c.toolhive.ToolhiveV1beta1().VirtualMCPServers(server.Namespace).
		ApplyStatus(ctx, config, metav1.ApplyOptions{FieldManager: c.fieldManager, Force: true})
	if err != nil {
		return nil, fmt.Errorf("apply status: %w", err)
	}
	return applied, nil
}
