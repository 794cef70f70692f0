// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2"

	"github.com/mcp-remote-endpoint/operator/pkg/controller"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/children"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/claim"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// FieldManager is the name under which the operator owns what it applies.
const FieldManager = "mcp-remote-endpoint-operator"

// errCachesBehind means that an object exists which the caches do not hold yet.
var errCachesBehind = errors.New("the caches are behind the API server")

// recheck is how long it takes until it is tried again to write objects that were in conflict, or were refused, or had to wait for others.
// Nothing else may tell that the cause is gone.
const recheck = 30 * time.Second

// reconcile is one pass over a name: over all the objects that claim it, the one that holds it first.
func (c *Controller) reconcile(ctx context.Context, key cache.ObjectName) controller.Outcome {
	claimants := c.snapshotter(key.Namespace).claimants(key)
	holder := claim.Holder(claimants)
	slices.SortStableFunc(claimants, func(a, b claim.Claimant) int {
		return cmp.Compare(rank(a, holder), rank(b, holder))
	})
	outcome := controller.Done()
	for _, claimant := range claimants {
		if claimant.Kind == kind.MCPServer || claim.IsLegacy(claimant.Kind) && !c.legacy {
			continue // It claims its name, and is another operator's.
		}
		settled, err := c.reconcileClaimant(ctx, claimant, claimants)
		if err != nil {
			return controller.Classify(err)
		}
		if !settled {
			outcome = controller.After(recheck)
		}
	}
	return outcome
}

// rank puts the holder before the others.
func rank(claimant claim.Claimant, holder *claim.Claimant) int {
	if claimant.Object.GetUID() == holder.Object.GetUID() {
		return 0
	}
	return 1
}

// reconcileClaimant reads, decides and writes. It says whether all is settled that another try could settle.
func (c *Controller) reconcileClaimant(ctx context.Context, claimant claim.Claimant, claimants []claim.Claimant) (settled bool, err error) {
	snapshot, err := c.snapshotter(claimant.Object.GetNamespace()).read(ctx, claimant, claimants)
	if err != nil {
		return false, err
	}
	verdict := judge(snapshot)
	if plan := Decide(snapshot, verdict, metav1.Time{}); !plan.isEmpty() {
		if err := c.confirmMissing(ctx, snapshot.Endpoint.Namespace, snapshot.Missing); err != nil {
			return false, err
		}
	}
	unwritten, settled, err := c.writeChildren(ctx, &snapshot, verdict.Problems)
	if err != nil {
		return false, err
	}
	verdict.Problems = append(verdict.Problems, unwritten...)
	if snapshot.kind() == kind.MCPRemoteEndpoint && snapshot.Publishing != c.snapshotter(snapshot.Endpoint.Namespace).publishing {
		settled = false
	}
	return settled, c.write(ctx, snapshot, Decide(snapshot, verdict, metav1.Now().Rfc3339Copy()))
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
	if err := c.confirmOwner(ctx, s, ops); err != nil {
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
		klog.FromContext(ctx).V(1).Info("Children written", "requests", len(ops), "refused", len(result.Refusals))
	}
	if err := c.confirmPublished(ctx, *s, entryIn(states, result)); err != nil {
		return nil, false, err
	}
	inTheWay = problemsOf(difference.Conflicts, result.Refusals)
	return inTheWay, len(inTheWay) == 0 && !difference.Waits, nil
}

// confirmOwner asks the API server for the object before its children are made again, or made its own again. Children go, or lose their owner,
// when that is deleted, and the caches may learn of it in another order.
func (c *Controller) confirmOwner(ctx context.Context, s *Snapshot, ops []children.Op) error {
	again := s.Endpoint.Status.ObservedGeneration > 0 && slices.ContainsFunc(ops, func(op children.Op) bool {
		return op.Live == nil || metav1.GetControllerOfNoCopy(op.Live) == nil
	})
	if !again {
		return nil
	}
	resource := s.kind().Resource()
	live, err := c.metadata.Resource(resource).Namespace(s.Endpoint.Namespace).Get(ctx, s.Endpoint.Name, metav1.GetOptions{})
	if err != nil {
		return fmt.Errorf("make sure that the %s is there: %w", s.kind(), err)
	}
	if live.UID != s.Endpoint.UID || live.DeletionTimestamp != nil {
		return apierrors.NewConflict(resource.GroupResource(), s.Endpoint.Name, errCachesBehind)
	}
	return nil
}

// write makes the requests of a plan.
func (c *Controller) write(ctx context.Context, s Snapshot, plan Plan) error {
	if plan.isEmpty() {
		return nil
	}
	if err := c.writeStatus(ctx, s, plan); err != nil {
		return err
	}
	for _, event := range plan.Events {
		c.recorder.Eventf(referenceTo(s), nil, event.Type, event.Reason, "Validate", "%s", event.Note)
	}
	return nil
}

// referenceTo names the object without its version: the recorder counts what it is told again of the same reference, and does not make another
// Event of it.
func referenceTo(s Snapshot) *corev1.ObjectReference {
	return &corev1.ObjectReference{
		APIVersion: s.kind().Version().String(), Kind: string(s.kind()),
		Namespace: s.Endpoint.Namespace, Name: s.Endpoint.Name, UID: s.Endpoint.UID,
	}
}

// writeStatus writes that of whichever kind the object is.
func (c *Controller) writeStatus(ctx context.Context, s Snapshot, plan Plan) error {
	logger := klog.FromContext(ctx).V(1)
	switch {
	case plan.Proxy != nil:
		logger.Info("Status written", "kind", s.kind(), "phase", plan.Proxy.Phase, "generation", plan.Proxy.ObservedGeneration)
		return c.updateProxyStatus(ctx, s.Proxy, plan.Proxy)
	case plan.Entry != nil:
		logger.Info("Status written", "kind", s.kind(), "phase", plan.Entry.Phase, "generation", plan.Entry.ObservedGeneration)
		return c.updateEntryStatus(ctx, s.Entry, plan.Entry)
	}
	logger.Info("Status written", "kind", s.kind(), "phase", plan.Endpoint.Phase, "generation", plan.Endpoint.ObservedGeneration)
	return c.writeEndpointStatus(ctx, s.Endpoint, plan.Endpoint)
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
