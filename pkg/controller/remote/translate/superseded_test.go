// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/translate"
)

// successorIs returns what was found out about an object whose place an endpoint with this phase has taken.
func successorIs(phase v1alpha1.EndpointPhase) translate.Findings {
	f := translate.Findings{Successor: "search"}
	if phase == "" {
		return f
	}
	ready := metav1.Condition{Type: v1alpha1.ConditionReady, Status: metav1.ConditionFalse, Reason: "Why", Message: "why"}
	f.Endpoint = v1alpha1.MCPRemoteEndpointStatus{Phase: phase, URL: "http://new.example.com"}
	if phase == v1alpha1.PhaseReady {
		ready.Status = metav1.ConditionTrue
	}
	f.Endpoint.Conditions = []metav1.Condition{ready}
	return f
}

func requireSuperseded(t *testing.T, conditions []metav1.Condition) {
	t.Helper()
	superseded := meta.FindStatusCondition(conditions, translate.ConditionSuperseded)
	require.NotNil(t, superseded)
	assert.Equal(t, metav1.ConditionTrue, superseded.Status)
	assert.Contains(t, superseded.Message, `MCPRemoteEndpoint "search" has taken the place`)
	assert.Contains(t, superseded.Message, "can be deleted at any time")
	deprecated := meta.FindStatusCondition(conditions, translate.ConditionDeprecated)
	require.NotNil(t, deprecated)
	assert.NotContains(t, deprecated.Message, "operator migrate")
	for _, condition := range conditions {
		assert.EqualValues(t, 3, condition.ObservedGeneration, condition.Type)
		assert.Zero(t, condition.LastTransitionTime, condition.Type)
	}
}

func TestASupersededProxyFollowsTheEndpoint(t *testing.T) {
	for _, test := range []struct {
		phase v1alpha1.EndpointPhase
		want  v1beta1.MCPRemoteProxyStatus
		ready string
	}{
		{v1alpha1.PhaseReady, v1beta1.MCPRemoteProxyStatus{Phase: "Ready", URL: "http://new.example.com", Message: "Remote proxy is running"}, "True Why"},
		{v1alpha1.PhasePending, v1beta1.MCPRemoteProxyStatus{Phase: "Pending", URL: "http://new.example.com", Message: "why"}, "False Why"},
		{v1alpha1.PhaseFailed, v1beta1.MCPRemoteProxyStatus{Phase: "Failed", URL: "http://new.example.com", Message: "why"}, "False Why"},
		{v1alpha1.PhaseTerminating, v1beta1.MCPRemoteProxyStatus{Phase: "Terminating", URL: "http://new.example.com", Message: "why"}, "False Why"},
		{"", v1beta1.MCPRemoteProxyStatus{Phase: "Ready", URL: "http://old.example.com", Message: "Remote proxy is running"}, "True DeploymentReady"},
	} {
		t.Run("while that is "+string(test.phase), func(t *testing.T) {
			proxy := proxyOf(t, allRefs)
			proxy.Status = v1beta1.MCPRemoteProxyStatus{
				Phase: "Ready", URL: "http://old.example.com", Message: "Remote proxy is running", ExternalURL: "http://out.example.com",
				Conditions: []metav1.Condition{
					{Type: "Ready", Status: metav1.ConditionTrue, Reason: "DeploymentReady", LastTransitionTime: metav1.Now()},
					{Type: "ConfigurationValid", Status: metav1.ConditionTrue},
				},
			}
			status := translate.RemoteProxyStatus(proxy, successorIs(test.phase))
			requireSuperseded(t, status.Conditions)
			assert.Equal(t, map[string]string{"Ready": test.ready, "Superseded": "True Superseded"}, summaryOf(status.Conditions))
			test.want.ExternalURL, test.want.ObservedGeneration = "http://out.example.com", 3
			status.Conditions = nil
			assert.Equal(t, test.want, status)
		})
	}
}

