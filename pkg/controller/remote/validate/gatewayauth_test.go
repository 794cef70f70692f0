// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// gatewayWith lets clients of an identity provider in, and has one itself; then it is changed.
func gatewayWith(changes ...func(*validate.Gateway)) validate.Gateway {
	gateway := validate.Gateway{
		Upstreams: []string{"corp"},
		Secrets:   map[string]digest.Digest{"keys": digest.Of("default/keys", map[string]string{"key": "value", "empty": "", "lines": "a\nb"})},
	}
	for _, change := range changes {
		change(&gateway)
	}
	return gateway
}

func anonymous(g *validate.Gateway)   { g.Anonymous = true }
func noUpstream(g *validate.Gateway)  { g.Upstreams = nil }
func twoUpstream(g *validate.Gateway) { g.Upstreams = []string{"corp", "other"} }
func plainHTTP(g *validate.Gateway)   { g.AllowHTTP = true }

func authConfigOf(t *testing.T, spec string) *v1beta1.MCPExternalAuthConfig {
	t.Helper()
	config := &v1beta1.MCPExternalAuthConfig{}
	config.Name = "login"
	require.NoError(t, yaml.UnmarshalStrict([]byte(spec), &config.Spec))
	return config
}

const (
	keyRef      = `{name: keys, key: key}`
	exchange    = `tokenUrl: https://id.example.com/token, audience: x`
	xaa         = `idpTokenUrl: https://id.example.com/token, targetTokenUrl: https://b.example.com/token, targetAudience: https://b.example.com`
	stsMappings = `region: eu-west-1, fallbackRoleArn: "arn:aws:iam::123456789012:role/x"`
)

func TestAuthConfigsThatAGatewayCanApply(t *testing.T) {
	for name, test := range map[string]struct {
		gateway validate.Gateway
		spec    string
	}{
		"nothing at all":                {gatewayWith(anonymous, noUpstream), `{type: unauthenticated}`},
		"a header":                      {gatewayWith(anonymous, noUpstream), `{type: headerInjection, headerInjection: {headerName: X-Key, valueSecretRef: ` + keyRef + `}}`},
		"another token":                 {gatewayWith(noUpstream), `{type: tokenExchange, tokenExchange: {` + exchange + `, clientId: x, clientSecretRef: ` + keyRef + `}}`},
		"another token, without secret": {gatewayWith(noUpstream), `{type: tokenExchange, tokenExchange: {` + exchange + `, clientId: x}}`},
		"another token, by plain HTTP":  {gatewayWith(plainHTTP), `{type: tokenExchange, tokenExchange: {tokenUrl: http://id.example.com/token}}`},
		"that of an identity provider":  {gatewayWith(twoUpstream), `{type: upstreamInject, upstreamInject: {providerName: other}}`},
		"a role":                        {gatewayWith(noUpstream), `{type: awsSts, awsSts: {` + stsMappings + `}}`},
		"a role for another's token":    {gatewayWith(), `{type: awsSts, awsSts: {` + stsMappings + `, subjectProviderName: corp}}`},
		"two tokens":                    {gatewayWith(), `{type: xaa, xaa: {` + xaa + `}}`},
		"two tokens, said whose":        {gatewayWith(twoUpstream), `{type: xaa, xaa: {` + xaa + `, subjectProviderName: other}}`},
	} {
		t.Run(name, func(t *testing.T) {
			config := authConfigOf(t, test.spec)
			assert.Empty(t, test.gateway.AuthConfig(config))
			assert.Empty(t, test.gateway.MissingSecrets(config))
		})
	}
}

