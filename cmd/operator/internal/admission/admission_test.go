// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package admission_test

import (
	"encoding/json"
	"maps"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/cmd/operator/internal/admission"
)

// proxy is a spec that nothing is wrong with, with something added.
func proxy(config string) string {
	return "{type: proxy, remoteURL: 'https://mcp.example.com', transport: sse, groupRef: team" +
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
		direct(""), proxy(""), proxy(", proxyPort: 1, replicas: 0, sessionAffinity: None, serviceAccount: mine"),
		direct(", headerForward: {addPlaintextHeaders: {X-A: x}, addHeadersFromSecret: [{headerName: X-B, valueSecretRef: {name: s, key: k}}]}"),
		proxy(", podTemplateSpec: {spec: {containers: bad}, unknown: [1, null]}"),
		proxy(", resources: {limits: {cpu: 500m, memory: 1}}"),
		proxy(", sessionStorage: {provider: redis, address: 'redis:6379'}"),
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
		proxy(", proxyPort: 70000"):               "spec.proxyConfig.proxyPort",
		proxy(", proxyPort: many"):                "spec.proxyConfig.proxyPort",
		proxy(", replicas: -1"):                   "spec.proxyConfig.replicas",
		proxy(", sessionAffinity: Pod"):           "spec.proxyConfig.sessionAffinity",
		proxy(", oidcConfig: {type: kubernetes}"): "spec.proxyConfig",
		proxy(", authzConfig: {type: inline, inline: {policies: [p]}}, authzConfigRef: {name: a}"):         "spec.proxyConfig",
		proxy(", authzConfig: {inline: {policies: [p]}}"):                                                  "spec.proxyConfig.authzConfig", // of type configMap by default
		proxy(", authzConfig: {type: inline, inline: {policies: []}}"):                                     "spec.proxyConfig.authzConfig.inline.policies",
		proxy(", sessionStorage: {provider: redis}"):                                                       "spec.proxyConfig.sessionStorage",
		proxy(", podTemplateSpec: text"):                                                                   "spec.proxyConfig.podTemplateSpec",
		proxy(", resources: {limits: {cpu: much}}"):                                                        "spec.proxyConfig.resources.limits.cpu",
		proxy(", resourceOverrides: {proxyDeployment: {env: [{name: A, value: b}, {name: A, value: c}]}}"): "spec.proxyConfig.resourceOverrides.proxyDeployment.env[1]",
		"{type: proxy, transport: sse, groupRef: team, proxyConfig: {oidcConfig: {type: inline}}}":         "spec.proxyConfig.oidcConfig",
	} {
		found := faults(t, text)
		require.NotEmpty(t, found, text)
		assert.Equal(t, want, found[0].Path, "%s: %v", text, found)
		assert.Contains(t, found[0].Message, "spec.", text)
	}
}

// What the API server said of these objects was asked of it (TestAdmission in test/integration).
func TestTheAPIServerSaysTheSame(t *testing.T) {
	content, err := os.ReadFile("../../../../test/integration/testdata/admission.yaml")
	require.NoError(t, err)
	var recorded struct {
		Bases map[string]map[string]any `json:"bases"`
		Cases []struct {
			Name    string         `json:"name"`
			Base    string         `json:"base"`
			Accept  map[string]any `json:"accept"`
			Refuse  map[string]any `json:"refuse"`
			Message string         `json:"message"`
		} `json:"cases"`
	}
	require.NoError(t, yaml.UnmarshalStrict(content, &recorded))
	compared := 0
	for _, c := range recorded.Cases {
		base := recorded.Bases[c.Base]
		if base["kind"] != "MCPRemoteEndpoint" || strings.Contains(c.Message, "remoteURL") || strings.Contains(c.Message, "metadata.name") {
			continue
		}
		compared++
		t.Run(c.Name, func(t *testing.T) {
			found, err := admission.Faults(specOf(t, merged(base, c.Accept)))
			require.NoError(t, err)
			assert.Empty(t, found)
			found, err = admission.Faults(specOf(t, merged(base, c.Refuse)))
			require.NoError(t, err)
			assert.NotEmpty(t, found, c.Message)
		})
	}
	assert.Greater(t, compared, 20)
}

// merged applies a JSON merge patch.
func merged(base, patch map[string]any) map[string]any {
	result := map[string]any{}
	maps.Copy(result, base)
	for key, value := range patch {
		inner, isObject := value.(map[string]any)
		switch before, _ := result[key].(map[string]any); {
		case value == nil:
			delete(result, key)
		case isObject:
			result[key] = merged(before, inner)
		default:
			result[key] = value
		}
	}
	return result
}

// specOf is a copy, in the types that JSON has.
func specOf(t *testing.T, object map[string]any) map[string]any {
	t.Helper()
	raw, err := json.Marshal(object["spec"])
	require.NoError(t, err)
	var spec map[string]any
	require.NoError(t, json.Unmarshal(raw, &spec))
	return spec
}
