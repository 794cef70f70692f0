// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package migrate_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/cmd/operator/internal/migrate"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/translate"
)

// ofEntry and ofProxy are manifests that are ready, but for what is added to the spec.
func ofEntry(more string) string {
	return "{kind: MCPServerEntry, apiVersion: toolhive.stacklok.dev/v1beta1, metadata: {name: docs}, " +
		"spec: {remoteUrl: 'https://docs.example.com/mcp', transport: sse, groupRef: {name: remotes}" + more + "}}"
}

func ofProxy(more string) string {
	if !strings.Contains(more, "oidcConfig") {
		more += ", oidcConfigRef: {name: login, audience: docs}"
	}
	return "{kind: MCPRemoteProxy, apiVersion: toolhive.stacklok.dev/v1beta1, metadata: {name: docs}, " +
		"spec: {remoteUrl: 'https://docs.example.com/mcp', groupRef: {name: remotes}" + more + "}}"
}

func decisions(t *testing.T, text string) []string {
	t.Helper()
	m := migrate.OfInputs([]migrate.Input{{Text: []byte(text)}})
	require.Empty(t, m.Errors, text)
	require.Len(t, m.Objects, 1)
	var messages []string
	for _, note := range m.Objects[0].Notes {
		if note.Level == translate.Decide {
			messages = append(messages, note.String())
		}
	}
	assert.Equal(t, len(messages) > 0, m.Result() == migrate.Decide)
	return messages
}

// What an endpoint refers to may well be there.
func TestWhatIsReady(t *testing.T) {
	for _, text := range []string{
		ofEntry(""), ofProxy(""),
		ofEntry(", externalAuthConfigRef: {name: a}, caBundleRef: {configMapRef: {name: ca, key: ca.crt}}"),
		ofEntry(", headerForward: {addHeadersFromSecret: [{headerName: X-A, valueSecretRef: {name: s, key: k}}]}"),
		ofProxy(", serviceAccount: mine, toolConfigRef: {name: a}, telemetryConfigRef: {name: a}, authzConfigRef: {name: a}, authServerRef: {kind: MCPExternalAuthConfig, name: a}"),
		ofProxy(", authzConfig: {type: configMap, configMap: {name: a}}"),
		ofProxy(", oidcConfig: {type: configMap, configMap: {name: a}}"),
		ofProxy(", oidcConfig: {type: kubernetes, kubernetes: {audience: docs}}"),
		ofProxy(", oidcConfig: {type: inline, inline: {issuer: 'https://login.example.com', audience: docs, clientId: a, clientSecretRef: {name: s, key: k}}}"),
		ofProxy(", sessionStorage: {provider: redis, address: 'redis:6379', passwordRef: {name: s, key: k}}, replicas: 2"),
	} {
		assert.Empty(t, decisions(t, text), text)
	}
}

