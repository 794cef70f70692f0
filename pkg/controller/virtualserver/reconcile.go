// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtualserver

import (
	"context"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/children"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/confirm"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/handover"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/validate"
)

// reconcile is one pass over a gateway: read, decide, write. A burst of changes around it is waited for.
func (c *Controller) reconcile(ctx context.Context, key cache.ObjectName) controller.Outcome {
	r := c.reader(key.Namespace)
	server := r.written.Get(key)
	if server == nil || server.DeletionTimestamp != nil {
		c.bursts.Forget(key)
		r.interests.Begin(key).End()
		return controller.Done()
	}
	if left := c.bursts.End(key, time.Now()); left > 0 {
		return controller.After(left)
	}
	settled, err := c.reconcileGateway(ctx, r, server)
	if err == nil && !settled {
		return controller.After(controller.Recheck)
	}
	return controller.Classify(err)
}

// reconcileGateway says whether all is settled that another try could settle.
func (c *Controller) reconcileGateway(ctx context.Context, r *reader, server *v1beta1.VirtualMCPServer) (settled bool, err error) {
	snapshot, err := r.read(ctx, server)
	if err != nil {
		return false, err
	}
	verdict := Judge(snapshot)
	if plan := Decide(snapshot, verdict, metav1.Time{}); plan.Status != nil {
		if err := confirm.Missing(ctx, c.metadata, server.Namespace, snapshot.Missing); err != nil {
			return false, err
		}
	}
	unwritten, settled, err := c.writeChildren(ctx, r.children, &snapshot, verdict)
	if err != nil {
		return false, err
	}
	verdict.Problems = append(verdict.Problems, unwritten...)
	return settled, c.write(ctx, r, server, Decide(snapshot, verdict, metav1.Now().Rfc3339Copy()))
}

// writeChildren makes a gateway's objects what they should be, and puts what came of it into the snapshot. It returns what is in the way, and
// whether all is settled that another try could settle.
func (c *Controller) writeChildren(
	ctx context.Context, set *children.Set, s *Snapshot, verdict Verdict,
) (inTheWay []validate.Problem, settled bool, err error) {
	states, invalid := Children(*s, verdict, c.settings)
	if len(states) == 0 {
		return invalid, true, nil
	}
	if err := set.Observe(ctx, states); err != nil {
		return nil, false, err
	}
	waits := handover.Amend(states, time.Now())
	roll := spare(states)
	if err := set.Compare(states); err != nil {
		return nil, false, err
	}
	roll()
	difference := children.Diff(states, ownerOf(s.Server))
	if s.Server.Status.ObservedGeneration > 0 {
		if err := confirm.Owner(ctx, c.metadata, kind.VirtualMCPServer, s.Server, difference.Ops); err != nil {
			return nil, false, err
		}
	}
	result, err := set.Run(ctx, difference.Ops)
	if err != nil {
		return nil, false, err
	}
	if deployment, ok := result.Applied[kind.Deployment].(*appsv1.Deployment); ok {
		s.Deployment = deployment
	}
	if len(difference.Ops) > 0 {
		klog.FromContext(ctx).V(1).Info("Children written", "requests", len(difference.Ops), "refused", len(result.Refusals))
	}
	inTheWay = ProblemsOf(difference.Conflicts, result.Refusals)
	return inTheWay, len(inTheWay) == 0 && !difference.Waits && !waits, nil
}

func ownerOf(server *v1beta1.VirtualMCPServer) children.Owner {
	return children.Owner{
		Name: server.Name, UID: server.UID,
		Namesakes: map[kind.Kind]types.UID{kind.VirtualMCPServer: server.UID},
	}
}

// write makes the requests of a plan.
func (c *Controller) write(ctx context.Context, r *reader, server *v1beta1.VirtualMCPServer, plan Plan) error {
	if plan.Status == nil {
		return nil
	}
	applied, err := c.applyStatus(ctx, server, plan.Status)
	if err != nil {
		return err
	}
	r.written.Add(applied)
	klog.FromContext(ctx).V(1).Info("Status written", "phase", plan.Status.Phase, "generation", plan.Status.ObservedGeneration)
	for _, event := range plan.Events {
		c.recorder.Eventf(kind.VirtualMCPServer.ReferenceTo(server), nil, event.Type, event.Reason, "Validate", "%s", event.Note)
	}
	removed, err := c.removeStale(ctx, applied, plan)
	if err != nil {
		return err
	}
	r.written.Add(removed)
	return nil
}
