// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtualserver_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/rollout"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/member"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/validate"
)

// gatewayURL is where the gateway of the golden files is.
const gatewayURL = "http://vmcp-gateway.default.svc.cluster.local:4483"

const (
	pending  = v1beta1.VirtualMCPServerPhasePending
	ready    = v1beta1.VirtualMCPServerPhaseReady
	degraded = v1beta1.VirtualMCPServerPhaseDegraded
	failed   = v1beta1.VirtualMCPServerPhaseFailed
)

func TestPhaseAndReady(t *testing.T) {
	none := func(*virtualserver.Snapshot) {}
	crashing := func(s *virtualserver.Snapshot) {
		starts(s)
		s.Trouble = &rollout.Trouble{Reason: "CrashLoopBackOff", Lasting: true}
	}
	for name, test := range map[string]struct {
		changes []change
		phase   v1beta1.VirtualMCPServerPhase
		isReady bool
		reason  string
		url     string
	}{
		"it is new":                               {[]change{none}, pending, false, v1alpha1.ReasonDeploymentNotCreated, gatewayURL},
		"its first pod is being started":          {[]change{starts}, pending, false, v1alpha1.ReasonDeploymentProgressing, gatewayURL},
		"its first pod crashes":                   {[]change{crashing}, failed, false, v1alpha1.ReasonDeploymentFailed, gatewayURL},
		"its pods do not come up":                 {[]change{fails}, failed, false, v1alpha1.ReasonDeploymentFailed, gatewayURL},
		"it serves":                               {[]change{serves}, ready, true, virtualserver.ReasonServing, gatewayURL},
		"it serves, and is being rolled out":      {[]change{rolls}, ready, true, virtualserver.ReasonServing, gatewayURL},
		"it serves, but not what it should":       {[]change{stuck}, failed, false, v1alpha1.ReasonDeploymentFailed, gatewayURL},
		"it is scaled to zero":                    {[]change{scaledToZero}, pending, false, v1alpha1.ReasonScaledToZero, gatewayURL},
		"its pods are not ready any more":         {[]change{breaks}, pending, false, v1alpha1.ReasonDeploymentUnavailable, gatewayURL},
		"there is no member":                      {[]change{nobody}, pending, false, virtualserver.ReasonNoBackends, gatewayURL},
		"there is no group":                       {[]change{noGroup}, failed, false, validate.ReasonGroupRefNotFound, ""},
		"there was a group":                       {[]change{serves, decided, noGroup}, failed, false, validate.ReasonGroupRefNotFound, gatewayURL},
		"its name makes no Service":               {[]change{longName}, failed, false, v1alpha1.ReasonInvalidName, ""},
		"vMCP has said something":                 {[]change{serves, decided, reported}, degraded, true, "SomeBackendsUnhealthy", gatewayURL},
		"and then it is being rolled out":         {[]change{rolls, decided, reported}, degraded, true, "SomeBackendsUnhealthy", gatewayURL},
		"before its pod was ready":                {[]change{starts, decided, reported}, pending, false, v1alpha1.ReasonDeploymentProgressing, gatewayURL},
		"and newer pods do not come up":           {[]change{stuck, decided, reported}, degraded, true, "SomeBackendsUnhealthy", gatewayURL},
		"and the group went away":                 {[]change{serves, decided, reported, noGroup}, degraded, true, "SomeBackendsUnhealthy", gatewayURL},
		"and the pods are not ready any more":     {[]change{decided, reported, breaks}, pending, false, v1alpha1.ReasonDeploymentUnavailable, gatewayURL},
		"and the pods do not come up any more":    {[]change{decided, reported, fails}, failed, false, v1alpha1.ReasonDeploymentFailed, gatewayURL},
		"and it was scaled to zero":               {[]change{decided, reported, scaledToZero}, pending, false, v1alpha1.ReasonScaledToZero, gatewayURL},
		"and the members and the Deployment went": {[]change{decided, reported, nobody}, pending, false, virtualserver.ReasonNoBackends, gatewayURL},
	} {
		t.Run(name, func(t *testing.T) {
			s := snapshot(t, test.changes...)
			if plan := decide(s); plan.Status != nil {
				write(&s, plan)
			}
			status := s.Server.Status
			assert.Equal(t, test.phase, status.Phase)
			assert.Equal(t, test.url, status.URL)
			condition := meta.FindStatusCondition(status.Conditions, validate.ConditionReady)
			require.NotNil(t, condition)
			assert.Equal(t, test.reason, condition.Reason)
			assert.Equal(t, test.isReady, condition.Status == metav1.ConditionTrue)
			assert.NotEmpty(t, status.Message)
		})
	}
}