func TestAuthConfigsThatAGatewayCannotApply(t *testing.T) {
	unsupported, invalid := v1alpha1.ReasonUnsupportedAuthTypeForDirectMode, v1alpha1.ReasonAuthConfigInvalid
	conflict, inVain := v1alpha1.ReasonAuthConflict, v1alpha1.ReasonSettingWithoutEffect
	for name, test := range map[string]struct {
		gateway      validate.Gateway
		spec         string
		reason, says string
	}{
		"a type for proxies":            {gatewayWith(), `{type: bearerToken, bearerToken: {tokenSecretRef: ` + keyRef + `}}`, unsupported, "bearerToken"},
		"a type for servers":            {gatewayWith(), `{type: embeddedAuthServer}`, unsupported, "embeddedAuthServer"},
		"a type of another build":       {gatewayWith(), `{type: obo}`, unsupported, "obo"},
		"without what the type says":    {gatewayWith(), `{type: headerInjection}`, invalid, "spec.headerInjection"},
		"a header of the connection":    {gatewayWith(), `{type: headerInjection, headerInjection: {headerName: Host, valueSecretRef: ` + keyRef + `}}`, v1alpha1.ReasonAuthConfigInvalid, "Host"},
		"a value of two lines":          {gatewayWith(), `{type: headerInjection, headerInjection: {headerName: X, valueSecretRef: {name: keys, key: lines}}}`, v1alpha1.ReasonAuthSecretInvalid, `"lines"`},
		"there is no token to exchange": {gatewayWith(anonymous), `{type: tokenExchange, tokenExchange: {` + exchange + `}}`, conflict, "spec.incomingAuth.type"},
		"a role for nobody":             {gatewayWith(anonymous), `{type: awsSts, awsSts: {` + stsMappings + `}}`, conflict, "spec.incomingAuth.type"},
		"no role":                       {gatewayWith(), `{type: awsSts, awsSts: {region: eu-west-1}}`, invalid, "fallbackRoleArn"},
		"a URL that is none":            {gatewayWith(), `{type: tokenExchange, tokenExchange: {tokenUrl: nope}}`, invalid, "tokenUrl"},
		"secrets by plain HTTP":         {gatewayWith(), `{type: tokenExchange, tokenExchange: {tokenUrl: http://id.example.com/token}}`, invalid, "tokenUrl"},
		"a secret of nobody":            {gatewayWith(), `{type: tokenExchange, tokenExchange: {` + exchange + `, clientSecretRef: ` + keyRef + `}}`, invalid, "clientId"},
		"another header":                {gatewayWith(), `{type: tokenExchange, tokenExchange: {` + exchange + `, externalTokenHeaderName: X-Token}}`, inVain, "externalTokenHeaderName"},
		"the token of a stranger":       {gatewayWith(), `{type: tokenExchange, tokenExchange: {` + exchange + `, subjectProviderName: other}}`, conflict, `"other"`},
		"no identity provider":          {gatewayWith(noUpstream), `{type: upstreamInject, upstreamInject: {providerName: corp}}`, conflict, "spec.authServerConfig"},
		"another identity provider":     {gatewayWith(), `{type: upstreamInject, upstreamInject: {providerName: other}}`, conflict, `"other"`},
		"two tokens, of nobody":         {gatewayWith(noUpstream), `{type: xaa, xaa: {` + xaa + `}}`, conflict, "spec.authServerConfig"},
		"two tokens, of whom":           {gatewayWith(twoUpstream), `{type: xaa, xaa: {` + xaa + `}}`, invalid, "subjectProviderName"},
		"two tokens, for whom":          {gatewayWith(), `{type: xaa, xaa: {idpTokenUrl: https://id.example.com/token, targetTokenUrl: https://b.example.com/token}}`, invalid, "targetAudience"},
		"two tokens, without password":  {gatewayWith(), `{type: xaa, xaa: {` + xaa + `, idpClientId: x}}`, invalid, "idpClientId"},
		"two tokens, by plain HTTP":     {gatewayWith(), `{type: xaa, xaa: {idpTokenUrl: https://id.example.com/token, targetTokenUrl: http://b.example.com/token, targetAudience: x}}`, invalid, "insecureTargetTokenUrl"},
	} {
		t.Run(name, func(t *testing.T) {
			problems := test.gateway.AuthConfig(authConfigOf(t, test.spec))
			require.Len(t, problems, 1)
			assert.Equal(t, test.reason, problems[0].Reason)
			assert.Contains(t, problems[0].Message, test.says)
			assert.Contains(t, problems[0].Message, `MCPExternalAuthConfig "login"`)
		})
	}
}

func TestSecretsThatAGatewayLacks(t *testing.T) {
	for name, ref := range map[string]string{"no Secret": `{name: nobody, key: key}`, "no key": `{name: keys, key: nothing}`, "no value": `{name: keys, key: empty}`} {
		config := authConfigOf(t, `{type: headerInjection, headerInjection: {headerName: X-Key, valueSecretRef: `+ref+`}}`)
		assert.Empty(t, gatewayWith().AuthConfig(config), "%s: it may come back", name)
		problems := gatewayWith().MissingSecrets(config)
		require.Len(t, problems, 1, name)
		assert.Equal(t, v1alpha1.ReasonAuthSecretNotFound, problems[0].Reason)
	}
}

func TestSecretsOfHeaders(t *testing.T) {
	secrets := gatewayWith().Secrets
	assert.Empty(t, validate.HeaderSecret(secrets, "keys", "key"))
	assert.Empty(t, validate.HeaderSecret(secrets, "keys", "nothing"), "that is another matter")
	assert.Contains(t, validate.HeaderSecret(secrets, "keys", "lines"), `key "lines" of Secret "keys"`)
}
