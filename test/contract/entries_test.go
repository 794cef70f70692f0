// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
)

// checkedEntries is the difference that ToolHive's operator says of an entry that it is Valid although nobody can use it.
const checkedEntries = "checked-entries"

// recordedEntries are all of testdata that begin with n. They differ in nothing but what is here.
var recordedEntries = map[string]correction{
	"n01-minimal":             {},
	"n02-sse":                 {},
	"n03-header-plain":        {},
	"n04-header-secret":       {},
	"n06-ca":                  {},
	"n08-ext-tokenexchange":   {},
	"n09-ext-headerinjection": {},
	"n10-ext-unauthenticated": {},
	"n11-ext-obo-invalid-config": {difference: checkedEntries, conditions: map[string]string{
		"ExternalAuthConfigValidated": "False AuthConfigInvalid",
	}},
	"n12-http-url":         {},
	"ne01-missing-group":   {},
	"ne02-missing-extauth": {},
	"ne03-missing-ca":      {},
	"ne05-ca-not-pem": {difference: checkedEntries, conditions: map[string]string{
		"CABundleRefValidated": "False CABundleRefInvalid",
	}},
	"ne06-missing-header-secret":     {},
	"ne07-header-secret-missing-key": {},
	"ne09-url-loopback":              {},
	"ne10-url-metadata":              {},
	"ne11-url-cluster-local":         {},
}

// The status of an MCPServerEntry is what ToolHive's operator says of it, in one write, and nothing else is made.
func TestEntriesAreWhatToolHiveSaysOfThem(t *testing.T) {
	for name, corrected := range recordedEntries {
		t.Run(name, func(t *testing.T) {
			controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
				objects := readObjects(t, name, "input.yaml")
				s := &situation{T: t, Cluster: c, children: map[string]bool{}}
				s.begin(objects)
				require.Empty(t, s.made)
				theirs, status := readOutcome(t, name), controllertest.Get(t, c, the[*v1beta1.MCPServerEntry](objects)).Status
				was, is := theirs.conditionMap(), outcome{Conditions: conditionsOf(status.Conditions)}.conditionMap()
				require.Equal(t, "True Deprecated", is["Deprecated"], deprecation)
				delete(is, "Deprecated")
				if corrected.difference != "" {
					require.Equal(t, "Valid", theirs.Phase, corrected.difference)
					theirs.Phase, was["Valid"] = "Failed", "False ConfigInvalid"
					maps.Copy(was, corrected.conditions)
				}
				require.Equal(t, was, is)
				require.Equal(t, theirs.Phase, string(status.Phase))
				require.Contains(t, s.Recorder.Events(), "Warning Deprecated default/entry")
				s.requireQuiet()
			})
		})
	}
}
