// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/claim"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

var (
	longAgo = metav1.NewTime(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	now     = metav1.NewTime(time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC))
	later   = metav1.NewTime(time.Date(2026, 1, 3, 0, 0, 0, 0, time.UTC))
)

// change makes a Snapshot another one.
type change = func(*remote.Snapshot)

// snapshot returns that of a new endpoint that refers to nothing but a group, which exists; then it is changed.
func snapshot(changes ...change) remote.Snapshot {
	endpoint := controllertest.Endpoint("search")
	s := remote.Snapshot{Input: validate.Input{
		Endpoint: endpoint,
		Holder:   &claim.Claimant{Kind: kind.MCPRemoteEndpoint, Object: endpoint},
		Found:    references.Found{Group: controllertest.Metadata(controllertest.GroupName)},
	}}
	for _, change := range changes {
		change(&s)
	}
	return s
}

func noGroup(s *remote.Snapshot)     { s.Group = nil }
func groupLeaves(s *remote.Snapshot) { s.Group.DeletionTimestamp = &now }
func deleted(s *remote.Snapshot)     { s.Endpoint.DeletionTimestamp = &now }
func generation2(s *remote.Snapshot) { s.Endpoint.Generation = 2 }
func loopback(s *remote.Snapshot)    { s.Endpoint.Spec.RemoteURL = "https://localhost/" }
func anotherURL(s *remote.Snapshot)  { s.Endpoint.Spec.RemoteURL = "https://mcp.example.org/" }
func heldByServer(s *remote.Snapshot) {
	s.Holder.Kind, s.Holder.Object = kind.MCPServer, controllertest.Metadata("search")
}

// settled gives the endpoint the status that it has after it was decided upon, long ago, with these changes.
func settled(changes ...change) change {
	return func(s *remote.Snapshot) {
		plan := decideAt(snapshot(changes...), longAgo)
		s.Endpoint.Status = *plan.Endpoint
	}
}

// conditions gives the endpoint these conditions besides those that it has.
func conditions(extra ...metav1.Condition) change {
	return func(s *remote.Snapshot) {
		s.Endpoint.Status.Conditions = append(s.Endpoint.Status.Conditions, extra...)
	}
}

// decideAt decides upon what validation says.
func decideAt(s remote.Snapshot, now metav1.Time) remote.Plan {
	return remote.Decide(s, remote.Verdict{Problems: validate.Endpoint(s.Input)}, now)
}

// decide decides, and requires what is true of every plan.
func decide(t *testing.T, s remote.Snapshot) remote.Plan {
	t.Helper()
	plan := decideAt(s, now)
	require.Equal(t, plan, decideAt(s, now), "the same snapshot gives the same plan")
	if plan.Endpoint == nil {
		require.Equal(t, remote.Plan{}, plan, "there is no event without a change of the status")
		return plan
	}
	requireWellFormed(t, s.Endpoint, plan.Endpoint)
	requireFixpoint(t, s, plan)
	return plan
}

// requireWellFormed requires what the API asks for, and what readers of a status rely on.
func requireWellFormed(t *testing.T, endpoint *v1alpha1.MCPRemoteEndpoint, status *v1alpha1.MCPRemoteEndpointStatus) {
	t.Helper()
	require.Equal(t, endpoint.Generation, status.ObservedGeneration)
	for _, c := range status.Conditions {
		require.Equal(t, endpoint.Generation, c.ObservedGeneration, c.Type)
		require.Regexp(t, "^[A-Z][A-Za-z]*$", c.Reason, c.Type)
		require.NotEmpty(t, c.Message, c.Type)
		require.Contains(t, []metav1.ConditionStatus{metav1.ConditionTrue, metav1.ConditionFalse}, c.Status, c.Type)
		require.False(t, c.LastTransitionTime.IsZero(), c.Type)
	}
	ready := meta.IsStatusConditionTrue(status.Conditions, v1alpha1.ConditionReady)
	require.Equal(t, ready, status.Phase == v1alpha1.PhaseReady)
	if endpoint.Spec.Type == v1alpha1.EndpointTypeDirect {
		require.Equal(t, ready, status.URL != "", "a reader takes a URL for an endpoint that can be used")
	}
}