// vMCP writes every 30 seconds. None of it makes the operator write, and nothing of it is written over.
func TestWhatVMCPReportsIsLeftAlone(t *testing.T) {
	s := snapshot(t, serves, decided)
	before := s.Server.Status.DeepCopy()
	reported(&s)
	assert.Zero(t, decide(s))
	assert.True(t, virtualserver.Rewrites(before, &s.Server.Status), "Ready has changed, which both write")

	before = s.Server.Status.DeepCopy()
	s.Server.Status.BackendCount = 4
	s.Server.Status.DiscoveredBackends = []v1beta1.DiscoveredBackend{{Name: "search", LastHealthCheck: &now}}
	meta.RemoveStatusCondition(&s.Server.Status.Conditions, "Degraded")
	assert.False(t, virtualserver.Rewrites(before, &s.Server.Status), "it is vMCP's alone")
	assert.Zero(t, decide(s))

	noGroup(&s)
	plan := decide(s)
	require.NotNil(t, plan.Status)
	assert.Zero(t, plan.Status.BackendCount)
	assert.Empty(t, plan.Status.DiscoveredBackends)
	for _, condition := range plan.Status.Conditions {
		assert.Contains(t, virtualserver.Vocabulary(nil), condition.Type)
	}
	assert.Equal(t, s.Server.Status.Message, plan.Status.Message)
}

// Nobody else would remove it, and it would be of backends that there are no more.
func TestWhatVMCPReportedGoesWithTheLastPod(t *testing.T) {
	left := func(s *virtualserver.Snapshot) { s.PodsLeft = true }
	gone := func(s *virtualserver.Snapshot) { s.PodsLeft = false }
	for name, test := range map[string]struct {
		changes []change
		goes    bool
	}{
		"it serves":            {[]change{serves, decided, reported}, false},
		"it serves no more":    {[]change{serves, decided, reported, breaks}, false},
		"the last member went": {[]change{decided, reported, nobody}, true},
		"the last member went, and a pod is still going": {[]change{decided, reported, nobody, left}, false},
		"something is wrong, and there are no pods":      {[]change{decided, reported, noGroup}, true},
		"something is wrong, and another's pods run":     {[]change{decided, reported, noGroup, left}, false},
		"it is scaled to zero":                           {[]change{serves, decided, reported, scaledToZero}, true},
		"it is scaled to zero, and pods are still going": {[]change{serves, decided, reported, scaledToZero, left}, false},
		"all else is as it should be":                    {[]change{decided, left, reported, decided, gone}, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := snapshot(t, test.changes...)
			plan := decide(s)
			assert.Equal(t, test.goes, plan.Forget)
			if plan.Status != nil {
				write(&s, plan)
			}
			assert.Zero(t, decide(s))
			assert.Equal(t, test.goes, s.Server.Status.BackendCount == 0)
			assert.Equal(t, test.goes, meta.FindStatusCondition(s.Server.Status.Conditions, "Degraded") == nil)
		})
	}
}

func TestConditionsOfWhatIsNotThereGo(t *testing.T) {
	s := snapshotOf(t, "incoming", serves, decided)
	require.NotNil(t, meta.FindStatusCondition(s.Server.Status.Conditions, validate.ConditionAuthzConfigRef))
	s.Server.Spec.IncomingAuth.AuthzConfigRef = nil
	status := statusOf(t, s)
	assert.Nil(t, meta.FindStatusCondition(status.Conditions, validate.ConditionAuthzConfigRef))
}

