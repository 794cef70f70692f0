// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote"
)

func withAuthConfig(s *remote.Snapshot) {
	s.Endpoint.Spec.ExternalAuthConfigRef = &v1beta1.ExternalAuthConfigRef{Name: "login"}
	s.AuthConfig = controllertest.AuthConfig("login", v1beta1.MCPExternalAuthConfigSpec{Type: v1beta1.ExternalAuthTypeUnauthenticated})
}

func noAuthConfig(s *remote.Snapshot) { s.AuthConfig = nil }

func unsupportedAuth(s *remote.Snapshot) {
	s.AuthConfig.Spec = v1beta1.MCPExternalAuthConfigSpec{Type: v1beta1.ExternalAuthTypeAWSSts, AWSSts: &v1beta1.AWSStsConfig{}}
}

func withCABundle(s *remote.Snapshot) {
	s.Endpoint.Spec.CABundleRef = &v1alpha1.CABundleRef{Name: "authority", Key: "ca.crt"}
	s.ConfigMaps = map[string]digest.Digest{"authority": {"ca.crt": {Certificates: 1}}}
}

func noCABundle(s *remote.Snapshot) { s.ConfigMaps = nil }

// everyCondition gives the endpoint each condition that an endpoint can have, so that some have to go.
func everyCondition(s *remote.Snapshot) {
	for _, conditionType := range []string{
		v1alpha1.ConditionReady, v1alpha1.ConditionConfigurationValid, v1alpha1.ConditionGroupRefValid,
		v1alpha1.ConditionAuthConfigValid, v1alpha1.ConditionCABundleValid, v1alpha1.ConditionDeploymentReady,
	} {
		conditions(metav1.Condition{Type: conditionType, Status: metav1.ConditionUnknown, LastTransitionTime: longAgo})(s)
	}
}

// What a condition says was looked at.
func TestAnAuthConfigOfAnotherTypeIsOnlySaidToExist(t *testing.T) {
	message := func(changes ...change) string {
		s := snapshot(append([]change{withAuthConfig}, changes...)...)
		condition := meta.FindStatusCondition(decide(t, s).Endpoint.Conditions, v1alpha1.ConditionAuthConfigValid)
		require.NotNil(t, condition)
		require.Equal(t, metav1.ConditionTrue, condition.Status)
		return condition.Message
	}
	assert.Contains(t, message(), "and the Secrets that it takes, can be used")
	assert.Equal(t, `There is MCPExternalAuthConfig "login", and no more was looked at: see ConfigurationValid`, message(unsupportedAuth))

	s := snapshot(typeProxy)
	s.Endpoint.Spec.ProxyConfig.AuthServerRef = &v1beta1.AuthServerRef{Kind: "Secret", Name: "login"}
	assert.Nil(t, meta.FindStatusCondition(decide(t, s).Endpoint.Conditions, v1alpha1.ConditionAuthConfigValid), "it is about no auth config")
}

func TestStatus(t *testing.T) {
	const (
		ready         = v1alpha1.ConditionReady
		configuration = v1alpha1.ConditionConfigurationValid
		group         = v1alpha1.ConditionGroupRefValid
		auth          = v1alpha1.ConditionAuthConfigValid
		ca            = v1alpha1.ConditionCABundleValid
	)
	tests := map[string]struct {
		changes []change
		phase   v1alpha1.EndpointPhase
		want    []string // each condition as its type, or as its type, a colon and the reason if it is False
	}{
		"Ready, ConfigurationValid and GroupRefValid always apply": {
			nil, v1alpha1.PhaseReady, []string{ready, configuration, group},
		},
		"AuthConfigValid applies to an endpoint with an auth config": {
			[]change{withAuthConfig}, v1alpha1.PhaseReady, []string{ready, configuration, group, auth},
		},
		"CABundleValid applies to an endpoint with a CA bundle": {
			[]change{withCABundle}, v1alpha1.PhaseReady, []string{ready, configuration, group, ca},
		},
		"all apply that a direct endpoint can have": {
			[]change{withAuthConfig, withCABundle}, v1alpha1.PhaseReady, []string{ready, configuration, group, auth, ca},
		},
		"the group is missing": {
			[]change{noGroup}, v1alpha1.PhaseFailed, []string{ready + ":GroupNotFound", configuration, group + ":GroupNotFound"},
		},
		"the group is being deleted": {
			[]change{groupLeaves}, v1alpha1.PhaseFailed, []string{ready + ":GroupTerminating", configuration, group + ":GroupTerminating"},
		},
		"the auth config is missing": {
			[]change{withAuthConfig, noAuthConfig}, v1alpha1.PhaseFailed,
			[]string{ready + ":AuthConfigNotFound", configuration, group, auth + ":AuthConfigNotFound"},
		},
		"an auth config that does not fit the mode is found, but not valid (R2.6)": {
			[]change{withAuthConfig, unsupportedAuth}, v1alpha1.PhaseFailed,
			[]string{ready + ":UnsupportedAuthTypeForDirectMode", configuration + ":UnsupportedAuthTypeForDirectMode", group, auth},
		},
		"the CA bundle is missing": {
			[]change{withCABundle, noCABundle}, v1alpha1.PhaseFailed,
			[]string{ready + ":CABundleNotFound", configuration, group, ca + ":CABundleNotFound"},
		},
		"the name is taken (R2.13)": {
			[]change{heldByServer}, v1alpha1.PhaseFailed, []string{ready + ":NameCollision", configuration + ":NameCollision", group},
		},
		"a condition has the reason of its first fault, and Ready that of the first of all": {
			[]change{heldByServer, loopback, noGroup, withCABundle, noCABundle}, v1alpha1.PhaseFailed,
			[]string{ready + ":NameCollision", configuration + ":NameCollision", group + ":GroupNotFound", ca + ":CABundleNotFound"},
		},
		"being deleted, all else is as it was": {
			[]change{withAuthConfig, deleted}, v1alpha1.PhaseTerminating, []string{ready + ":Terminating", configuration, group, auth},
		},
		"being deleted with a fault": {
			[]change{noGroup, deleted}, v1alpha1.PhaseTerminating, []string{ready + ":Terminating", configuration, group + ":GroupNotFound"},
		},
	}
	for name, tt := range tests {
		// What applies does not depend on what was there before (R2.1).
		for before, change := range map[string]change{"new": func(*remote.Snapshot) {}, "every condition was there": everyCondition} {
			t.Run(name+"/"+before, func(t *testing.T) {
				s := snapshot(append(tt.changes, change)...)
				status := decide(t, s).Endpoint
				require.NotNil(t, status)
				assert.Equal(t, tt.phase, status.Phase)
				assert.Equal(t, tt.want, inShort(status.Conditions))
				if tt.phase == v1alpha1.PhaseReady {
					assert.Equal(t, s.Endpoint.Spec.RemoteURL, status.URL)
				}
			})
		}
	}
}