// requireFixpoint requires that nothing more is to be written once a plan was carried out (R5.5).
func requireFixpoint(t *testing.T, s remote.Snapshot, plan remote.Plan) {
	t.Helper()
	s.Endpoint = s.Endpoint.DeepCopy()
	s.Endpoint.Status = applied(s.Endpoint.Status, *plan.Endpoint)
	require.Equal(t, remote.Plan{}, decideAt(s, later))
}

// applied is a live status after another was applied to it: conditions of others, whose types have a prefix, stay.
func applied(live, status v1alpha1.MCPRemoteEndpointStatus) v1alpha1.MCPRemoteEndpointStatus {
	status = *status.DeepCopy()
	for _, c := range live.Conditions {
		if c.Type == foreign.Type {
			status.Conditions = append([]metav1.Condition{c}, status.Conditions...)
		}
	}
	return status
}

// foreign is a condition that another controller sets.
var foreign = metav1.Condition{Type: "example.com/Watched", Status: metav1.ConditionFalse, Reason: "R", LastTransitionTime: longAgo}

func TestDecideOnANewEndpoint(t *testing.T) {
	condition := func(conditionType, reason, message string) metav1.Condition {
		return metav1.Condition{
			Type: conditionType, Status: metav1.ConditionTrue, Reason: reason, Message: message,
			ObservedGeneration: 1, LastTransitionTime: now,
		}
	}
	assert.Equal(t, remote.Plan{Endpoint: &v1alpha1.MCPRemoteEndpointStatus{
		Phase:              v1alpha1.PhaseReady,
		URL:                "https://mcp.example.com/mcp",
		ObservedGeneration: 1,
		Conditions: []metav1.Condition{
			condition(v1alpha1.ConditionReady, v1alpha1.ReasonReady, "The endpoint can be used"),
			condition(v1alpha1.ConditionConfigurationValid, v1alpha1.ReasonConfigurationValid, "Every check passed"),
			condition(v1alpha1.ConditionGroupRefValid, v1alpha1.ReasonGroupFound, `MCPGroup "tools" exists`),
		},
	}}, decide(t, snapshot()), "one status, and no event (R2.5)")
}

func TestDecideWritesOnlyWhatDiffers(t *testing.T) {
	tests := map[string]struct {
		changes []change
		writes  bool
	}{
		"nothing changed":                              {[]change{settled()}, false},
		"nothing changed about one that is failed":     {[]change{settled(noGroup), noGroup}, false},
		"nothing changed about one that goes away":     {[]change{settled(deleted), deleted}, false},
		"a condition of somebody else is nothing":      {[]change{settled(), conditions(foreign)}, false},
		"the order of conditions is nothing":           {[]change{settled(), func(s *remote.Snapshot) { slices.Reverse(s.Endpoint.Status.Conditions) }}, false},
		"a new generation of the same":                 {[]change{settled(), generation2}, true},
		"another URL":                                  {[]change{settled(), generation2, anotherURL}, true},
		"the group went away":                          {[]change{settled(), noGroup}, true},
		"the group came":                               {[]change{settled(noGroup)}, true},
		"the group is being deleted after it was gone": {[]change{settled(noGroup), groupLeaves}, true},
		"one more fault":                               {[]change{settled(noGroup), noGroup, loopback}, true},
		"somebody removed the URL":                     {[]change{settled(), func(s *remote.Snapshot) { s.Endpoint.Status.URL = "" }}, true},
		"somebody changed the phase":                   {[]change{settled(), func(s *remote.Snapshot) { s.Endpoint.Status.Phase = v1alpha1.PhasePending }}, true},
		"somebody removed the conditions":              {[]change{settled(), func(s *remote.Snapshot) { s.Endpoint.Status.Conditions = nil }}, true},
		"somebody changed a message":                   {[]change{settled(), func(s *remote.Snapshot) { s.Endpoint.Status.Conditions[1].Message = "" }}, true},
		"somebody set a condition that does not apply": {[]change{settled(), conditions(metav1.Condition{Type: v1alpha1.ConditionDeploymentReady})}, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			plan := decide(t, snapshot(tt.changes...))
			assert.Equal(t, tt.writes, plan.Endpoint != nil)
		})
	}
}

