// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package conditions

import (
	"encoding/json"
	"slices"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	applymetav1 "k8s.io/client-go/applyconfigurations/meta/v1"
)

// Merge gives each desired condition its transition time: that of the live condition of the same type while the status
// stays, and now otherwise. The order is that of desired.
func Merge(live, desired []metav1.Condition, now metav1.Time) []metav1.Condition {
	merged := slices.Clone(desired)
	for i := range merged {
		merged[i].LastTransitionTime = now
		before := meta.FindStatusCondition(live, merged[i].Type)
		if before != nil && before.Status == merged[i].Status {
			merged[i].LastTransitionTime = before.LastTransitionTime
		}
	}
	return merged
}

// Equal says whether live already holds what is desired, and nothing of the vocabulary besides. Conditions of other types are
// somebody else's. Transition times are not compared: they follow from the status, and Merge takes care of them.
func Equal(live, desired []metav1.Condition, vocabulary []string) bool {
	for _, want := range desired {
		have := meta.FindStatusCondition(live, want.Type)
		if have == nil || have.Status != want.Status || have.Reason != want.Reason ||
			have.Message != want.Message || have.ObservedGeneration != want.ObservedGeneration {
			return false
		}
	}
	return len(Stale(live, desired, vocabulary)) == 0
}

// Stale lists the live conditions whose type is in vocabulary, and which are not desired any more (R2.1).
func Stale(live, desired []metav1.Condition, vocabulary []string) []metav1.Condition {
	var stale []metav1.Condition
	for _, condition := range live {
		if slices.Contains(vocabulary, condition.Type) && meta.FindStatusCondition(desired, condition.Type) == nil {
			stale = append(stale, condition)
		}
	}
	return stale
}

// Apply returns the conditions as apply configurations.
func Apply(desired []metav1.Condition) []*applymetav1.ConditionApplyConfiguration {
	applied := make([]*applymetav1.ConditionApplyConfiguration, 0, len(desired))
	for _, c := range desired {
		applied = append(applied, applymetav1.Condition().
			WithType(c.Type).
			WithStatus(c.Status).
			WithObservedGeneration(c.ObservedGeneration).
			WithLastTransitionTime(c.LastTransitionTime).
			WithReason(c.Reason).
			WithMessage(c.Message))
	}
	return applied
}

// Removal is a JSON merge patch of a status subresource that takes conditions out of those that there are, and other fields of the status with
// them. It takes effect only on the version that was read: it replaces all conditions.
func Removal(resourceVersion string, live, unwanted []metav1.Condition, fields ...string) ([]byte, error) {
	kept := slices.DeleteFunc(slices.Clone(live), func(condition metav1.Condition) bool {
		return meta.FindStatusCondition(unwanted, condition.Type) != nil
	})
	status := map[string]any{"conditions": kept}
	for _, field := range fields {
		status[field] = nil
	}
	return json.Marshal(map[string]any{"metadata": map[string]any{"resourceVersion": resourceVersion}, "status": status})
}
