// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote

import (
	"context"
	"fmt"
	"slices"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/children"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/confirm"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/claim"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// judgeSuccessors says of the claimants that are to replace another why they cannot yet (R4.3): the other one is served until they can. An endpoint that has
// taken over keeps what it has, whatever becomes wrong with it. It returns whether all is settled that another try could settle.
func (c *Controller) judgeSuccessors(ctx context.Context, claimants []claim.Claimant) (settled bool, err error) {
	settled = true
	for i, claimant := range claimants {
		endpoint, ok := claimant.Object.(*v1alpha1.MCPRemoteEndpoint)
		waits := ok && !claim.HasTakenOver(endpoint) &&
			slices.ContainsFunc(claimants, func(other claim.Claimant) bool { return claim.IsToReplace(claimant, other) })
		if !waits {
			continue
		}
		problems, conflicts, err := c.trial(ctx, claimant, claimants)
		if err != nil {
			return false, err
		}
		if all := slices.Concat(problems, conflicts); len(all) > 0 {
			claimants[i].Pending = summary(all)
		}
		settled = settled && len(conflicts) == 0
	}
	return settled, nil
}

// trial returns what would be wrong with an endpoint if it had the name, and which objects would be in its way. It writes nothing.
func (c *Controller) trial(ctx context.Context, claimant claim.Claimant, claimants []claim.Claimant) (problems, conflicts []validate.Problem, err error) {
	snapshot, err := c.snapshotter(claimant.Object.GetNamespace()).readAs(ctx, &claimant, claimant, claimants)
	if err != nil {
		return nil, nil, err
	}
	if problems = judge(snapshot).Problems; len(problems) > 0 {
		return problems, nil, confirm.Missing(ctx, c.metadata, snapshot.Endpoint.Namespace, snapshot.Missing)
	}
	states, problems, err := c.observe(ctx, snapshot, nil)
	if err != nil {
		return nil, nil, err
	}
	return problems, problemsOf(children.Diff(states, ownerOf(snapshot)).Conflicts, nil), nil
}

// summary is the first problem, and how many there are besides.
func summary(problems []validate.Problem) string {
	if more := len(problems) - 1; more > 0 {
		return fmt.Sprintf("%s (and %d more)", problems[0].Message, more)
	}
	return problems[0].Message
}

// takenOver says whether the endpoint has the place of the object that it is to replace, or nothing when there is none.
func takenOver(s Snapshot, status v1alpha1.MCPRemoteEndpointStatus, problems []validate.Problem) *metav1.Condition {
	older := claim.Replaced(claim.Claimant{Kind: s.kind(), Object: s.Endpoint})
	switch {
	case older == "" || !s.Legacy:
		return nil
	case !s.holds():
		i := slices.IndexFunc(problems, func(problem validate.Problem) bool { return problem.Condition == v1alpha1.ConditionTakenOver })
		if i < 0 {
			return nil // The name is a third one's.
		}
		return takeOverPending(problems[i].Message)
	case claim.HasTakenOver(s.Endpoint), hasSucceeded(s, older, status.URL):
		return &metav1.Condition{
			Type: v1alpha1.ConditionTakenOver, Status: metav1.ConditionTrue, Reason: v1alpha1.ReasonTakenOver,
			Message: fmt.Sprintf("This endpoint has the place of the %s of its name", older),
		}
	case len(s.replaced()) == 0:
		return nil
	}
	ready := meta.FindStatusCondition(status.Conditions, v1alpha1.ConditionReady)
	return takeOverPending(fmt.Sprintf("This endpoint is taking the place of %s %q: %s", older, s.Endpoint.Name, ready.Message))
}

// hasSucceeded says whether nothing depends on the older object any more: what runs for it is the endpoint's, or those who read its URL find another.
func hasSucceeded(s Snapshot, older kind.Kind, url string) bool {
	if older == kind.MCPRemoteProxy && s.Endpoint.Spec.Type != v1alpha1.EndpointTypeDirect {
		return s.Deployment != nil && metav1.IsControlledBy(s.Deployment, s.Endpoint)
	}
	return url != ""
}

func takeOverPending(message string) *metav1.Condition {
	condition := falseCondition(v1alpha1.ConditionTakenOver, v1alpha1.ReasonTakeOverPending, message)
	return &condition
}
