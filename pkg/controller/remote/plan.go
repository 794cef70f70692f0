// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/conditions"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// Plan is what has to be written for a name. The zero Plan writes nothing.
type Plan struct {
	// Status is the endpoint's new status, or nil if the live one is right.
	Status *v1alpha1.MCPRemoteEndpointStatus
	// Event tells of a change of Ready, or is nil. It goes out after the status was written.
	Event *Event
}

// Event is what a user is told about an endpoint.
type Event struct {
	Type   string
	Reason string
	Note   string
}

// maxNote is the most that the API admits in an event's note, in bytes.
const maxNote = 1024

// Decide is pure: the same snapshot and problems give the same plan, but for the time of new transitions.
func Decide(s Snapshot, problems []validate.Problem, now metav1.Time) Plan {
	if s.Endpoint == nil {
		return Plan{}
	}
	live := &s.Endpoint.Status
	desired := statusOf(s, problems)
	if equal(live, &desired) {
		return Plan{}
	}
	event := eventOf(live.Conditions, desired.Conditions)
	desired.Conditions = conditions.Merge(live.Conditions, desired.Conditions, now)
	return Plan{Status: &desired, Event: event}
}

func equal(live, desired *v1alpha1.MCPRemoteEndpointStatus) bool {
	return live.Phase == desired.Phase && live.URL == desired.URL && live.ObservedGeneration == desired.ObservedGeneration &&
		conditions.Equal(live.Conditions, desired.Conditions, vocabulary)
}

// eventOf returns the event for a change of Ready. That a new endpoint is Ready at once is no news, and being started or going away
// neither.
func eventOf(live, desired []metav1.Condition) *Event {
	before := meta.FindStatusCondition(live, v1alpha1.ConditionReady)
	after := meta.FindStatusCondition(desired, v1alpha1.ConditionReady)
	unchanged := before != nil && before.Status == after.Status && before.Reason == after.Reason
	switch {
	case unchanged, after.Reason == v1alpha1.ReasonTerminating, after.Reason == v1alpha1.ReasonDeploymentProgressing:
		return nil
	case after.Status != metav1.ConditionTrue:
		return &Event{Type: corev1.EventTypeWarning, Reason: after.Reason, Note: shorten(after.Message, maxNote)}
	case before == nil:
		return nil
	}
	return &Event{Type: corev1.EventTypeNormal, Reason: after.Reason, Note: shorten(after.Message, maxNote)}
}

// vocabulary is every condition type that this controller may set, and so may have to remove.
var vocabulary = []string{
	v1alpha1.ConditionReady,
	v1alpha1.ConditionConfigurationValid,
	v1alpha1.ConditionGroupRefValid,
	v1alpha1.ConditionAuthConfigValid,
	v1alpha1.ConditionCABundleValid,
	v1alpha1.ConditionDeploymentReady,
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
	}
	return slices.Contains(vocabulary, conditionType)
}

// authConfigNames lists the auth configs that an endpoint refers to.
func authConfigNames(spec *v1alpha1.MCPRemoteEndpointSpec) []string {
	var names []string
	if spec.ExternalAuthConfigRef != nil {
		names = append(names, spec.ExternalAuthConfigRef.Name)
	}
	if spec.ProxyConfig != nil && spec.ProxyConfig.AuthServerRef != nil {
		names = append(names, spec.ProxyConfig.AuthServerRef.Name)
	}
	return slices.Compact(names)
}
