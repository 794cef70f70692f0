// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
)

// servedCase is a recorded proxy that ToolHive's operator serves, and this one too.
type servedCase struct {
	// particular are the differences that this one has besides the general ones.
	particular []difference
	// mend removes what this operator refuses, which a test of refusals shows.
	mend func([]controllertest.Object)
}

var servedCases = map[string]servedCase{
	"01-minimal":                          {},
	"02-sse":                              {},
	"03-proxyport":                        {},
	"04-group":                            {},
	"05-oidc-k8s-defaults":                {particular: []difference{resourceURL, noCopies, projectedToken}},
	"07-oidc-inline-min":                  {particular: []difference{resourceURL}},
	"09-oidc-inline-ca-defaultkey":        {particular: []difference{resourceURL, noCopies}},
	"10-oidc-inline-http-insecure":        {particular: []difference{resourceURL}},
	"11-authz-inline":                     {particular: []difference{resourceURL, noAuthzFile}},
	"13-authz-configmap":                  {particular: []difference{noAuthzFile}},
	"15-authz-ref-cedar":                  {particular: []difference{resourceURL}},
	"17-audit":                            {},
	"18-audit-disabled":                   {},
	"19-tools-filter":                     {},
	"20-tools-override":                   {mend: withoutToolAnnotations},
	"22-telemetry-full":                   {particular: []difference{secretTelemetryHeaders, telemetryCertificates}},
	"23-telemetry-prometheus":             {particular: []difference{legacyAttributes}},
	"25-ext-tokenexchange-full":           {particular: []difference{resourceURL, noEmptySecret}, mend: withoutSubjectProvider},
	"26-ext-tokenexchange-min":            {particular: []difference{resourceURL, noEmptySecret}},
	"27-ext-headerinjection":              {particular: []difference{injectedHeader}},
	"28-ext-bearertoken":                  {particular: []difference{bearerIdentifier, noZeroTimes}},
	"29-ext-unauthenticated":              {},
	"30-ext-embedded-oidc-full":           {particular: []difference{noUserInfo}, mend: withoutUserInfo},
	"32-authserverref-min":                {},
	"33-authserverref-plus-awssts":        {},
	"35-ext-awssts-full":                  {particular: []difference{resourceURL}},
	"36-ext-awssts-min":                   {particular: []difference{resourceURL}},
	"40-headers-plain":                    {},
	"41-headers-secret":                   {particular: []difference{headerIdentifiers, variablesOnce}},
	"43-resources":                        {},
	"45-serviceaccount":                   {},
	"46-podtemplate-scheduling":           {particular: []difference{noTemplateHash}},
	"47-podtemplate-container":            {particular: []difference{noTemplateHash}},
	"49-trustproxy-endpointprefix":        {},
	"50-overrides-full":                   {particular: []difference{podsPullSecrets}},
	"52-affinity-none":                    {},
	"53-replicas-redis":                   {},
	"54-replicas-noredis":                 {},
	"55-replicas-zero":                    {},
	"56-sessionstorage-memory":            {},
	"59-combo-k8soidc-bearer-tools-audit": {particular: []difference{resourceURL, noCopies, projectedToken, bearerIdentifier, noZeroTimes}},
	"e53-tokenexchange-no-oidc":           {particular: []difference{noEmptySecret}},
	"x01-operator-env-defaults":           {particular: []difference{podsPullSecrets, noOperatorRedis, reportsUsage}},
}

func withoutToolAnnotations(objects []controllertest.Object) {
	config := the[*v1beta1.MCPToolConfig](objects)
	for tool, override := range config.Spec.ToolsOverride {
		override.Annotations = nil
		config.Spec.ToolsOverride[tool] = override
	}
}

func withoutSubjectProvider(objects []controllertest.Object) {
	the[*v1beta1.MCPExternalAuthConfig](objects).Spec.TokenExchange.SubjectProviderName = ""
}

func withoutUserInfo(objects []controllertest.Object) {
	the[*v1beta1.MCPExternalAuthConfig](objects).Spec.EmbeddedAuthServer.UpstreamProviders[0].OIDCConfig.UserInfoOverride = nil
}

// the returns the first object of a type.
func the[T controllertest.Object](objects []controllertest.Object) T {
	for _, object := range objects {
		if found, ok := object.(T); ok {
			return found
		}
	}
	panic("there is no such object")
}

// What ToolHive's operator accepts is served, with the same run configuration, pods and Service but for the differences that are meant.
func TestProxiesAreServedAsToolHiveServesThem(t *testing.T) {
	for name, served := range servedCases {
		t.Run(name, func(t *testing.T) {
			play(t, name, served.mend, func(s *situation) {
				s.requireSameChildren(name, served.particular)
				s.requireSameOutcome(readOutcome(t, name))
			})
		})
	}
}

// requireSameChildren requires that the proxy has those that it had with ToolHive's operator, but for the differences that are meant.
func (s *situation) requireSameChildren(name string, particular []difference) {
	s.Helper()
	theirs, ours := readRendering(s.T, name), s.rendered()
	for _, d := range particular {
		require.True(s, d.changes(theirs, ours), "the difference %q shows", d.name)
	}
	assert.Equal(s, ours.middlewaresOfKeys(), set(theirs.middlewares()), "what requests pass")
	for _, d := range s.general() {
		require.True(s, d.changes(theirs, ours) || name != "01-minimal", "the difference %q shows", d.name)
	}
	assert.Empty(s, compare(theirs, ours))
	assert.Equal(s, ownLabels, s.configMap().Labels)
	assert.Contains(s, s.configMap().Data, "kubeconfig")
}

// The differences in what the status says.
const (
	urlWhenAvailable = "url-when-available"
	ownConditions    = "conditions"
)

// requireSameOutcome requires that the proxy gets as far as it did with ToolHive's operator, in as few writes as there can be.
func (s *situation) requireSameOutcome(recorded outcome) {
	s.Helper()
	require.Equal(s, recorded.Phase, string(s.live().Status.Phase))
	require.NotEmpty(s, recorded.URL, urlWhenAvailable)
	require.Empty(s, s.live().Status.URL, urlWhenAvailable)
	require.NotEmpty(s, recorded.condition("SessionStorageWarning"), ownConditions)
	require.NotEmpty(s, s.condition(v1alpha1.ConditionDeploymentReady), ownConditions)
	s.rollOut()
	require.Empty(s, s.made, "objects written again")
	if replicas := s.deployment().Spec.Replicas; replicas != nil && *replicas == 0 {
		require.Equal(s, v1alpha1.ReasonScaledToZero, s.condition(v1alpha1.ConditionDeploymentReady).Reason)
	} else {
		s.requireReady()
		require.Equal(s, recorded.URL, s.live().Status.URL)
	}
	s.requireQuiet()
}