func TestDecideCarriesTransitionTimes(t *testing.T) {
	tests := map[string]struct {
		changes                     []change
		ready, configuration, group metav1.Time
	}{
		"all begin now":                       {nil, now, now, now},
		"a new generation moves none":         {[]change{settled(), generation2, anotherURL}, longAgo, longAgo, longAgo},
		"what turns False moves, and Ready":   {[]change{settled(), noGroup}, now, longAgo, now},
		"what turns True moves, and Ready":    {[]change{settled(noGroup)}, now, longAgo, now},
		"another reason moves none":           {[]change{settled(noGroup), groupLeaves}, longAgo, longAgo, longAgo},
		"one fault for another keeps Ready's": {[]change{settled(noGroup), loopback}, longAgo, now, now},
		"being deleted moves Ready alone":     {[]change{settled(), deleted}, now, longAgo, longAgo},
		"being deleted after it failed":       {[]change{settled(noGroup), noGroup, deleted}, longAgo, longAgo, longAgo},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			status := decide(t, snapshot(tt.changes...)).Endpoint
			require.NotNil(t, status)
			want := map[string]metav1.Time{
				v1alpha1.ConditionReady:              tt.ready,
				v1alpha1.ConditionConfigurationValid: tt.configuration,
				v1alpha1.ConditionGroupRefValid:      tt.group,
			}
			got := map[string]metav1.Time{}
			for _, c := range status.Conditions {
				got[c.Type] = c.LastTransitionTime
			}
			assert.Equal(t, want, got)
		})
	}
}

func TestDecideTellsOfChangesOfReady(t *testing.T) {
	const warning, normal = corev1.EventTypeWarning, corev1.EventTypeNormal
	tests := map[string]struct {
		changes []change
		want    *remote.Event
	}{
		"that a new endpoint is Ready is no news":        {nil, nil},
		"that a new endpoint is going away neither":      {[]change{deleted}, nil},
		"a new endpoint with a fault":                    {[]change{noGroup}, &remote.Event{Type: warning, Reason: v1alpha1.ReasonGroupNotFound}},
		"Ready turns False":                              {[]change{settled(), noGroup}, &remote.Event{Type: warning, Reason: v1alpha1.ReasonGroupNotFound}},
		"Ready turns True":                               {[]change{settled(noGroup)}, &remote.Event{Type: normal, Reason: v1alpha1.ReasonReady}},
		"the first fault is another":                     {[]change{settled(noGroup), noGroup, loopback}, &remote.Event{Type: warning, Reason: v1alpha1.ReasonInvalidURL}},
		"the same thing in another way":                  {[]change{settled(noGroup), groupLeaves}, &remote.Event{Type: warning, Reason: v1alpha1.ReasonGroupTerminating}},
		"the name is taken":                              {[]change{settled(), heldByServer}, &remote.Event{Type: warning, Reason: v1alpha1.ReasonNameCollision}},
		"a second fault beside the first is no news":     {[]change{settled(loopback), noGroup, loopback}, nil},
		"a second fault that is mended is no news":       {[]change{settled(loopback, noGroup), loopback}, nil},
		"a new generation that is Ready is no news":      {[]change{settled(), generation2, anotherURL}, nil},
		"a new generation with the same fault is none":   {[]change{settled(noGroup), noGroup, generation2}, nil},
		"going away is no news":                          {[]change{settled(), deleted}, nil},
		"going away with a fault is no news":             {[]change{settled(noGroup), noGroup, deleted}, nil},
		"a condition that had to be removed is no news":  {[]change{settled(), conditions(metav1.Condition{Type: v1alpha1.ConditionCABundleValid})}, nil},
		"nothing is told of what was told before a stop": {[]change{settled(noGroup), noGroup}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			plan := decide(t, snapshot(tt.changes...))
			if tt.want != nil {
				ready := meta.FindStatusCondition(plan.Endpoint.Conditions, v1alpha1.ConditionReady)
				tt.want.Note = ready.Message
			}
			var want []remote.Event
			if tt.want != nil {
				want = []remote.Event{*tt.want}
			}
			assert.Equal(t, want, plan.Events)
		})
	}
}

func TestDecideLeavesItsSnapshotAsItIs(t *testing.T) {
	changes := []change{settled(), conditions(foreign), generation2, noGroup, loopback}
	s := snapshot(changes...)
	decide(t, s)
	assert.Equal(t, snapshot(changes...), s, "its objects are those of the caches")
}