// Nobody would mend them after the gateway was taken over.
func TestConditionsOfToolHivesOperatorGo(t *testing.T) {
	s := snapshot(t, serves, decided, reported)
	require.Zero(t, decide(s))
	for _, left := range []string{"DiscoveredAuthConfig-search", "BackendAuthConfig-search", "DefaultAuthConfig", "IdentitySynthesized", "EmbeddingServerReady"} {
		meta.SetStatusCondition(&s.Server.Status.Conditions, metav1.Condition{Type: left, Status: metav1.ConditionFalse, Reason: "ConversionFailed"})
		plan := decide(s)
		require.NotNil(t, plan.Status, left)
		assert.Contains(t, virtualserver.Vocabulary(s.Server.Status.Conditions), left)
		write(&s, plan)
		assert.Zero(t, decide(s))
		assert.NotNil(t, meta.FindStatusCondition(s.Server.Status.Conditions, "BackendsDiscovered"), "it is vMCP's")
	}
}

func TestHashesOfSharedConfigurations(t *testing.T) {
	s := snapshotOf(t, "incoming")
	s.OIDCConfig.Status.ConfigHash, s.AuthzConfig.Status.ConfigHash = "o", "a"
	status := statusOf(t, s)
	assert.Equal(t, []string{"o", "a", ""}, []string{status.OIDCConfigHash, status.AuthzConfigHash, status.TelemetryConfigHash})
}

func TestMembersThatAreLeftOut(t *testing.T) {
	s := snapshotOf(t, "names")
	condition := meta.FindStatusCondition(statusOf(t, s).Conditions, validate.ConditionMembersAccepted)
	require.NotNil(t, condition)
	assert.Equal(t, metav1.ConditionFalse, condition.Status)
	assert.Equal(t, "SharedHeaders", condition.Reason)
	assert.Contains(t, condition.Message, `"a-b" (`)

	s = snapshot(t)
	condition = meta.FindStatusCondition(statusOf(t, s).Conditions, validate.ConditionMembersAccepted)
	assert.Equal(t, metav1.ConditionTrue, condition.Status, "the status of a member that is not ready says so itself")
}

// What there is to say about a thousand members is cut to what the API admits.
func TestMessagesHaveALimit(t *testing.T) {
	s := snapshot(t, func(s *virtualserver.Snapshot) {
		s.Members = nil
		for i := range 1000 {
			s.Members = append(s.Members, member.Member{
				Name: fmt.Sprintf("%s-%d", strings.Repeat("x", 50), i), State: member.Ready, Direct: true, AuthConfig: "nobody",
			})
		}
		for i := range 1000 {
			s.Server.Spec.Config.CompositeToolRefs = append(s.Server.Spec.Config.CompositeToolRefs,
				v1beta1.CompositeToolRef{Name: fmt.Sprintf("%s-%d", strings.Repeat("x", 50), i)})
		}
	})
	plan := decide(s)
	require.NotNil(t, plan.Status)
	for _, condition := range plan.Status.Conditions {
		assert.LessOrEqual(t, len(condition.Message), 32768)
	}
	for _, event := range plan.Events {
		assert.LessOrEqual(t, len(event.Note), 1024)
	}
	condition := meta.FindStatusCondition(plan.Status.Conditions, validate.ConditionMembersAccepted)
	assert.Regexp(t, `; and \d+ more$`, condition.Message)
}

func TestSessionsOfSeveralPods(t *testing.T) {
	for golden, want := range map[string]string{"members": "SessionStorageWarningNotApplicable", "replicas": "SessionStorageConfigured"} {
		condition := meta.FindStatusCondition(statusOf(t, snapshotOf(t, golden)).Conditions, validate.ConditionSessionStorage)
		require.NotNil(t, condition)
		assert.Equal(t, want, condition.Reason)
		assert.Equal(t, metav1.ConditionFalse, condition.Status)
	}
	s := snapshotOf(t, "replicas")
	s.Server.Spec.SessionStorage = nil
	condition := meta.FindStatusCondition(statusOf(t, s).Conditions, validate.ConditionSessionStorage)
	assert.Equal(t, validate.ReasonSessionStorageMissing, condition.Reason)
	assert.Equal(t, metav1.ConditionTrue, condition.Status, "it is a warning")
}