func TestASupersededEntryFollowsTheEndpoint(t *testing.T) {
	for _, test := range []struct {
		phase v1alpha1.EndpointPhase
		want  v1beta1.MCPServerEntryPhase
		valid string
	}{
		{v1alpha1.PhaseReady, v1beta1.MCPServerEntryPhaseValid, "True Why"},
		{v1alpha1.PhasePending, v1beta1.MCPServerEntryPhasePending, "False Why"},
		{v1alpha1.PhaseFailed, v1beta1.MCPServerEntryPhaseFailed, "False Why"},
		{v1alpha1.PhaseTerminating, v1beta1.MCPServerEntryPhaseFailed, "False Why"},
		{"", v1beta1.MCPServerEntryPhaseValid, "True ConfigValid"},
	} {
		t.Run("while that is "+string(test.phase), func(t *testing.T) {
			entry := entryOf(t, entryRefs)
			entry.Status = v1beta1.MCPServerEntryStatus{
				Phase:      v1beta1.MCPServerEntryPhaseValid,
				Conditions: []metav1.Condition{{Type: "Valid", Status: metav1.ConditionTrue, Reason: "ConfigValid", LastTransitionTime: metav1.Now()}},
			}
			status := translate.ServerEntryStatus(entry, successorIs(test.phase))
			requireSuperseded(t, status.Conditions)
			assert.Equal(t, map[string]string{"Valid": test.valid, "Superseded": "True Superseded"}, summaryOf(status.Conditions))
			assert.Equal(t, test.want, status.Phase)
			assert.EqualValues(t, 3, status.ObservedGeneration)
		})
	}
}

// Who deletes the object must know what would lose its backend.
func TestASupersededObjectSaysWhatStillFindsIt(t *testing.T) {
	for _, publishing := range []bool{true, false} {
		f := successorIs(v1alpha1.PhaseReady)
		f.Publishing = publishing
		for _, conditions := range [][]metav1.Condition{
			translate.RemoteProxyStatus(proxyOf(t, `{}`), f).Conditions, translate.ServerEntryStatus(entryOf(t, `{}`), f).Conditions,
		} {
			superseded := meta.FindStatusCondition(conditions, translate.ConditionSuperseded)
			require.NotNil(t, superseded)
			assert.Equal(t, !publishing, strings.Contains(superseded.Message, "--publish-entries"), superseded.Message)
		}
	}
}

// An object whose successor cannot take over yet is what it is without one, and must not go.
func TestAnObjectWhoseSuccessorCannotTakeOverYet(t *testing.T) {
	waiting := translate.Findings{Pending: `Secret "keys" does not exist`}
	proxy, entry := translate.RemoteProxyStatus(proxyOf(t, allRefs), waiting), translate.ServerEntryStatus(entryOf(t, entryRefs), waiting)
	for _, conditions := range []*[]metav1.Condition{&proxy.Conditions, &entry.Conditions} {
		superseded := meta.FindStatusCondition(*conditions, translate.ConditionSuperseded)
		require.NotNil(t, superseded)
		assert.Equal(t, metav1.ConditionFalse, superseded.Status)
		assert.EqualValues(t, 3, superseded.ObservedGeneration)
		for _, words := range []string{`MCPRemoteEndpoint "search" is to take the place`, `Secret "keys" does not exist`, "Do not delete"} {
			assert.Contains(t, superseded.Message, words)
		}
		meta.RemoveStatusCondition(conditions, translate.ConditionSuperseded)
	}
	assert.Equal(t, translate.RemoteProxyStatus(proxyOf(t, allRefs), translate.Findings{}), proxy)
	assert.Equal(t, translate.ServerEntryStatus(entryOf(t, entryRefs), translate.Findings{}), entry)
}

func TestASupersededObjectThatNobodyHadLookedAtHasNoSummary(t *testing.T) {
	assert.Equal(t, map[string]string{"Superseded": "True Superseded"},
		summaryOf(translate.RemoteProxyStatus(proxyOf(t, `{}`), successorIs("")).Conditions))
	assert.Equal(t, map[string]string{"Superseded": "True Superseded"},
		summaryOf(translate.ServerEntryStatus(entryOf(t, `{}`), successorIs("")).Conditions))
}
