// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
)

// olderCycle is what is special about a recorded change when the proxy is an MCPRemoteProxy.
type olderCycle struct {
	// change is nil where it is none of the proxy itself.
	change func(*situation)
	// after is what ToolHive's operator does not say of it afterwards, or says wrongly.
	after correction
	// url is where the proxy is reached in the end, if that is not what ToolHive's operator says.
	url string
}

var olderCycles = map[string]olderCycle{
	"l01-port-change": {
		change: editOlder(func(p *v1beta1.MCPRemoteProxySpec) { p.ProxyPort = 9999 }),
		url:    "http://mcp-ep-remote-proxy.default.svc.cluster.local:9999",
	},
	"l02-authz-inline-removed":        {change: editOlder(func(p *v1beta1.MCPRemoteProxySpec) { p.AuthzConfig = nil })},
	"l04-header-secret-created-later": {after: corrected("AuthConfigured", "")},
	"l05-group-created-later":         {after: corrected("GroupRefValidated", "True GroupRefIsValid")},
	"l13-oidc-deleted-while-used": {after: correction{failed: true, difference: noFinalizers, conditions: map[string]string{
		"OIDCConfigRefValidated": "False OIDCConfigRefNotFound",
	}}},
	"l14-group-deleted-while-used": {after: corrected("GroupRefValidated", "False GroupRefNotFound")},
	"l16-podtemplate-removed": {
		change: editOlder(func(p *v1beta1.MCPRemoteProxySpec) { p.PodTemplateSpec = nil }),
		after:  corrected("PodTemplateValid", ""),
	},
	"l17-podtemplate-becomes-invalid": {
		change: editOlder(func(p *v1beta1.MCPRemoteProxySpec) {
			p.PodTemplateSpec = &runtime.RawExtension{Raw: []byte(`{"spec": {"containers": "bad"}}`)}
		}),
		after: correction{failed: true},
	},
	"l19-url-becomes-invalid": {
		change: editOlder(func(p *v1beta1.MCPRemoteProxySpec) { p.RemoteURL = "http://127.0.0.1/mcp" }),
		after:  correction{failed: true},
	},
	"l22-override-annotation-removed":   {change: editOlder(func(p *v1beta1.MCPRemoteProxySpec) { p.ResourceOverrides = nil })},
	"l23-replicas-set-then-cleared":     {change: editOlder(func(p *v1beta1.MCPRemoteProxySpec) { p.Replicas = nil })},
	"l28-toolconfig-deleted-while-used": {after: correction{failed: true, difference: wholeStatus}},
}

func corrected(conditionType, summary string) correction {
	return correction{conditions: map[string]string{conditionType: summary}}
}

func editOlder(change func(*v1beta1.MCPRemoteProxySpec)) func(*situation) {
	return func(s *situation) {
		older := s.liveOlder()
		change(&older.Spec)
		s.Update(s, older)
	}
}

// An MCPRemoteProxy ends as it does with ToolHive's operator, in the same writes as an endpoint. In the recordings no pods ever ran.
func TestChangesOfOlderProxiesEndAsTheyDoWithToolHive(t *testing.T) {
	for name, c := range lifeCycles {
		t.Run(name, func(t *testing.T) {
			cycle := olderCycles[name]
			playOlder(t, name, "before", func(s *situation) {
				c.before.requireSame(s, name)
				s.requireSameStatus(readOutcome(t, filepath.Join(name, "before")), correction{failed: keepsFromRunning(c.faulty)})
				if cycle.change == nil {
					cycle.change = c.change
				}
				s.serveConfigs(name)
				s.settle()
				assert.Empty(s, s.made, "a hash in a status is shown, and changes nothing that runs")
				cycle.change(s)
				s.settle()
				assert.Equal(s, c.writes, strings.Join(resources(s.made), " "))
				c.after.requireSame(s, name)
				theirs := readOutcome(t, filepath.Join(name, "after"))
				s.requireSameStatus(theirs, cycle.after)
				s.rollOut()
				s.requireEnd(theirs, cycle)
				s.requireQuiet()
			})
		})
	}
}

// keepsFromRunning says whether a mistake does. A group that is missing does not keep an MCPRemoteProxy from it.
func keepsFromRunning(faulty *refusal) bool {
	return faulty != nil && faulty.condition != v1alpha1.ConditionGroupRefValid
}

// serveConfigs stands for whoever serves the configurations, and writes the hashes of those that are about to change into their status.
func (s *situation) serveConfigs(name string) {
	s.Helper()
	before, after := readOutcome(s.T, filepath.Join(name, "before")), readOutcome(s.T, filepath.Join(name, "after"))
	for _, config := range after.Configs {
		if slices.Contains(before.Configs, config) {
			continue
		}
		switch config.Kind {
		case "MCPOIDCConfig":
			served := controllertest.Get(s, s.Cluster, &v1beta1.MCPOIDCConfig{ObjectMeta: named(config.Name)})
			served.Status.ConfigHash = config.Hash
			s.UpdateStatus(s, served)
		case "MCPTelemetryConfig":
			served := controllertest.Get(s, s.Cluster, &v1beta1.MCPTelemetryConfig{ObjectMeta: named(config.Name)})
			served.Status.ConfigHash = config.Hash
			s.UpdateStatus(s, served)
		}
	}
}

// requireEnd requires what there is to see when pods of the last right configuration run.
func (s *situation) requireEnd(theirs outcome, cycle olderCycle) {
	s.Helper()
	if cycle.url != "" {
		theirs.URL = cycle.url
	}
	if !cycle.after.failed {
		s.requireServes(theirs.URL)
		return
	}
	status := s.liveOlder().Status
	require.Equal(s, v1beta1.MCPRemoteProxyPhaseFailed, status.Phase)
	if outcomeOf(status).condition("ConfigurationValid") == "False RemoteURLInvalid" {
		require.Empty(s, status.URL, urlOfRefusedRemote)
		return
	}
	require.Equal(s, theirs.URL, status.URL)
}
