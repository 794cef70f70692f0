// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/conditions"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// Plan is what has to be written about an object. The zero Plan writes nothing.
type Plan struct {
	// Endpoint, Proxy or Entry is the object's new status. None of them is set if the live one is right.
	Endpoint *v1alpha1.MCPRemoteEndpointStatus
	Proxy    *v1beta1.MCPRemoteProxyStatus
	Entry    *v1beta1.MCPServerEntryStatus
	// Events go out after the status was written.
	Events []Event
}

// isEmpty says whether there is nothing to write.
func (p *Plan) isEmpty() bool { return p.Endpoint == nil && p.Proxy == nil && p.Entry == nil }

// Event is what a user is told about an object.
type Event struct {
	Type   string
	Reason string
	Note   string
}

func warning(reason, note string) Event {
	return Event{Type: corev1.EventTypeWarning, Reason: reason, Note: conditions.Shorten(note, conditions.MaxNote)}
}

func news(reason, note string) Event {
	return Event{Type: corev1.EventTypeNormal, Reason: reason, Note: conditions.Shorten(note, conditions.MaxNote)}
}

// Verdict is what the checks found.
type Verdict struct {
	// Problems keep the object from being used.
	Problems []validate.Problem
	// Tolerated would keep an endpoint from being used, and not an object of an older kind (R4.1).
	Tolerated []validate.Problem
}

// judge makes the checks.
func judge(s Snapshot) Verdict {
	if s.Successor != nil {
		return Verdict{}
	}
	problems, tolerated := validate.Tolerate(s.kind(), validate.Endpoint(s.Input))
	return Verdict{problems, tolerated}
}

// Decide is pure: the same snapshot and verdict give the same plan, but for the time of new transitions.
func Decide(s Snapshot, verdict Verdict, now metav1.Time) Plan {
	switch {
	case s.Proxy != nil:
		return decideProxy(s, verdict, now)
	case s.Entry != nil:
		return decideEntry(s, verdict, now)
	}
	return decideEndpoint(s, verdict.Problems, now)
}

func decideEndpoint(s Snapshot, problems []validate.Problem, now metav1.Time) Plan {
	live := &s.Endpoint.Status
	desired := statusOf(s, problems)
	if equal(live, &desired) {
		return Plan{}
	}
	events := eventsOf(live.Conditions, desired.Conditions)
	desired.Conditions = conditions.Merge(live.Conditions, desired.Conditions, now)
	return Plan{Endpoint: &desired, Events: events}
}

func equal(live, desired *v1alpha1.MCPRemoteEndpointStatus) bool {
	return live.Phase == desired.Phase && live.URL == desired.URL && live.ObservedGeneration == desired.ObservedGeneration &&
		conditions.Equal(live.Conditions, desired.Conditions, vocabulary)
}

// eventsOf tells of a change of Ready. That a new endpoint is Ready at once is no news, and being started or going away neither.
func eventsOf(live, desired []metav1.Condition) []Event {
	before := meta.FindStatusCondition(live, v1alpha1.ConditionReady)
	after := meta.FindStatusCondition(desired, v1alpha1.ConditionReady)
	unchanged := before != nil && before.Status == after.Status && before.Reason == after.Reason
	switch {
	case unchanged, after.Reason == v1alpha1.ReasonTerminating, after.Reason == v1alpha1.ReasonDeploymentProgressing:
		return nil
	case after.Status != metav1.ConditionTrue:
		return []Event{warning(after.Reason, after.Message)}
	case before == nil:
		return nil
	}
	return []Event{news(after.Reason, after.Message)}
}

// vocabulary is every condition type that this controller may set, and so may have to remove.
var vocabulary = []string{
	v1alpha1.ConditionReady,
	v1alpha1.ConditionConfigurationValid,
	v1alpha1.ConditionGroupRefValid,
	v1alpha1.ConditionAuthConfigValid,
	v1alpha1.ConditionCABundleValid,
	v1alpha1.ConditionDeploymentReady,
	v1alpha1.ConditionPublished,
	v1alpha1.ConditionTakenOver,
}

// applies says whether a condition type is about something that the endpoint has (R2.1).
func applies(conditionType string, spec *v1alpha1.MCPRemoteEndpointSpec) bool {
	switch conditionType {
	case v1alpha1.ConditionAuthConfigValid:
		return len(authConfigNames(spec)) > 0
	case v1alpha1.ConditionCABundleValid:
		return spec.CABundleRef != nil
	case v1alpha1.ConditionDeploymentReady:
		return spec.Type != v1alpha1.EndpointTypeDirect
	case v1alpha1.ConditionPublished, v1alpha1.ConditionTakenOver:
		return false // They are about the URL, and come after it.
	}
	return slices.Contains(vocabulary, conditionType)
}

// authConfigNames lists the auth configs that an endpoint refers to.
func authConfigNames(spec *v1alpha1.MCPRemoteEndpointSpec) []string {
	var names []string
	if spec.ExternalAuthConfigRef != nil {
		names = append(names, spec.ExternalAuthConfigRef.Name)
	}
	if spec.ProxyConfig != nil && spec.ProxyConfig.AuthServerRef != nil && spec.ProxyConfig.AuthServerRef.Kind == string(kind.MCPExternalAuthConfig) {
		names = append(names, spec.ProxyConfig.AuthServerRef.Name)
	}
	return slices.Compact(names)
}