func inShort(conditions []metav1.Condition) []string {
	var short []string
	for _, c := range conditions {
		if c.Status == metav1.ConditionTrue {
			short = append(short, c.Type)
		} else {
			short = append(short, c.Type+":"+c.Reason)
		}
	}
	return short
}

func TestStatusLeavesConditionsOfOthersToThem(t *testing.T) {
	status := decide(t, snapshot(conditions(foreign))).Endpoint
	require.NotNil(t, status)
	assert.Nil(t, meta.FindStatusCondition(status.Conditions, foreign.Type), "what is not applied is not owned")
}

func TestReadyCountsTheFaultsThatItDoesNotName(t *testing.T) {
	tests := map[string]struct {
		changes []change
		more    string
	}{
		"one fault":    {[]change{heldByServer}, ""},
		"two faults":   {[]change{heldByServer, noGroup}, " (and 1 more: see the other conditions)"},
		"three faults": {[]change{heldByServer, noGroup, loopback}, " (and 2 more: see the other conditions)"},
	}
	first := message(t, snapshot(heldByServer), v1alpha1.ConditionConfigurationValid)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, first+tt.more, message(t, snapshot(tt.changes...), v1alpha1.ConditionReady))
		})
	}
}

func TestAConditionSaysAllItsFaults(t *testing.T) {
	taken := message(t, snapshot(heldByServer), v1alpha1.ConditionConfigurationValid)
	invalid := message(t, snapshot(loopback), v1alpha1.ConditionConfigurationValid)
	both := message(t, snapshot(heldByServer, loopback), v1alpha1.ConditionConfigurationValid)
	assert.Equal(t, taken+"; "+invalid, both)
}

// The API admits 32768 characters in a message and 1024 bytes in an event's note; both are taken for bytes.
func TestLongMessagesAreCutBetweenCharacters(t *testing.T) {
	for _, character := range []string{"a", "ü", "€", "🔑"} {
		for shift := range 4 {
			t.Run(fmt.Sprintf("%s shifted by %d", character, shift), func(t *testing.T) {
				name := strings.Repeat("x", shift) + strings.Repeat(character, 40000/len(character))
				plan := decide(t, snapshot(noGroup, func(s *remote.Snapshot) { s.Endpoint.Spec.GroupRef = name }))
				for _, c := range plan.Endpoint.Conditions {
					if c.Status == metav1.ConditionFalse {
						requireCut(t, c.Message, 32768, len(character))
					}
				}
				require.Len(t, plan.Events, 1)
				requireCut(t, plan.Events[0].Note, 1024, len(character))
			})
		}
	}
}

// requireCut requires that a text is as long as limit admits if no character of that many bytes is split.
func requireCut(t *testing.T, text string, limit, character int) {
	t.Helper()
	require.True(t, utf8.ValidString(text))
	require.True(t, strings.HasSuffix(text, "..."))
	require.LessOrEqual(t, len(text), limit)
	require.Greater(t, len(text), limit-character)
}

func TestMessagesOfTheGreatestLengthAreNotCut(t *testing.T) {
	frame := len(message(t, snapshot(noGroup, groupCalled("")), v1alpha1.ConditionGroupRefValid))
	for length, cut := range map[int]bool{32767: false, 32768: false, 32769: true} {
		t.Run(fmt.Sprint(length), func(t *testing.T) {
			text := message(t, snapshot(noGroup, groupCalled(strings.Repeat("g", length-frame))), v1alpha1.ConditionGroupRefValid)
			assert.Equal(t, cut, strings.HasSuffix(text, "..."))
			assert.Len(t, text, min(length, 32768))
		})
	}
}

func groupCalled(name string) change {
	return func(s *remote.Snapshot) { s.Endpoint.Spec.GroupRef = name }
}

// message is that of a condition after a decision.
func message(t *testing.T, s remote.Snapshot, conditionType string) string {
	t.Helper()
	status := decide(t, s).Endpoint
	require.NotNil(t, status)
	condition := meta.FindStatusCondition(status.Conditions, conditionType)
	require.NotNil(t, condition)
	return condition.Message
}
