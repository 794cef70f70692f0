// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote

import (
	"context"
	"fmt"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	applymetav1 "k8s.io/client-go/applyconfigurations/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/children"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/publish"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
	applyv1beta1 "github.com/mcp-remote-endpoint/operator/pkg/generated/applyconfiguration/toolhive/v1beta1"
)

// Publishing says for whom endpoints are published as MCPServerEntries.
type Publishing string

const (
	// PublishingOff is for nobody.
	PublishingOff Publishing = ""
	// PublishingAlone is where this operator serves MCPServerEntries, and so says itself that those it publishes are Valid.
	PublishingAlone Publishing = "Alone"
	// PublishingBeside is where ToolHive's operator serves them, and checks their URLs by rules of its own.
	PublishingBeside Publishing = "Beside"
)

// addressOf is the URL to publish: that of the endpoint or, for one that is published and cannot be used for a reason that passes, where it will be
// again. Gateways must not drop a backend for that (R3.3), and they would roll their pods twice.
func addressOf(s Snapshot, url string, problems []validate.Problem) string {
	lasts := func(problem validate.Problem) bool { return !validate.Passes(problem.Reason) }
	waits := url == "" && s.Endpoint.Spec.Type == v1alpha1.EndpointTypeDirect && len(problems) > 0 && !slices.ContainsFunc(problems, lasts)
	if waits && s.PublishedAs != nil && metav1.IsControlledBy(s.PublishedAs, s.Endpoint) {
		return s.Endpoint.Spec.RemoteURL
	}
	return url
}

// publicationOf returns the entry that an endpoint is published as, and the condition that says so. Both are nil for what is not published at all: an
// object of an older kind, or an endpoint without a URL.
func publicationOf(s Snapshot, url string) (*v1beta1.MCPServerEntry, *metav1.Condition) {
	if s.Publishing == PublishingOff || s.kind() != kind.MCPRemoteEndpoint || url == "" || !s.holds() {
		return nil, nil
	}
	for _, other := range s.Claimants {
		if other.Object.GetUID() != s.Endpoint.UID {
			return nil, unpublished(v1alpha1.ReasonNameTaken,
				"%s %q has the same name still, and is found by it: delete it, and this endpoint is published", other.Kind, other.Object.GetName())
		}
	}
	if s.Publishing == PublishingBeside {
		admitted, ok := publish.Admitted(url)
		if !ok {
			return nil, unpublished(v1alpha1.ReasonURLNotAdmitted,
				"ToolHive's operator does not admit this URL in an MCPServerEntry: only a VirtualMCPServer that knows MCPRemoteEndpoints can use this endpoint")
		}
		url = admitted
	}
	if collision := publish.CollisionOf(publish.Rival{Kind: s.kind(), Endpoint: s.Endpoint, PublishedAs: s.PublishedAs}, s.Rivals); collision != nil {
		return nil, unpublished(v1alpha1.ReasonSharedHeaders,
			"a gateway that watches the cluster would look in one variable for the values of header %q of this endpoint and header %q of %s %q: "+
				"give one of the two objects, or its header, another name, or use a gateway with spec.outgoingAuth.source: inline",
			collision.Header, collision.OtherHeader, collision.Other.Kind, collision.Other.Endpoint.Name)
	}
	return publish.Entry(s.Endpoint, url, ownerReference(s)), &metav1.Condition{
		Type: v1alpha1.ConditionPublished, Status: metav1.ConditionTrue, Reason: v1alpha1.ReasonPublished,
		Message: fmt.Sprintf("MCPServerEntry %q stands for this endpoint", s.Endpoint.Name),
	}
}

func unpublished(reason, format string, args ...any) *metav1.Condition {
	condition := falseCondition(v1alpha1.ConditionPublished, reason, fmt.Sprintf(format, args...))
	return &condition
}

// entryState is the entry that there should be, or none.
func entryState(s Snapshot, problems []validate.Problem) children.State {
	state := children.State{Kind: kind.MCPServerEntry, Name: nameOf(s)}
	if entry, _ := publicationOf(s, addressOf(s, statusOf(s, problems).URL, problems)); entry != nil {
		state.Wanted = entry
	}
	return state
}

// confirmPublished makes a published entry Valid, which its readers ask for, where nobody else does.
func (c *Controller) confirmPublished(ctx context.Context, s Snapshot, object children.Object) error {
	entry, ok := object.(*v1beta1.MCPServerEntry)
	if !ok || s.Publishing != PublishingAlone || entry.Status.Phase == v1beta1.MCPServerEntryPhaseValid && entry.Status.ObservedGeneration == entry.Generation {
		return nil
	}
	valid := applymetav1.Condition().WithType("Valid").WithStatus(metav1.ConditionTrue).WithReason(v1alpha1.ReasonPublished).
		WithMessage(fmt.Sprintf("%s %q is published as this entry", kind.MCPRemoteEndpoint, s.Endpoint.Name)).
		WithObservedGeneration(entry.Generation).WithLastTransitionTime(metav1.Now().Rfc3339Copy())
	config := applyv1beta1.MCPServerEntry(entry.Name, entry.Namespace).WithUID(entry.UID).WithStatus(applyv1beta1.MCPServerEntryStatus().
		WithPhase(v1beta1.MCPServerEntryPhaseValid).WithObservedGeneration(entry.Generation).WithConditions(valid))
	written, err := c.toolhive.ToolhiveV1beta1().MCPServerEntries(entry.Namespace).
		ApplyStatus(ctx, config, metav1.ApplyOptions{FieldManager: FieldManager, Force: true})
	if err != nil {
		return fmt.Errorf("say that the published entry is valid: %w", err)
	}
	c.snapshotter(entry.Namespace).children.Remember(kind.MCPServerEntry, written)
	return nil
}

// entryIn returns the entry as it is now, or nil.
func entryIn(states []children.State, result children.Result) children.Object {
	if applied := result.Applied[kind.MCPServerEntry]; applied != nil {
		return applied
	}
	for _, state := range states {
		if state.Kind == kind.MCPServerEntry && state.Wanted != nil {
			return state.Live
		}
	}
	return nil
}
