// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/children"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/conditions"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
	applyv1alpha1 "github.com/mcp-remote-endpoint/operator/pkg/generated/applyconfiguration/toolhive/v1alpha1"
)

// FieldManager is the name under which the operator owns what it applies.
const FieldManager = "mcp-remote-endpoint-operator"

// errCachesBehind means that an object exists which the caches do not hold yet.
var errCachesBehind = errors.New("the caches are behind the API server")

// recheck is how long it takes until it is tried again to write objects that were in conflict, or were refused, or had to wait for others.
// Nothing else may tell that the cause is gone.
const recheck = 30 * time.Second

// reconcile is one pass over a name: read, decide, write.
func (c *Controller) reconcile(ctx context.Context, key cache.ObjectName) controller.Outcome {
	snapshot, err := c.snapshotter(key.Namespace).read(ctx, key)
	if err != nil {
		return controller.Classify(err)
	}
	if snapshot.Endpoint == nil {
		return controller.Done()
	}
	problems := validate.Endpoint(snapshot.Input)
	if news := Decide(snapshot, problems, metav1.Time{}).Status; news != nil {
		if err := c.confirmMissing(ctx, key.Namespace, snapshot.Missing); err != nil {
			return controller.Classify(err)
		}
	}
	unwritten, settled, err := c.writeChildren(ctx, &snapshot, problems)
	if err != nil {
		return controller.Classify(err)
	}
	plan := Decide(snapshot, append(problems, unwritten...), metav1.Now().Rfc3339Copy())
	if err := c.write(ctx, snapshot, plan); err != nil {
		return controller.Classify(err)
	}
	if !settled {
		return controller.After(recheck)
	}
	return controller.Done()
}

// writeChildren makes the objects of a proxy what they should be, and puts what came of it into the snapshot. It returns what is in the way,
// and whether all is settled that another try could settle.
func (c *Controller) writeChildren(ctx context.Context, s *Snapshot, problems []validate.Problem) (inTheWay []validate.Problem, settled bool, err error) {
	states, invalid := childrenOf(*s, problems, c.settings)
	if len(states) == 0 {
		return invalid, true, nil
	}
	set, owner := c.snapshotter(s.Endpoint.Namespace).children, ownerOf(*s)
	if err := set.Observe(ctx, states); err != nil {
		return nil, false, err
	}
	difference := children.Diff(states, owner)
	ops := difference.Ops
	if err := c.confirmOwner(ctx, s.Endpoint, ops); err != nil {
		return nil, false, err
	}
	if slices.ContainsFunc(ops, func(op children.Op) bool { return op.Verb == children.Adopt }) {
		// Before the last child is adopted, which is what tells that there is still something to take over.
		if err := set.Remove(ctx, leftoversOf(s.Endpoint), owner); err != nil {
			return nil, false, err
		}
	}
	result, err := set.Run(ctx, ops)
	if err != nil {
		return nil, false, err
	}
	if deployment, ok := result.Applied[kind.Deployment].(*appsv1.Deployment); ok {
		s.Deployment = deployment
	}
	if len(ops) > 0 {
		klog.FromContext(ctx).V(1).Info("Proxy written", "requests", len(ops), "refused", len(result.Refusals))
	}
	inTheWay = problemsOf(difference.Conflicts, result.Refusals)
	return inTheWay, len(inTheWay) == 0 && !difference.Waits, nil
}

// confirmOwner asks the API server for the endpoint before its children are made again. Children go when their endpoint is deleted, and the
// caches may learn of it in another order.
func (c *Controller) confirmOwner(ctx context.Context, endpoint *v1alpha1.MCPRemoteEndpoint, ops []children.Op) error {
	again := endpoint.Status.ObservedGeneration > 0 && slices.ContainsFunc(ops, func(op children.Op) bool { return op.Live == nil })
	if !again {
		return nil
	}
	resource := kind.MCPRemoteEndpoint.Resource()
	live, err := c.metadata.Resource(resource).Namespace(endpoint.Namespace).Get(ctx, endpoint.Name, metav1.GetOptions{})
	if err != nil {
		return fmt.Errorf("make sure that the endpoint is there: %w", err)
	}
	if live.UID != endpoint.UID || live.DeletionTimestamp != nil {
		return apierrors.NewConflict(resource.GroupResource(), endpoint.Name, errCachesBehind)
	}
	return nil
}

// write makes the requests of a plan.
func (c *Controller) write(ctx context.Context, s Snapshot, plan Plan) error {
	if plan.Status == nil {
		return nil
	}
	written, err := c.writeStatus(ctx, s.Endpoint, plan.Status)
	if err != nil {
		return err
	}
	c.snapshotter(s.Endpoint.Namespace).remember(written)
	klog.FromContext(ctx).V(1).Info("Status written", "phase", plan.Status.Phase, "generation", plan.Status.ObservedGeneration)
	if plan.Event != nil {
		c.recorder.Eventf(s.Endpoint, nil, plan.Event.Type, plan.Event.Reason, "Validate", "%s", plan.Event.Note)
	}
	return nil
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
