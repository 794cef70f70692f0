// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtual

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/gatewaytest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/render"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/validate"
)

// The differences in what the status says.
const (
	readyReasons        = "ready-reasons"
	ownConditions       = "conditions"
	onePerBackend       = "no-condition-per-backend"
	wholeStatus         = "whole-status"
	failedPhase         = "failed-phase"
	addressFirst        = "no-pods-without-backends"
	noHMACSecret        = "no-hmac-secret"
	withoutEffect       = "no-setting-without-effect"
	reasonsOfReferences = "reasons-of-references"
)

// perBackend are condition types that only ToolHive's operator has.
var perBackend = regexp.MustCompile(`^(DiscoveredAuthConfig-.+|BackendAuthConfig-.+|DefaultAuthConfig|IdentitySynthesized)$`)

// conditionsOf has the status and reason of each condition.
func conditionsOf(all []condition) map[string]string {
	byType := map[string]string{}
	for _, c := range all {
		byType[c.Type] = c.Status + " " + c.Reason
	}
	return byType
}

// status is what this operator says, before there are pods.
func status(t *testing.T, s virtualserver.Snapshot) outcome {
	t.Helper()
	verdict := virtualserver.Judge(s)
	plan := virtualserver.Decide(s, verdict, metav1.Now())
	require.NotNil(t, plan.Status)
	said := outcome{Phase: string(plan.Status.Phase), URL: plan.Status.URL}
	for _, c := range plan.Status.Conditions {
		said.Conditions = append(said.Conditions, condition{c.Type, string(c.Status), c.Reason})
	}
	states, _ := virtualserver.Children(s, verdict, render.Settings{})
	for _, state := range states {
		if state.Wanted != nil {
			said.Children = append(said.Children, strings.ToLower(string(state.Kind))+"s/"+state.Name.Name)
		}
	}
	return said
}

// What gateways that are served have in their status, and which objects they have.
func TestGatewaysGetAsFarAsWithToolHive(t *testing.T) {
	for name, test := range servedCases {
		t.Run(name, func(t *testing.T) {
			was, is := readOutcome(t, name), status(t, snapshot(t, name, nil))
			before, after := conditionsOf(was.Conditions), conditionsOf(is.Conditions)
			maps.DeleteFunc(before, func(conditionType, _ string) bool { return perBackend.MatchString(conditionType) })
			for _, own := range []string{validate.ConditionMembersAccepted, validate.ConditionDeploymentReady} {
				require.Contains(t, after, own, ownConditions)
				delete(after, own)
			}
			require.True(t, strings.HasPrefix(after["Ready"], "False "), readyReasons)
			require.Contains(t, []string{"False DeploymentNotReady", ""}, before["Ready"], readyReasons)
			delete(before, "Ready")
			delete(after, "Ready")
			if was.Phase != "" { // with an empty group, ToolHive's operator said nothing
				assert.Equal(t, before, after)
				assert.Equal(t, was.Phase, is.Phase)
			}
			requireSameObjects(t, test.particular, &was, &is)
		})
	}
}

func requireSameObjects(t *testing.T, particular []difference, was, is *outcome) {
	t.Helper()
	theirs := slices.DeleteFunc(slices.Clone(was.Children), func(child string) bool { return child == "secrets/vm-hmac-secret" })
	require.Len(t, theirs, len(was.Children)-1, noHMACSecret)
	switch {
	case names(particular)[addressFirst] && was.URL == "":
		require.NotEmpty(t, is.URL, addressFirst)
		theirs = append(theirs, "configmaps/vm-vmcp-config", "services/vmcp-vm")
	case names(particular)[addressFirst]:
		theirs = slices.DeleteFunc(theirs, func(child string) bool { return child == "deployments/vm" })
		fallthrough
	default:
		assert.Equal(t, was.URL, is.URL)
	}
	assert.ElementsMatch(t, theirs, is.Children)
}

// refusal is a recorded gateway that this operator refuses.
type refusal struct {
	// problem is the condition type, and its reason, of the first problem.
	problem, reason string
	differences     []string
	// spoil puts what is refused back into a golden file without it, which shows how the rest is served. It is nil for other recordings.
	spoil func(*testing.T, gatewaytest.Manifest)
}

var refusals = map[string]refusal{
	"v10-discovered-backend-overrides":    {validate.ConditionAuthConfigured, v1alpha1.ReasonSettingWithoutEffect, []string{withoutEffect}, withOverrides},
	"v12-embedded-as-all-auth-discovered": {validate.ConditionAuthServerConfig, v1alpha1.ReasonSettingWithoutEffect, []string{withoutEffect}, withUserInfo},
	"v12-embedded-as-all-auth-inline":     {validate.ConditionAuthServerConfig, v1alpha1.ReasonSettingWithoutEffect, []string{withoutEffect}, withUserInfo},
	"ve01-missing-group":                  {validate.ConditionGroupRef, validate.ReasonGroupRefNotFound, nil, nil},
	"ve07-oidc-missing":                   {validate.ConditionOIDCConfigRef, validate.ReasonOIDCConfigRefNotFound, []string{failedPhase}, nil},
	"ve08-oidc-http-issuer":               {validate.ConditionOIDCConfigRef, v1alpha1.ReasonOIDCConfigInvalid, []string{failedPhase, reasonsOfReferences}, nil},
}

func withOverrides(t *testing.T, m gatewaytest.Manifest) {
	t.Helper()
	ref := func(name string) map[string]any {
		return map[string]any{"type": "externalAuthConfigRef", "externalAuthConfigRef": map[string]any{"name": name}}
	}
	m.Set(t, "VirtualMCPServer", "spec/outgoingAuth/default", ref("hdr"))
	m.Set(t, "VirtualMCPServer", "spec/outgoingAuth/backends/a", ref("auth"))
}

func withUserInfo(t *testing.T, m gatewaytest.Manifest) {
	t.Helper()
	m.Set(t, "VirtualMCPServer", "spec/authServerConfig/upstreamProviders/0/oidcConfig/userInfoOverride", map[string]any{
		"endpointUrl": "https://login.example.com/me", "httpMethod": "GET", "additionalHeaders": map[string]any{"Accept": "application/json"},
		"fieldMapping": map[string]any{"subjectFields": []any{"id"}, "nameFields": []any{"name"}, "emailFields": []any{"email"}},
	})
}

// A gateway that is refused has no pods, and a condition that says why.
func TestGatewaysThatAreRefused(t *testing.T) {
	for name, test := range refusals {
		t.Run(name, func(t *testing.T) {
			was, is := readOutcome(t, name), status(t, snapshot(t, name, test.spoil))
			assert.Equal(t, "Failed", is.Phase)
			assert.Empty(t, is.Children)
			assert.Empty(t, is.URL)
			before, after := conditionsOf(was.Conditions), conditionsOf(is.Conditions)
			assert.Equal(t, "False "+test.reason, after[test.problem])
			assert.Equal(t, "False "+test.reason, after["Ready"], wholeStatus)
			switch {
			case len(was.Children) > 0:
				assert.Equal(t, []string{withoutEffect}, test.differences)
			case slices.Contains(test.differences, failedPhase):
				assert.Equal(t, "Pending", was.Phase)
			default:
				assert.Equal(t, was.Phase, is.Phase)
			}
			if len(was.Children) == 0 && !slices.Contains(test.differences, reasonsOfReferences) {
				assert.Equal(t, before[test.problem], after[test.problem])
			}
		})
	}
}
