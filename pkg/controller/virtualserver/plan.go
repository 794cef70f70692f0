// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtualserver

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/conditions"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/selection"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/validate"
)

// Plan is what has to be written about a gateway. The zero Plan writes nothing.
type Plan struct {
	// Status is nil if the live one is right. Otherwise these fields of it are to be applied, and no others: observedGeneration, phase, message,
	// url, conditions, and the three hashes. Conditions of the Vocabulary that are not among these are to be removed.
	Status *v1beta1.VirtualMCPServerStatus
	// Forget means that what vMCP reported has to go as well: the conditions that are its alone, backendCount and discoveredBackends.
	Forget bool
	// Events go out after the status was written.
	Events []Event
}

// Event is what a user is told about a gateway.
type Event struct {
	Type   string
	Reason string
	// Note has as many bytes as the API admits at most.
	Note string
}

// Verdict is what was found out about a gateway.
type Verdict struct {
	// Problems keep the gateway from being run as its spec is.
	Problems []validate.Problem
	// Selection is what the gateway serves.
	Selection selection.Selection
}

// Judge makes the checks.
func Judge(s Snapshot) Verdict {
	return Verdict{Problems: validate.Gateway(s.Input), Selection: selection.Of(s.Input)}
}

// Decide is pure: the same snapshot and verdict give the same plan, but for the time of new transitions.
func Decide(s Snapshot, verdict Verdict, now metav1.Time) Plan {
	if s.Server.DeletionTimestamp != nil {
		return Plan{}
	}
	live := &s.Server.Status
	desired, forget := statusOf(s, verdict), isSilent(s) && isReported(live)
	if equal(live, &desired) && !forget {
		return Plan{}
	}
	events := eventsOf(live.Conditions, desired.Conditions)
	desired.Conditions = conditions.Merge(live.Conditions, desired.Conditions, now)
	return Plan{Status: &desired, Forget: forget, Events: events}
}

// isReported says whether something of what vMCP alone writes is in a status.
func isReported(live *v1beta1.VirtualMCPServerStatus) bool {
	return live.BackendCount != 0 || len(live.DiscoveredBackends) > 0 || len(conditions.Stale(live.Conditions, nil, reports)) > 0
}

func equal(live, desired *v1beta1.VirtualMCPServerStatus) bool {
	return live.Phase == desired.Phase && live.Message == desired.Message && live.URL == desired.URL &&
		live.ObservedGeneration == desired.ObservedGeneration && live.OIDCConfigHash == desired.OIDCConfigHash &&
		live.AuthzConfigHash == desired.AuthzConfigHash && live.TelemetryConfigHash == desired.TelemetryConfigHash &&
		conditions.Equal(live.Conditions, desired.Conditions, Vocabulary(live.Conditions))
}

// Rewrites says whether a change of a gateway's status can make a Decide write: what vMCP writes about its backends cannot.
func Rewrites(before, after *v1beta1.VirtualMCPServerStatus) bool {
	before, after = shared(before), shared(after)
	return !equal(before, after) || !equal(after, before)
}

// shared is a status without the conditions that are vMCP's alone.
func shared(status *v1beta1.VirtualMCPServerStatus) *v1beta1.VirtualMCPServerStatus {
	kept, vocabulary := *status, Vocabulary(status.Conditions)
	kept.Conditions = slices.DeleteFunc(slices.Clone(kept.Conditions), func(condition metav1.Condition) bool {
		return !slices.Contains(vocabulary, condition.Type)
	})
	return &kept
}

// eventsOf tells of what has become wrong, and that pods serve again.
func eventsOf(live, desired []metav1.Condition) []Event {
	var events []Event
	for i := range desired {
		after := &desired[i]
		before := meta.FindStatusCondition(live, after.Type)
		changed := before == nil || before.Status != after.Status || before.Reason != after.Reason
		switch {
		case !changed, after.Type == validate.ConditionReady, after.Type == validate.ConditionSessionStorage:
		case after.Status == metav1.ConditionFalse && (after.Type != validate.ConditionDeploymentReady || after.Reason == v1alpha1.ReasonDeploymentFailed):
			events = append(events, Event{corev1.EventTypeWarning, after.Reason, conditions.Shorten(after.Message, conditions.MaxNote)})
		case before != nil && after.Type == validate.ConditionDeploymentReady && after.Status == metav1.ConditionTrue:
			events = append(events, Event{corev1.EventTypeNormal, after.Reason, conditions.Shorten(after.Message, conditions.MaxNote)})
		}
	}
	return events
}
