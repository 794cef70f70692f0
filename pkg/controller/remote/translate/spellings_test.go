// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/translate"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// R1.7: a proxy in the spelling that ToolHive had before v0.26 renders the same children as one that says the same in today's.
func TestOlderSpellingsOfAProxyRenderWhatTodaysDo(t *testing.T) {
	idp := func(spec v1beta1.MCPOIDCConfigSpec) func(references.Found) references.Found {
		return func(f references.Found) references.Found {
			f.OIDCConfig = &v1beta1.MCPOIDCConfig{ObjectMeta: named("idp"), Spec: spec}
			return f
		}
	}
	inline := idp(v1beta1.MCPOIDCConfigSpec{Type: v1beta1.MCPOIDCConfigTypeInline, Inline: &v1beta1.InlineOIDCSharedConfig{
		Issuer: "https://idp.example.com", ClientID: "proxy", ClientSecretRef: &v1beta1.SecretKeyRef{Name: "keys", Key: "oidc"},
	}})
	cluster := idp(v1beta1.MCPOIDCConfigSpec{Type: v1beta1.MCPOIDCConfigTypeKubernetesServiceAccount})
	keys := func(f references.Found) references.Found {
		f.Texts = map[string]map[string]string{"idp": {"issuer": "https://idp.example.com", "audience": "search", "scopes": "openid, mcp"}}
		return f
	}
	asItIs := func(f references.Found) references.Found { return f }

	for _, test := range []struct {
		name         string
		older, today string
		found        func(references.Found) references.Found
	}{
		{"remoteURL", `{remoteUrl: null, remoteURL: "https://a.example.com/mcp"}`, `{remoteUrl: "https://a.example.com/mcp"}`, asItIs},
		{"groupRef as a string", `{groupRef: team}`, `{groupRef: {name: team}}`, asItIs},
		{"port", `{port: 9000}`, `{proxyPort: 9000}`, asItIs},
		{"oidcConfig of type inline", `{oidcConfigRef: null, oidcConfig: {type: inline, resourceUrl: "https://r.example.com", inline: {
			issuer: "https://idp.example.com", audience: search, clientId: proxy, clientSecretRef: {name: keys, key: oidc}}}}`,
			`{oidcConfigRef: {name: idp, audience: search, resourceUrl: "https://r.example.com"}}`, inline},
		{"oidcConfig of type kubernetes", `{oidcConfigRef: null, oidcConfig: {type: kubernetes, kubernetes: {audience: search}}}`,
			`{oidcConfigRef: {name: idp, audience: search}}`, cluster},
		{"oidcConfig of type kubernetes without more", `{oidcConfigRef: null, oidcConfig: {type: kubernetes}}`,
			`{oidcConfigRef: {name: idp, audience: toolhive}}`, cluster},
		{"oidcConfig of type configMap, a key for each setting", `{oidcConfigRef: null, oidcConfig: {type: configMap, configMap: {name: idp, key: oidc.json}}}`,
			`{oidcConfigRef: {name: idp, audience: search, scopes: [openid, mcp]}}`, keys},
		{"telemetry", `{telemetry: {prometheus: {enabled: true}}}`, `{telemetryConfigRef: {name: telemetry}}`, asItIs},
	} {
		t.Run(test.name, func(t *testing.T) {
			rendered := func(spec string) string {
				proxy := &v1beta1.MCPRemoteProxy{ObjectMeta: metav1.ObjectMeta{Name: "search", Namespace: namespace}}
				convert(t, merged(t, proxyBase, spec), &proxy.Spec)
				endpoint, found := translate.RemoteProxy(proxy).Endpoint, test.found(everything())
				require.Empty(t, validate.Endpoint(validate.Input{Endpoint: endpoint, Found: found}))
				return children(t, endpoint, found)
			}
			assert.JSONEq(t, rendered(test.today), rendered(test.older))
		})
	}
}

// R1.7: the same for entries, of which nothing is rendered.
func TestOlderSpellingsOfAnEntryMeanWhatTodaysDo(t *testing.T) {
	for name, specs := range map[string][2]string{
		"remoteURL":             {`{remoteUrl: null, remoteURL: "https://a.example.com/mcp"}`, `{remoteUrl: "https://a.example.com/mcp"}`},
		"groupRef as a string":  {`{groupRef: team}`, `{groupRef: {name: team}}`},
		"addHeadersFromSecrets": {strings.Replace(entryHeaders, "Secret:", "Secrets:", 1), entryHeaders},
		"caBundleRef":           {`{caBundleRef: {name: ca, key: root.pem}}`, `{caBundleRef: {configMapRef: {name: ca, key: root.pem}}}`},
		"caBundleRef without a key": {
			`{caBundleRef: {name: ca}}`, `{caBundleRef: {configMapRef: {name: ca, key: ""}}}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			older, today := translate.ServerEntry(entryOf(t, specs[0])), translate.ServerEntry(entryOf(t, specs[1]))
			assert.Equal(t, today, older)
			assert.Empty(t, validate.Endpoint(validate.Input{Endpoint: older.Endpoint, Found: everything()}))
		})
	}
}

const entryHeaders = `{headerForward: {addHeadersFromSecret: [{headerName: X-Key, valueSecretRef: {name: keys, key: api}}]}}`
