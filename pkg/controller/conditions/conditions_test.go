// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package conditions_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/conditions"
)

var (
	before = metav1.NewTime(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	now    = metav1.NewTime(time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC))

	vocabulary = []string{"Ready", "GroupValid"}
)

// condition returns one that turned True long ago, changed by the given functions.
func condition(conditionType string, changes ...func(*metav1.Condition)) metav1.Condition {
	c := metav1.Condition{
		Type: conditionType, Status: metav1.ConditionTrue, Reason: "Fine", Message: "All is well",
		ObservedGeneration: 1, LastTransitionTime: before,
	}
	for _, change := range changes {
		change(&c)
	}
	return c
}

func isFalse(c *metav1.Condition)      { c.Status = metav1.ConditionFalse }
func isUnknown(c *metav1.Condition)    { c.Status = metav1.ConditionUnknown }
func otherReason(c *metav1.Condition)  { c.Reason = "Other" }
func otherMessage(c *metav1.Condition) { c.Message = "Other" }
func generation2(c *metav1.Condition)  { c.ObservedGeneration = 2 }
func sinceNow(c *metav1.Condition)     { c.LastTransitionTime = now }
func untimed(c *metav1.Condition)      { c.LastTransitionTime = metav1.Time{} }

type list = []metav1.Condition

func TestMerge(t *testing.T) {
	tests := map[string]struct {
		live, desired, want list
	}{
		"nothing stays nothing":                  {nil, nil, nil},
		"a new condition begins now":             {nil, list{condition("Ready", untimed)}, list{condition("Ready", sinceNow)}},
		"the same status keeps its time":         {list{condition("Ready")}, list{condition("Ready", untimed)}, list{condition("Ready")}},
		"another status begins now":              {list{condition("Ready")}, list{condition("Ready", untimed, isFalse)}, list{condition("Ready", isFalse, sinceNow)}},
		"from Unknown is a transition as well":   {list{condition("Ready", isUnknown)}, list{condition("Ready", untimed)}, list{condition("Ready", sinceNow)}},
		"another reason keeps the time":          {list{condition("Ready")}, list{condition("Ready", untimed, otherReason)}, list{condition("Ready", otherReason)}},
		"another message keeps the time":         {list{condition("Ready")}, list{condition("Ready", untimed, otherMessage)}, list{condition("Ready", otherMessage)}},
		"another generation keeps the time":      {list{condition("Ready")}, list{condition("Ready", untimed, generation2)}, list{condition("Ready", generation2)}},
		"a time that desired has does not count": {nil, list{condition("Ready")}, list{condition("Ready", sinceNow)}},
		"a type's time is its own":               {list{condition("GroupValid")}, list{condition("Ready", untimed)}, list{condition("Ready", sinceNow)}},
		"the order is that of desired, and others are left out": {
			list{condition("Ready"), condition("Foreign"), condition("GroupValid")},
			list{condition("GroupValid", untimed), condition("Ready", untimed)},
			list{condition("GroupValid"), condition("Ready")},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			live, desired := slices.Clone(tt.live), slices.Clone(tt.desired)
			assert.Equal(t, tt.want, conditions.Merge(live, desired, now))
			assert.Equal(t, tt.live, live, "live is left as it was")
			assert.Equal(t, tt.desired, desired, "desired is left as it was")
		})
	}
}

func TestEqual(t *testing.T) {
	tests := map[string]struct {
		live, desired list
		want          bool
	}{
		"nothing is nothing":                   {nil, nil, true},
		"the same":                             {list{condition("Ready")}, list{condition("Ready")}, true},
		"times do not count":                   {list{condition("Ready")}, list{condition("Ready", untimed)}, true},
		"the order does not count":             {list{condition("Ready"), condition("GroupValid")}, list{condition("GroupValid"), condition("Ready")}, true},
		"conditions of others do not count":    {list{condition("Ready"), condition("Foreign")}, list{condition("Ready")}, true},
		"one is missing":                       {list{condition("Ready")}, list{condition("Ready"), condition("GroupValid")}, false},
		"one is left over (R2.1)":              {list{condition("Ready"), condition("GroupValid")}, list{condition("Ready")}, false},
		"one is left over and none is desired": {list{condition("Ready")}, nil, false},
		"another status":                       {list{condition("Ready")}, list{condition("Ready", isFalse)}, false},
		"another reason":                       {list{condition("Ready")}, list{condition("Ready", otherReason)}, false},
		"another message":                      {list{condition("Ready")}, list{condition("Ready", otherMessage)}, false},
		"another generation":                   {list{condition("Ready")}, list{condition("Ready", generation2)}, false},
		"the second of two differs":            {list{condition("Ready"), condition("GroupValid")}, list{condition("Ready"), condition("GroupValid", isFalse)}, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, tt.want, conditions.Equal(tt.live, tt.desired, vocabulary))
		})
	}
}

func TestEqualHoldsAfterMerge(t *testing.T) {
	desired := list{condition("Ready", isFalse, untimed), condition("GroupValid", untimed)}
	merged := conditions.Merge(list{condition("Ready")}, desired, now)
	assert.True(t, conditions.Equal(merged, desired, vocabulary))
	assert.Equal(t, merged, conditions.Merge(merged, desired, metav1.NewTime(now.Add(time.Hour))), "merging again changes no time")
}

func TestStale(t *testing.T) {
	tests := map[string]struct {
		live, desired, want list
	}{
		"nothing is stale":                        {nil, nil, nil},
		"what is desired is not":                  {list{condition("Ready")}, list{condition("Ready", isFalse)}, nil},
		"what is not desired any more is":         {list{condition("Ready"), condition("GroupValid")}, list{condition("Ready")}, list{condition("GroupValid")}},
		"conditions of others are never":          {list{condition("Foreign")}, nil, nil},
		"all of the vocabulary, in order of live": {list{condition("GroupValid"), condition("Foreign"), condition("Ready")}, nil, list{condition("GroupValid"), condition("Ready")}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, tt.want, conditions.Stale(tt.live, tt.desired, vocabulary))
		})
	}
}

func TestApplyLosesNothing(t *testing.T) {
	desired := list{condition("Ready", isFalse, otherReason, otherMessage, generation2), condition("GroupValid", sinceNow)}
	var back list
	for _, c := range conditions.Apply(desired) {
		require.NotNil(t, c)
		back = append(back, metav1.Condition{
			Type: *c.Type, Status: *c.Status, Reason: *c.Reason, Message: *c.Message,
			ObservedGeneration: *c.ObservedGeneration, LastTransitionTime: *c.LastTransitionTime,
		})
	}
	assert.Equal(t, desired, back)
	assert.Empty(t, conditions.Apply(nil))
}
