// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// onlyEndpoints are the differences that MCPRemoteProxy and MCPServerEntry do not have: they work as they did.
var onlyEndpoints = []string{"owner", "oidc-required", noSettingWithoutEffect, namesAtAdmission, missingGroupFails, ownConditions}

// onlyOlder are the differences that only they have.
var onlyOlder = []string{deprecation, wholeStatus, authConfigured, ownMessages, checkedEntries, leftOut.name}

// leftOut is what becomes, in an MCPRemoteProxy, of the setting that noUserInfo is about.
var leftOut = difference{"left-out", noUserInfo.apply}

// servedOlder are the recordings in which an MCPRemoteProxy is served, with the differences that each has besides the general ones. Those
// that endpoints are refused for are among them.
func servedOlder() map[string][]difference {
	cases := map[string][]difference{
		"37-ext-upstreaminject":         nil,
		missingGroup:                    nil,
		"e16-url-short-svc-name":        nil,
		"e38-oidc-clientsecret-missing": {resourceURL},
	}
	for name, served := range servedCases {
		cases[name] = served.particular
	}
	cases["30-ext-embedded-oidc-full"] = []difference{leftOut}
	return cases
}

// What ToolHive's operator accepts is served just as well when it is an MCPRemoteProxy, and its status is what it was.
func TestOlderProxiesAreServedAsToolHiveServesThem(t *testing.T) {
	for name, particular := range servedOlder() {
		t.Run(name, func(t *testing.T) {
			playOlder(t, name, ".", func(s *situation) {
				theirs := readOutcome(t, name)
				s.requireSameChildren(name, particular)
				require.NotEmpty(s, theirs.URL, urlWhenAvailable)
				require.Empty(s, s.liveOlder().Status.URL, urlWhenAvailable)
				if theirs.Message != noPods {
					s.requireSameStatus(theirs, correction{})
				}
				s.rollOut()
				require.Empty(s, s.made, "objects written again")
				s.requireServes(theirs.URL)
				s.requireQuiet()
			})
		})
	}
}

// noPods is what ToolHive's operator says of a proxy that wants none.
const noPods = "No pods found for remote proxy"

// requireServes requires what ToolHive's operator says when pods run.
func (s *situation) requireServes(url string) {
	s.Helper()
	status := s.liveOlder().Status
	ready, phase, message := "True DeploymentReady", v1beta1.MCPRemoteProxyPhaseReady, "Remote proxy is running"
	if replicas := s.deployment().Spec.Replicas; replicas != nil && *replicas == 0 {
		url, ready, phase, message = "", "False DeploymentNotReady", v1beta1.MCPRemoteProxyPhasePending, noPods
	}
	require.Equal(s, url, status.URL)
	require.Equal(s, ready, outcomeOf(status).condition("Ready"))
	require.Equal(s, phase, status.Phase)
	require.Equal(s, message, status.Message)
}

// refusedOlder are the recordings in which an MCPRemoteProxy is refused, and what is right of them that ToolHive's operator does not say.
func refusedOlder() map[string]correction {
	cases := map[string]correction{
		dottedName: {difference: statusForEveryFault, conditions: map[string]string{"ConfigurationValid": "False InvalidName"}},
		longName:   {difference: statusForEveryFault, conditions: map[string]string{"ConfigurationValid": "False InvalidName"}},
	}
	for name, refused := range refusals {
		if _, served := servedOlder()[name]; !served {
			cases[name] = correction{difference: refused.difference, conditions: correctConditions[name]}
		}
	}
	return cases
}

// correctConditions are those of the mistakes that ToolHive's operator does not notice before there are pods, or says nothing of.
var correctConditions = map[string]map[string]string{
	"e14-url-localhost-trailing-dot": {"ConfigurationValid": "False RemoteURLInvalid"},
	"e17-url-decimal-ip":             {"ConfigurationValid": "False RemoteURLInvalid"},
	"e19-url-userinfo":               {"ConfigurationValid": "False RemoteURLInvalid"},
	"e23-header-secret-missing-key":  {"ConfigurationValid": "False HeaderSecretNotFound"},
	"e25-header-invalid-name":        {"ConfigurationValid": "False HeaderInvalid"},
	"e56-header-duplicate-case":      {"ConfigurationValid": "False HeaderInvalid"},
	"e31-authz-configmap-bad-cedar":  {"ConfigurationValid": "False AuthzPolicySyntaxInvalid"},
	"e32-authz-inline-bad-entities":  {"ConfigurationValid": "False AuthzPolicySyntaxInvalid"},
	"e35-authzref-invalid-cedar":     {"AuthzConfigRefValidated": "False AuthzConfigRefNotValid"},
	"e40-authserverref-conflict":     {"ConfigurationValid": "False AuthConflict"},
	"e44-embedded-http-issuer":       {"ExternalAuthConfigValidated": "False ValidationFailed"},
	"e46-bearer-secret-missing":      {"ExternalAuthConfigValidated": "False InvalidConfig"},
	"e47-tool-override-empty":        {"ToolConfigValidated": "False ToolConfigInvalid"},
}

// A mistake is told by one write of the status, in the words of ToolHive as far as it has any, before there are pods to show it.
func TestMistakesInOlderProxiesAreToldAsToolHiveTellsThem(t *testing.T) {
	shown := map[string]bool{}
	for name, corrected := range refusedOlder() {
		t.Run(name, func(t *testing.T) {
			playOlder(t, name, ".", func(s *situation) {
				require.Empty(s, s.made)
				corrected.failed = true
				maps.Copy(shown, s.requireSameStatus(readOutcome(t, name), corrected))
				require.Contains(s, s.Recorder.Events(), "Warning Deprecated default/"+s.name)
				s.requireQuiet()
			})
		})
	}
	assert.Equal(t, set([]string{wholeStatus, authConfigured, ownMessages}), shown, "each of the differences shows")
}
