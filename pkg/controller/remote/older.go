// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote

import (
	"k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/conditions"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/translate"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

func decideProxy(s Snapshot, verdict Verdict, now metav1.Time) Plan {
	live := s.Proxy.Status.DeepCopy()
	desired := translate.RemoteProxyStatus(s.Proxy, findings(s, verdict))
	failed := live.Phase != v1beta1.MCPRemoteProxyPhaseFailed && desired.Phase == v1beta1.MCPRemoteProxyPhaseFailed
	before, after := live.Conditions, desired.Conditions
	desired.Conditions = update(before, after, translate.RemoteProxyConditions, now)
	if equality.Semantic.DeepEqual(live, &desired) {
		return Plan{}
	}
	return Plan{Proxy: &desired, Events: eventsOfOlder(s, before, after, failed, verdict.Problems)}
}

func decideEntry(s Snapshot, verdict Verdict, now metav1.Time) Plan {
	live := s.Entry.Status.DeepCopy()
	desired := translate.ServerEntryStatus(s.Entry, findings(s, verdict))
	failed := live.Phase != v1beta1.MCPServerEntryPhaseFailed && desired.Phase == v1beta1.MCPServerEntryPhaseFailed
	before, after := live.Conditions, desired.Conditions
	desired.Conditions = update(before, after, translate.ServerEntryConditions, now)
	if equality.Semantic.DeepEqual(live, &desired) {
		return Plan{}
	}
	return Plan{Entry: &desired, Events: eventsOfOlder(s, before, after, failed, verdict.Problems)}
}

// findings are about the endpoint that the object is equivalent to, or the one that has replaced it.
func findings(s Snapshot, verdict Verdict) translate.Findings {
	if s.Successor != nil {
		return translate.Findings{Successor: s.Successor.Name, Endpoint: s.Successor.Status, Publishing: s.Publishing != PublishingOff}
	}
	return translate.Findings{
		Endpoint:  statusOf(s, verdict.Problems),
		Problems:  verdict.Problems,
		Tolerated: verdict.Tolerated,
		Found:     s.Found,
		Pending:   s.Pending,
	}
}

// update returns the conditions that are to be in place of the live ones, which stay as they are if nothing changes. Those whose types are
// not in vocabulary are somebody else's.
func update(live, desired []metav1.Condition, vocabulary []string, now metav1.Time) []metav1.Condition {
	if conditions.Equal(live, desired, vocabulary) {
		return live
	}
	merged := conditions.Merge(live, desired, now)
	for _, condition := range live {
		if meta.FindStatusCondition(merged, condition.Type) == nil && len(conditions.Stale([]metav1.Condition{condition}, nil, vocabulary)) == 0 {
			merged = append(merged, condition)
		}
	}
	return merged
}

// eventsOfOlder tells that the kind is deprecated, each time that the object's status is written (R4.2): the recorder makes one Event of them.
// A settled object causes none. It also tells of a problem, when there has been none, and of a successor, or one that cannot be yet.
func eventsOfOlder(s Snapshot, before, after []metav1.Condition, failed bool, problems []validate.Problem) []Event {
	superseded := meta.FindStatusCondition(after, translate.ConditionSuperseded)
	isNews := superseded != nil && !meta.IsStatusConditionPresentAndEqual(before, translate.ConditionSuperseded, superseded.Status)
	if s.Successor != nil {
		if isNews {
			return []Event{news(superseded.Reason, superseded.Message)}
		}
		return nil
	}
	events := []Event{warning(translate.ConditionDeprecated, translate.Deprecation(s.kind(), s.Endpoint.Namespace))}
	if failed && len(problems) > 0 {
		events = append(events, warning(problems[0].Reason, problems[0].Message))
	}
	if isNews {
		events = append(events, warning(superseded.Reason, superseded.Message))
	}
	return events
}
