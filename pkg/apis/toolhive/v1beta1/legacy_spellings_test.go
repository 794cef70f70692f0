// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/yaml"
)

const oldProxy = `
remoteURL: https://mcp.example.com
port: 9000
groupRef: team
oidcConfig:
  type: inline
  resourceUrl: https://proxy.example.com
  kubernetes: {serviceAccount: a, namespace: b, audience: c, issuer: "https://k", jwksUrl: "https://k/jwks", introspectionUrl: "https://k/i", useClusterAuth: false}
  configMap: {name: oidc, key: oidc.json, caBundleRef: {configMapRef: {name: ca, key: ca.crt}}}
  inline:
    issuer: https://idp.example.com
    audience: mcp
    jwksUrl: https://idp.example.com/jwks
    introspectionUrl: https://idp.example.com/introspect
    clientId: proxy
    clientSecret: in plain text
    clientSecretRef: {name: oidc, key: secret}
    thvCABundlePath: /etc/ca.crt
    caBundleRef: {configMapRef: {name: ca, key: ca.crt}}
    jwksAuthTokenPath: /etc/token
    jwksAllowPrivateIP: true
    protectedResourceAllowPrivateIP: true
    insecureAllowHTTP: true
    scopes: [openid]
telemetry:
  openTelemetry:
    enabled: true
    endpoint: otel:4318
    serviceName: a
    headers: [a=b]
    insecure: true
    metrics: {enabled: true}
    tracing: {enabled: true, samplingRate: "0.1"}
    useLegacyAttributes: false
  prometheus: {enabled: true}
`

const presentProxy = `
remoteUrl: https://mcp.example.com
proxyPort: 9000
groupRef: {name: team}
oidcConfigRef: {name: oidc, audience: mcp}
telemetryConfigRef: {name: telemetry}
`

const oldEntry = `
remoteURL: https://mcp.example.com
transport: sse
groupRef: team
headerForward: {addHeadersFromSecrets: [{headerName: X-Key, valueSecretRef: {name: s, key: k}}]}
caBundleRef: {name: ca, key: ca.crt}
`

const presentEntry = `
remoteUrl: https://mcp.example.com
transport: sse
groupRef: {name: team}
headerForward: {addHeadersFromSecret: [{headerName: X-Key, valueSecretRef: {name: s, key: k}}]}
caBundleRef: {configMapRef: {name: ca, key: ca.crt}}
`

// Every spelling is read and written as it is, by clients with types and by those that convert from untyped objects.
func TestSpellingsAreKept(t *testing.T) {
	t.Run("a proxy's older ones", func(t *testing.T) { requireKept[MCPRemoteProxySpec](t, oldProxy) })
	t.Run("a proxy's present ones", func(t *testing.T) { requireKept[MCPRemoteProxySpec](t, presentProxy) })
	t.Run("those of a proxy's status", func(t *testing.T) {
		requireKept[MCPRemoteProxyStatus](t, `{externalUrl: "https://a", externalURL: "https://b"}`)
	})
	t.Run("an entry's older ones", func(t *testing.T) { requireKept[MCPServerEntrySpec](t, oldEntry) })
	t.Run("an entry's present ones", func(t *testing.T) { requireKept[MCPServerEntrySpec](t, presentEntry) })
	t.Run("a server's older one", func(t *testing.T) { requireKept[MCPServerSpec](t, `{groupRef: team}`) })
	t.Run("a server's present one", func(t *testing.T) { requireKept[MCPServerSpec](t, `{groupRef: {name: team}}`) })
}

func requireKept[T any](t *testing.T, text string) {
	t.Helper()
	var read T
	require.NoError(t, yaml.UnmarshalStrict([]byte(text), &read))
	written, err := json.Marshal(read)
	require.NoError(t, err)
	want, err := yaml.YAMLToJSON([]byte(text))
	require.NoError(t, err)
	assert.JSONEq(t, string(want), string(written))

	untyped, err := runtime.DefaultUnstructuredConverter.ToUnstructured(&read)
	require.NoError(t, err)
	var again T
	require.NoError(t, runtime.DefaultUnstructuredConverter.FromUnstructured(untyped, &again))
	assert.Equal(t, read, again)
}
