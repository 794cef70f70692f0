// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/conditions"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	applyv1alpha1 "github.com/mcp-remote-endpoint/operator/pkg/generated/applyconfiguration/toolhive/v1alpha1"
)

// FieldManager is the name under which the operator owns what it applies.
const FieldManager = "mcp-remote-endpoint-operator"

// errCachesBehind means that an object exists which the caches do not hold yet.
var errCachesBehind = errors.New("the caches are behind the API server")

// reconcile is one pass over a name: read, decide, write.
func (c *Controller) reconcile(ctx context.Context, key cache.ObjectName) controller.Outcome {
	snapshot, err := c.snapshotter(key.Namespace).read(ctx, key)
	if err != nil {
		return controller.Classify(err)
	}
	plan := Decide(snapshot, metav1.Now().Rfc3339Copy())
	if plan.Status == nil {
		return controller.Done()
	}
	if err := c.confirmMissing(ctx, key.Namespace, snapshot.Missing); err != nil {
		return controller.Classify(err)
	}
	written, err := c.writeStatus(ctx, snapshot.Endpoint, plan.Status)
	if err != nil {
		return controller.Classify(err)
	}
	c.snapshotter(key.Namespace).written.Mutation(written)
	klog.FromContext(ctx).V(1).Info("Status written", "phase", plan.Status.Phase, "generation", plan.Status.ObservedGeneration)
	if plan.Event != nil {
		c.recorder.Eventf(snapshot.Endpoint, nil, plan.Event.Type, plan.Event.Reason, "Validate", "%s", plan.Event.Note)
	}
	return controller.Done()
}

// confirmMissing asks the API server for what the caches do not hold. Each kind has a watch of its own, so an endpoint can be
// seen before the group that was created first; to report such a group as missing would cost one wrong write and one to
// correct it.
func (c *Controller) confirmMissing(ctx context.Context, namespace string, missing []references.Reference) error {
	for _, ref := range missing {
		if len(validation.IsDNS1123Subdomain(ref.Name)) > 0 {
			continue // no object can have that name, and as part of a path it could lead to another object
		}
		_, err := c.metadata.Resource(ref.Kind.Resource()).Namespace(namespace).Get(ctx, ref.Name, metav1.GetOptions{})
		switch {
		case apierrors.IsNotFound(err):
		case err != nil:
			return fmt.Errorf("make sure that %s %q is missing: %w", ref.Kind, ref.Name, err)
		default:
			return apierrors.NewConflict(ref.Kind.Resource().GroupResource(), ref.Name, errCachesBehind)
		}
	}
	return nil
}

// writeStatus is one request, except when somebody else wrote a condition that has to go: server-side apply leaves what others
// own as well.
func (c *Controller) writeStatus(ctx context.Context, endpoint *v1alpha1.MCPRemoteEndpoint, status *v1alpha1.MCPRemoteEndpointStatus) (*v1alpha1.MCPRemoteEndpoint, error) {
	applied, err := c.applyStatus(ctx, endpoint, status)
	if err != nil {
		return nil, err
	}
	stale := conditions.Stale(applied.Status.Conditions, status.Conditions, vocabulary)
	if len(stale) == 0 {
		return applied, nil
	}
	return c.removeConditions(ctx, applied, stale)
}

// removeConditions takes conditions out of the status, unless the endpoint has changed since it was read.
func (c *Controller) removeConditions(ctx context.Context, endpoint *v1alpha1.MCPRemoteEndpoint, unwanted []metav1.Condition) (*v1alpha1.MCPRemoteEndpoint, error) {
	kept := slices.DeleteFunc(slices.Clone(endpoint.Status.Conditions), func(condition metav1.Condition) bool {
		return meta.FindStatusCondition(unwanted, condition.Type) != nil
	})
	patch, err := json.Marshal(map[string]any{
		"metadata": map[string]any{"resourceVersion": endpoint.ResourceVersion},
		"status":   map[string]any{"conditions": kept},
	})
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

func (c *Controller) applyStatus(ctx context.Context, endpoint *v1alpha1.MCPRemoteEndpoint, status *v1alpha1.MCPRemoteEndpointStatus) (*v1alpha1.MCPRemoteEndpoint, error) {
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