// Ready means that neither the API server nor the operator refuses the endpoint for what its manifest says.
func TestWhatAnEndpointWouldBeRefusedFor(t *testing.T) {
	for text, words := range map[string]string{
		ofEntry(", headerForward: {addPlaintextHeaders: {Host: x}}"):                                                                              `Header "Host"`,
		ofEntry(", headerForward: {addPlaintextHeaders: {a b: x}}"):                                                                               `Header "a b"`,
		ofEntry(", headerForward: {addPlaintextHeaders: {X-A: x}, addHeadersFromSecret: [{headerName: x-a, valueSecretRef: {name: s, key: k}}]}"): `Header "x-a" stands more than once`,
		ofEntry(", headerForward: {addHeadersFromSecret: [{headerName: X-A, valueSecretRef: {name: '', key: k}}]}"):                               "valueSecretRef must have a name",
		ofEntry(", externalAuthConfigRef: {name: ''}"):                                                                                            "spec.externalAuthConfigRef.name must not be empty",
		ofEntry(", caBundleRef: {name: ca, key: a/b}"):                                                                                            "spec.caBundleRef.key must match",
		ofEntry(", remoteUrl: 'https://docs.example.com/{a}'"):                                                                                    "percent-encode all others",
		ofProxy(", authzConfig: {type: inline, inline: {policies: ['permit(']}}"):                                                                 "is no Cedar policy",
		ofProxy(", authzConfig: {type: inline, inline: {policies: ['permit(principal, action, resource);']}}, authzConfigRef: {name: a}"):         "exclude each other",
		ofProxy(", podTemplateSpec: {spec: {containers: bad}}"):                                                                                   "spec.proxyConfig.podTemplateSpec",
		ofProxy(", podTemplateSpec: text"):                                                                                                        "spec.proxyConfig.podTemplateSpec",
		ofProxy(", resources: {limits: {cpu: 100m}, requests: {cpu: 200m}}"):                                                                      "more than its limit",
		ofProxy(", transport: stdio"):                                                                                                             "spec.transport must be one of",
		ofProxy(", proxyPort: 70000"):                                                                                                             "spec.proxyConfig.proxyPort is out of range",
		ofProxy(", replicas: -1"):                                                                                                                 "spec.proxyConfig.replicas is out of range",
		ofProxy(", oidcConfig: {type: kubernetes}, oidcConfigRef: {name: a, audience: b}"):                                                        "exactly one of spec.proxyConfig.oidcConfig and spec.proxyConfig.oidcConfigRef",
		ofProxy(", oidcConfig: {type: inline}"):                                                                                                   "there is no such member",
		ofProxy(", oidcConfigRef: {name: a}"):                                                                                                     "spec.proxyConfig.oidcConfigRef.audience",
		ofProxy(", sessionStorage: {provider: redis}"):                                                                                            "sessionStorage.address is missing",
		ofProxy(", toolConfigRef: {name: ''}"):                                                                                                    "spec.toolConfigRef.name must not be empty",
		ofProxy(", sessionAffinity: Pod"):                                                                                                         "spec.proxyConfig.sessionAffinity must be one of",
		strings.Replace(ofEntry(""), "name: docs", "name: Docs", 1):                                                                               "metadata.name",
		strings.Replace(ofEntry(""), "name: docs", "name: docs, labels: {a: b c}", 1):                                                             "metadata.labels",
	} {
		found := decisions(t, withoutDuplicates(text))
		require.NotEmpty(t, found, text)
		assert.Contains(t, fmt.Sprint(found), words, text)
		assert.Len(t, found, 1, "%s: told once", text)
	}
}

// The encoded form stands in the manifest, and not in the report, which may be passed on: a query can hold a credential.
func TestHowARemoteURLHasToBeWritten(t *testing.T) {
	text := withoutDuplicates(ofEntry(", remoteUrl: 'https://docs.example.com/{a}?key=s3cret|#x'"))
	m := migrate.OfInputs([]migrate.Input{{Text: []byte(text)}})
	manifests, err := m.Manifests()
	require.NoError(t, err)
	assert.Contains(t, string(manifests), "\n# remoteURL: https://docs.example.com/%7Ba%7D?key=s3cret%7C\n")
	assert.NotContains(t, string(m.Report()), "s3cret")
}

// withoutDuplicates removes the default of a field that is given behind it.
func withoutDuplicates(text string) string {
	for _, standard := range []string{"remoteUrl: 'https://docs.example.com/mcp', ", "transport: sse, "} {
		field, _, _ := strings.Cut(standard, " ")
		if strings.Count(text, field) > 1 {
			text = strings.Replace(text, standard, "", 1)
		}
	}
	return text
}

// What the translation has noted is not told a second time.
func TestWhatIsMissingIsToldOnce(t *testing.T) {
	for _, text := range []string{
		"{kind: MCPServerEntry, apiVersion: toolhive.stacklok.dev/v1beta1, metadata: {name: docs}, spec: {remoteUrl: 'https://docs.example.com/mcp', transport: sse}}",
		"{kind: MCPServerEntry, apiVersion: toolhive.stacklok.dev/v1beta1, metadata: {name: docs}, spec: {remoteUrl: 'https://docs.example.com/mcp', groupRef: {name: a}}}",
		"{kind: MCPServerEntry, apiVersion: toolhive.stacklok.dev/v1beta1, metadata: {name: docs}, spec: {remoteUrl: 'https://10.0.0.1/mcp', transport: sse, groupRef: {name: a}}}",
		"{kind: MCPServerEntry, apiVersion: toolhive.stacklok.dev/v1beta1, metadata: {name: docs}, spec: {remoteUrl: 'https://localhost/mcp', transport: sse, groupRef: {name: a}}}",
		"{kind: MCPRemoteProxy, apiVersion: toolhive.stacklok.dev/v1beta1, metadata: {name: docs}, spec: {remoteUrl: 'https://docs.example.com/mcp', groupRef: {name: a}}}",
		strings.Replace(ofProxy(""), "name: docs", "name: do.cs", 1),
	} {
		assert.Len(t, decisions(t, text), 1, text)
	}
}
