// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtual

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// served is a recorded gateway that this operator serves too.
type served struct {
	// particular are the differences that this one has besides the general ones.
	particular []difference
	// pullSecrets are those that are configured at the operator.
	pullSecrets []string
}

var servedCases = map[string]served{
	"v01-public-entry-discovered":         {},
	"v01-public-entry-inline":             {},
	"v02-sse-entry-discovered":            {},
	"v02-sse-entry-inline":                {},
	"v03-entry-ca-discovered":             {particular: []difference{noUnreadValues}},
	"v03-entry-ca-inline":                 {particular: []difference{caFiles, optionalValues}},
	"v04-entry-headers-discovered":        {particular: []difference{noUnreadValues, optionalValues}},
	"v04-entry-headers-inline":            {particular: []difference{headerVariables, optionalValues, noSecretProvider}},
	"v05-entry-tokenexchange-discovered":  {particular: []difference{resourceURL, noUnreadValues}},
	"v05-entry-tokenexchange-inline":      {particular: []difference{resourceURL, withoutMember("entry"), noPods}},
	"v08-incoming-k8s-discovered":         {particular: []difference{resourceURL}},
	"v08-incoming-k8s-inline":             {particular: []difference{resourceURL}},
	"v09-inline-backend-overrides":        {particular: []difference{resourceURL, authVariables, noPlainAuth, withoutMember("a")}},
	"v10-discovered-backend-overrides":    {particular: []difference{resourceURL, noOverrides, noUnreadValues}},
	"v12-embedded-as-all-auth-discovered": {particular: []difference{noUnreadValues, noUserInfo, ownScopes, fileModes}},
	"v12-embedded-as-all-auth-inline": {
		particular: []difference{authVariables, withoutMember("e-te"), noUserInfo, ownScopes, fileModes, subjectOfVMCP},
	},
	"l29-vmcp-entry-added":            {},
	"v13-no-outgoing":                 {},
	"v15-serviceaccount":              {},
	"v18-auth-types-no-as-discovered": {particular: []difference{resourceURL, noUnreadValues}},
	"v18-auth-types-no-as-inline":     {particular: []difference{resourceURL, authVariables, withoutMember("e-te")}},
	"ve02-empty-group-inline":         {particular: []difference{addressStays}},
	"ve04-inline-invalid-entry":       {particular: []difference{noCAOfOthers}},
	"ve05-discovered-invalid-entry":   {particular: []difference{noUnreadValues}},
	"ve11-inline-only-proxy-notready": {particular: []difference{addressStays}},
	"x01-operator-env-defaults":       {particular: []difference{operatorRedis, noPullHash}, pullSecrets: []string{"regcred", "other"}},
}

// What ToolHive's operator accepts is served, with the same configuration, pods, Service and rights but for the differences that are meant.
func TestGatewaysAreServedAsToolHiveServesThem(t *testing.T) {
	for name, test := range servedCases {
		t.Run(name, func(t *testing.T) {
			was, is := theirs(t, name), ours(t, snapshot(t, name, nil), test.pullSecrets...)
			is.defaulted(was)
			unexplained, shown := explain(differing(was, is), slices.Concat(test.particular, general))
			for _, path := range unexplained {
				assert.Failf(t, "a difference that is not meant", "%s was %q and is %q", path, was[path], is[path])
			}
			for particular := range names(test.particular) {
				assert.True(t, shown[particular], "the difference %q shows", particular)
			}
		})
	}
}

func TestTheGeneralDifferencesShow(t *testing.T) {
	was, is := theirs(t, "v01-public-entry-inline"), ours(t, snapshot(t, "v01-public-entry-inline", nil))
	is.defaulted(was)
	_, shown := explain(differing(was, is), general)
	assert.Equal(t, names(general), shown)
}

// A member that is added rolls the pods, which read their configuration when they start.
func TestAMemberThatIsAddedRollsThePods(t *testing.T) {
	const checksum = "deployment/spec/template/metadata/annotations/toolhive.stacklok.dev/runconfig-checksum"
	const one, two = "v01-public-entry-inline", "l29-vmcp-entry-added"
	before, after := theirs(t, one), theirs(t, two)
	require.NotEqual(t, before[checksum], after[checksum])
	before, after = ours(t, snapshot(t, one, nil)), ours(t, snapshot(t, two, nil))
	assert.NotEqual(t, before[checksum], after[checksum])
	_, was := before["config/backends/second/url"]
	assert.False(t, was)
	assert.Equal(t, "https://b.example.com/mcp", after["config/backends/second/url"])
}

// A comparison that finds nothing to compare would find no difference either.
func TestMostIsTheSame(t *testing.T) {
	was, is := theirs(t, "v09-inline-backend-overrides"), ours(t, snapshot(t, "v09-inline-backend-overrides", nil))
	for _, path := range []string{
		"config/incomingAuth/oidc/issuer", "config/outgoingAuth/default/headerInjection/headerName", "config/backends/c/url", "config/aggregation/conflictResolution",
		"deployment/metadata/name", "deployment/spec/selector/matchLabels/app", "service/spec/ports/http/port", "service/spec/sessionAffinity", "role/metadata/name",
	} {
		require.NotEmpty(t, was[path], path)
		assert.Equal(t, was[path], is[path], path)
	}
}
