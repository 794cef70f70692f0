// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package admission_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/cmd/operator/internal/admission"
)

// proxy is a spec that nothing is wrong with, with something added.
func proxy(more, config string) string {
	return "{type: proxy, remoteURL: 'https://mcp.example.com', transport: sse, groupRef: team" + more +
		", proxyConfig: {oidcConfigRef: {name: login, audience: search}" + config + "}}"
}

func direct(more string) string {
	return "{type: direct, remoteURL: 'https://mcp.example.com', transport: sse, groupRef: team" + more + "}"
}

func faults(t *testing.T, text string) []admission.Fault {
	t.Helper()
	var spec map[string]any
	require.NoError(t, yaml.UnmarshalStrict([]byte(text), &spec))
	before, err := yaml.Marshal(spec)
	require.NoError(t, err)
	found, err := admission.Faults(spec)
	require.NoError(t, err)
	after, err := yaml.Marshal(spec)
	require.NoError(t, err)
	assert.YAMLEq(t, string(before), string(after), "the spec is left as it was")
	return found
}

func TestWhatTheAPIServerAdmits(t *testing.T) {
	for _, text := range []string{
		direct(""), proxy("", ""), proxy("", ", proxyPort: 1, replicas: 0, sessionAffinity: None, serviceAccount: mine"),
		direct(", headerForward: {addPlaintextHeaders: {X-A: x}, addHeadersFromSecret: [{headerName: X-B, valueSecretRef: {name: s, key: k}}]}"),
		proxy("", ", podTemplateSpec: {spec: {containers: bad}, unknown: [1, null]}"),
		proxy("", ", resources: {limits: {cpu: 500m, memory: 1}}"),
		proxy("", ", sessionStorage: {provider: redis, address: 'redis:6379'}"),
		"{type: proxy, transport: sse, groupRef: team, proxyConfig: {oidcConfig: {}}}", // of type kubernetes by default
	} {
		assert.Empty(t, faults(t, text), text)
	}
}

func TestWhatTheAPIServerRefuses(t *testing.T) {
	for text, want := range map[string]string{
		direct(", proxyConfig: {oidcConfigRef: {name: a, audience: b}}"):                                           "spec",
		"{type: proxy, transport: sse, groupRef: team}":                                                            "spec",
		"{type: direct, groupRef: team}":                                                                           "spec.transport",
		"{type: direct, transport: stdio, groupRef: team}":                                                         "spec.transport",
		"{type: direct, transport: sse, groupRef: Team}":                                                           "spec.groupRef",
		direct(", externalAuthConfigRef: {name: ''}"):                                                              "spec.externalAuthConfigRef",
		direct(", externalAuthConfigRef: {}"):                                                                      "spec.externalAuthConfigRef.name",
		direct(", caBundleRef: {name: a, key: a/b}"):                                                               "spec.caBundleRef.key",
		direct(", caBundleRef: {name: ''}"):                                                                        "spec.caBundleRef.name",
		direct(", headerForward: {addPlaintextHeaders: {Host: x}}"):                                                "spec.headerForward.addPlaintextHeaders",
		direct(", headerForward: {addPlaintextHeaders: {a b: x}}"):                                                 "spec.headerForward.addPlaintextHeaders",
		direct(", headerForward: {addPlaintextHeaders: {X-A: x, x-a: y}}"):                                         "spec.headerForward.addPlaintextHeaders",
		direct(", headerForward: {addHeadersFromSecret: [{headerName: X-A, valueSecretRef: {name: '', key: k}}]}"): "spec.headerForward.addHeadersFromSecret[0].valueSecretRef",
		direct(", headerForward: {addPlaintextHeaders: {X-A: x}, addHeadersFromSecret: [{headerName: x-a, valueSecretRef: {name: s, key: k}}]}"): "spec.headerForward",
		proxy("", ", proxyPort: 70000"):               "spec.proxyConfig.proxyPort",
		proxy("", ", proxyPort: many"):                "spec.proxyConfig.proxyPort",
		proxy("", ", replicas: -1"):                   "spec.proxyConfig.replicas",
		proxy("", ", sessionAffinity: Pod"):           "spec.proxyConfig.sessionAffinity",
		proxy("", ", oidcConfig: {type: kubernetes}"): "spec.proxyConfig",
		proxy("", ", authzConfig: {type: inline, inline: {policies: [p]}}, authzConfigRef: {name: a}"):         "spec.proxyConfig",
		proxy("", ", authzConfig: {inline: {policies: [p]}}"):                                                  "spec.proxyConfig.authzConfig", // of type configMap by default
		proxy("", ", authzConfig: {type: inline, inline: {policies: []}}"):                                     "spec.proxyConfig.authzConfig.inline.policies",
		proxy("", ", sessionStorage: {provider: redis}"):                                                       "spec.proxyConfig.sessionStorage",
		proxy("", ", podTemplateSpec: text"):                                                                   "spec.proxyConfig.podTemplateSpec",
		proxy("", ", resources: {limits: {cpu: much}}"):                                                        "spec.proxyConfig.resources.limits.cpu",
		proxy("", ", resourceOverrides: {proxyDeployment: {env: [{name: A, value: b}, {name: A, value: c}]}}"): "spec.proxyConfig.resourceOverrides.proxyDeployment.env[1]",
		"{type: proxy, transport: sse, groupRef: team, proxyConfig: {oidcConfig: {type: inline}}}":             "spec.proxyConfig.oidcConfig",
	} {
		found := faults(t, text)
		require.NotEmpty(t, found, text)
		assert.Equal(t, want, found[0].Path, "%s: %v", text, found)
		assert.Contains(t, found[0].Message, "spec.", text)
	}
}
