// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote

import (
	"cmp"
	"context"
	"slices"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2"

	"github.com/mcp-remote-endpoint/operator/pkg/controller"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/children"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/confirm"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/handover"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/claim"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// FieldManager is the name under which the operator owns what it applies.
const FieldManager = "mcp-remote-endpoint-operator"

// reconcile is one pass over a name: over all the objects that claim it, the one that holds it first.
func (c *Controller) reconcile(ctx context.Context, key cache.ObjectName) controller.Outcome {
	claimants := c.snapshotter(key.Namespace).claimants(key)
	settled, err := c.judgeSuccessors(ctx, claimants)
	if err != nil {
		return controller.Classify(err)
	}
	holder := claim.Holder(claimants)
	slices.SortStableFunc(claimants, func(a, b claim.Claimant) int {
		return cmp.Compare(rank(a, holder), rank(b, holder))
	})
	for _, claimant := range claimants {
		if claimant.Foreign {
			continue // It only claims its name.
		}
		done, err := c.reconcileClaimant(ctx, claimant, claimants)
		if err != nil {
			return controller.Classify(err)
		}
		settled = settled && done
	}
	if !settled {
		return controller.After(controller.Recheck)
	}
	return controller.Done()
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
		if err := confirm.Missing(ctx, c.metadata, snapshot.Endpoint.Namespace, snapshot.Missing); err != nil {
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
	set, owner := c.snapshotter(s.Endpoint.Namespace).children, ownerOf(*s)
	states, invalid, err := c.observe(ctx, *s, problems)
	if err != nil || len(states) == 0 {
		return invalid, true, err
	}
	waits := handover.Amend(states, time.Now())
	if err := set.Compare(states); err != nil {
		return nil, false, err
	}
	difference := children.Diff(states, owner)
	if err := c.prepare(ctx, set, *s, owner, difference.Ops); err != nil {
		return nil, false, err
	}
	result, err := set.Run(ctx, difference.Ops)
	if err != nil {
		return nil, false, err
	}
	if deployment, ok := result.Applied[kind.Deployment].(*appsv1.Deployment); ok {
		s.Deployment = deployment
	}
	if service, ok := result.Applied[kind.Service].(*corev1.Service); ok {
		s.Service = service
	}
	if len(difference.Ops) > 0 {
		klog.FromContext(ctx).V(1).Info("Children written", "requests", len(difference.Ops), "refused", len(result.Refusals))
	}
	if err := c.confirmPublished(ctx, *s, entryIn(states, result)); err != nil {
		return nil, false, err
	}
	inTheWay = problemsOf(difference.Conflicts, result.Refusals)
	return inTheWay, len(inTheWay) == 0 && !difference.Waits && !waits, nil
}

// prepare does what has to be done before operations: it makes sure that the owner is still there, and removes what another operator left.
func (c *Controller) prepare(ctx context.Context, set *children.Set, s Snapshot, owner children.Owner, ops []children.Op) error {
	if s.Endpoint.Status.ObservedGeneration > 0 {
		if err := confirm.Owner(ctx, c.metadata, s.kind(), s.Endpoint, ops); err != nil {
			return err
		}
	}
	if s.Legacy && slices.ContainsFunc(ops, func(op children.Op) bool { return op.Verb == children.Adopt }) {
		// Before the last child is adopted, which is what tells that there is still something to take over.
		return set.Remove(ctx, leftoversOf(s.Endpoint), owner)
	}
	return nil
}

// observe returns the objects that there should be with those that there are, and what keeps them from being rendered.
func (c *Controller) observe(ctx context.Context, s Snapshot, problems []validate.Problem) (states []children.State, invalid []validate.Problem, err error) {
	states, invalid = childrenOf(s, problems, c.settings)
	return states, invalid, c.snapshotter(s.Endpoint.Namespace).children.Observe(ctx, states)
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
		c.recorder.Eventf(s.kind().ReferenceTo(s.Endpoint), nil, event.Type, event.Reason, "Validate", "%s", event.Note)
	}
	return nil
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
