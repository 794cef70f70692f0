// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtualserver_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/validate"
)

func goldens(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir("render/testdata")
	require.NoError(t, err)
	var names []string
	for _, entry := range entries {
		if entry.IsDir() {
			names = append(names, entry.Name())
		}
	}
	return names
}

func TestASettledGatewayIsNotWritten(t *testing.T) {
	for _, golden := range goldens(t) {
		for state, change := range map[string]change{"served": serves, "being started": starts, "without group": noGroup, "scaled to zero": scaledToZero} {
			t.Run(golden+", "+state, func(t *testing.T) {
				s := snapshotOf(t, golden, change, decided)
				assert.Zero(t, decide(s))
				requireWellFormed(t, s)
			})
		}
	}
}

// requireWellFormed requires what the API demands of a status, and that a rule gives each condition.
func requireWellFormed(t *testing.T, s virtualserver.Snapshot) {
	t.Helper()
	seen := map[string]bool{}
	for _, condition := range s.Server.Status.Conditions {
		assert.Contains(t, virtualserver.Vocabulary(nil), condition.Type)
		assert.False(t, seen[condition.Type], condition.Type)
		seen[condition.Type] = true
		assert.Regexp(t, `^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$`, condition.Reason)
		assert.NotEmpty(t, condition.Message)
		assert.Equal(t, longAgo, condition.LastTransitionTime)
		assert.Equal(t, s.Server.Generation, condition.ObservedGeneration)
	}
	assert.Equal(t, s.Server.Generation, s.Server.Status.ObservedGeneration)
}

func TestAChangeOfASettledGatewayIsWrittenOnce(t *testing.T) {
	s := snapshot(t, serves, decided)
	s.Server.Generation++
	plan := decide(s)
	require.NotNil(t, plan.Status)
	assert.Empty(t, plan.Events, "nothing but the generation has changed")
	write(&s, plan)
	assert.Zero(t, decide(s))
}

func TestAGatewayThatGoesIsLeftAlone(t *testing.T) {
	assert.Zero(t, decide(snapshot(t, deleted)))
	assert.Zero(t, decide(snapshot(t, serves, decided, noGroup, deleted)))
}

func TestTransitionTimes(t *testing.T) {
	s := snapshot(t, starts, decided)
	serves(&s)
	for _, condition := range statusOf(t, s).Conditions {
		turned := condition.Type == validate.ConditionReady || condition.Type == validate.ConditionDeploymentReady
		assert.Equal(t, turned, condition.LastTransitionTime == now, condition.Type)
	}
}

func TestEvents(t *testing.T) {
	warning, normal := corev1.EventTypeWarning, corev1.EventTypeNormal
	for name, test := range map[string]struct {
		golden string
		before []change
		after  []change
		want   []virtualserver.Event
	}{
		"a new gateway":                      {"members", nil, nil, nil},
		"a new gateway without a group":      {"members", nil, []change{noGroup}, []virtualserver.Event{{Type: warning, Reason: validate.ReasonGroupRefNotFound}}},
		"a new gateway with members in vain": {"names", nil, nil, []virtualserver.Event{{Type: warning, Reason: "SharedHeaders"}}},
		"the group goes":                     {"members", []change{serves, decided}, []change{noGroup}, []virtualserver.Event{{Type: warning, Reason: validate.ReasonGroupRefNotFound}}},
		"the group comes":                    {"members", []change{serves, noGroup, decided}, []change{func(s *virtualserver.Snapshot) { s.Group = &metav1.PartialObjectMetadata{} }}, nil},
		"it serves for the first time":       {"members", []change{starts, decided}, []change{serves}, []virtualserver.Event{{Type: normal, Reason: v1alpha1.ReasonDeploymentAvailable}}},
		"it is rolled out":                   {"members", []change{serves, decided}, []change{rolls}, nil},
		"newer pods do not come up":          {"members", []change{rolls, decided}, []change{stuck}, []virtualserver.Event{{Type: warning, Reason: v1alpha1.ReasonDeploymentFailed}}},
		"its pods are not ready any more":    {"members", []change{serves, decided}, []change{breaks}, nil},
		"the last member goes":               {"members", []change{serves, decided}, []change{nobody}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := snapshotOf(t, test.golden, append(test.before, test.after...)...)
			events := decide(s).Events
			for i := range events {
				assert.NotEmpty(t, events[i].Note)
				events[i].Note = ""
			}
			assert.Equal(t, test.want, events)
		})
	}
}
