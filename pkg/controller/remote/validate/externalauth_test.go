// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// proxyWith is a proxy with this auth config, in which nothing else is wrong.
func proxyWith(authType v1beta1.ExternalAuthType, spec authSpec, changes ...change) validate.Input {
	in := input(endpointType(v1alpha1.EndpointTypeProxy), withAuth(authType, spec))
	for _, change := range changes {
		change(&in)
	}
	return in
}

func authInvalidIn(mentions ...string) finding {
	return finding{v1alpha1.ConditionAuthConfigValid, v1alpha1.ReasonAuthConfigInvalid, append(mentions, `MCPExternalAuthConfig "login"`)}
}

func authWithoutEffect(mentions ...string) finding {
	return finding{v1alpha1.ConditionAuthConfigValid, v1alpha1.ReasonSettingWithoutEffect, append(mentions, `MCPExternalAuthConfig "login"`)}
}

func secretInvalid(mentions ...string) finding {
	return finding{v1alpha1.ConditionAuthConfigValid, v1alpha1.ReasonAuthSecretInvalid, append(mentions, `MCPExternalAuthConfig "login"`)}
}

func conflict(mentions ...string) finding {
	return configuration(v1alpha1.ReasonAuthConflict, mentions...)
}

func headerConflict(mentions ...string) finding {
	return configuration(v1alpha1.ReasonHeaderConflict, mentions...)
}

// unsendable makes the value of password one that cannot be a header.
func unsendable(in *validate.Input) {
	in.Secrets[password.Name][password.Key] = digest.Entry{Length: 5}
}

func TestTokenExchangeOfProxies(t *testing.T) {
	exchange := func(change func(*v1beta1.TokenExchangeConfig)) v1beta1.TokenExchangeConfig {
		config := v1beta1.TokenExchangeConfig{
			TokenURL: "https://sts.example.com/token", Audience: "backend", ClientID: "me", ClientSecretRef: &password, SubjectTokenType: "jwt",
			ExternalTokenHeaderName: "X-Token",
		}
		change(&config)
		return config
	}
	tokenURL := func(url string) v1beta1.TokenExchangeConfig {
		return exchange(func(c *v1beta1.TokenExchangeConfig) { c.TokenURL = url })
	}
	const field = "spec.tokenExchange."
	tests := map[string]struct {
		config v1beta1.TokenExchangeConfig
		want   []finding
	}{
		"all is well":       {tokenURL("https://sts.example.com/token?x=y"), nil},
		"http on this host": {tokenURL("http://127.0.0.1:8080/token"), nil},
		"plain http":        {tokenURL("http://sts.example.com/token"), []finding{configuration(v1alpha1.ReasonInsecureURL, field+"tokenUrl", v1alpha1.AllowInsecureAnnotation)}},
		"no URL":            {tokenURL("sts.example.com/token"), []finding{authInvalidIn(field + "tokenUrl")}},
		"a URL with a user": {tokenURL("https://u:s3cret@sts.example.com/token"), []finding{authInvalidIn(field + "tokenUrl")}},
		"an ID alone is not sent": {
			exchange(func(c *v1beta1.TokenExchangeConfig) { c.ClientSecretRef = nil }), []finding{authWithoutEffect(field+"clientId", "clientSecretRef")},
		},
		"and neither is a secret alone": {
			exchange(func(c *v1beta1.TokenExchangeConfig) { c.ClientID = "" }), []finding{authWithoutEffect(field+"clientId", "clientSecretRef")},
		},
		"a public client": {exchange(func(c *v1beta1.TokenExchangeConfig) { c.ClientID, c.ClientSecretRef = "", nil }), nil},
		"a type that is none": {
			exchange(func(c *v1beta1.TokenExchangeConfig) { c.SubjectTokenType = "saml" }), []finding{authInvalidIn(field+"subjectTokenType", "id_token")},
		},
		"a header that is none": {
			exchange(func(c *v1beta1.TokenExchangeConfig) { c.ExternalTokenHeaderName = "X Token" }), []finding{authInvalidIn(field+"externalTokenHeaderName", `"X Token"`)},
		},
		"a header that the connection sets": {
			exchange(func(c *v1beta1.TokenExchangeConfig) { c.ExternalTokenHeaderName = "host" }), []finding{authInvalidIn(field+"externalTokenHeaderName", `"host"`)},
		},
		"a provider that a proxy does not know": {
			exchange(func(c *v1beta1.TokenExchangeConfig) { c.SubjectProviderName = "idp" }),
			[]finding{configuration(v1alpha1.ReasonSettingWithoutEffect, field+"subjectProviderName", `"login"`)},
		},
		"all at once": {
			v1beta1.TokenExchangeConfig{TokenURL: "x", ClientID: "x", SubjectTokenType: "x", ExternalTokenHeaderName: "x y", SubjectProviderName: "x"},
			[]finding{
				authInvalidIn("tokenUrl"), authWithoutEffect("clientId"), authInvalidIn("subjectTokenType"), authInvalidIn("externalTokenHeaderName"),
				configuration(v1alpha1.ReasonSettingWithoutEffect),
			},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			in := proxyWith(v1beta1.ExternalAuthTypeTokenExchange, authSpec{TokenExchange: &tt.config})
			got := validate.ExternalAuth(in)
			requireFindings(t, tt.want, got)
			for _, problem := range got {
				assert.NotContains(t, problem.Message, "s3cret")
			}
			assert.Empty(t, validate.ExternalAuth(input(withAuth(v1beta1.ExternalAuthTypeTokenExchange, authSpec{TokenExchange: &tt.config}))), "in direct mode")
		})
	}
	t.Run("plain http is permitted by annotation", func(t *testing.T) {
		config := tokenURL("http://sts.example.com/token")
		in := proxyWith(v1beta1.ExternalAuthTypeTokenExchange, authSpec{TokenExchange: &config})
		in.Endpoint.Annotations = map[string]string{v1alpha1.AllowInsecureAnnotation: "true"}
		assert.Empty(t, validate.ExternalAuth(in))
	})
}

func TestHeaderInjectionOfProxies(t *testing.T) {
	injection := func(name string) authSpec {
		return authSpec{HeaderInjection: &v1beta1.HeaderInjectionConfig{HeaderName: name, ValueSecretRef: password}}
	}
	tests := map[string]struct {
		header  string
		changes []change
		want    []finding
	}{
		"all is well":         {"X-Injected", nil, nil},
		"a name that is none": {"X Key", nil, []finding{authInvalidIn("spec.headerInjection.headerName", `"X Key"`)}},
		"a name the connection sets": {
			"Transfer-encoding", nil, []finding{authInvalidIn("spec.headerInjection.headerName", `"Transfer-encoding"`)},
		},
		"a value that cannot be sent": {
			"X-Injected", []change{unsendable}, []finding{secretInvalid("spec.headerInjection.valueSecretRef", `Secret "credentials"`, `"token"`)},
		},
		"a value that is missing is not called bad as well": {
			"X-Injected", []change{func(in *validate.Input) { delete(in.Secrets, "credentials") }}, []finding{authSecretMissing(`"credentials"`)},
		},
		"a plain header of the same name":         {"x-team", nil, []finding{headerConflict(`"X-Team"`, `"login"`, "spec.headerForward")}},
		"a header from a Secret of the same name": {"X-Api-Key", nil, []finding{headerConflict(`"X-API-Key"`, `"login"`, "spec.headerForward")}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			requireFindings(t, tt.want, validate.ExternalAuth(proxyWith(v1beta1.ExternalAuthTypeHeaderInjection, injection(tt.header), tt.changes...)))
		})
	}
}

func TestBearerTokensOfProxies(t *testing.T) {
	bearer := authSpec{BearerToken: &v1beta1.BearerTokenConfig{TokenSecretRef: password}}
	proxy := func(changes ...change) []validate.Problem {
		return validate.ExternalAuth(proxyWith(v1beta1.ExternalAuthTypeBearerToken, bearer, changes...))
	}
	assert.Empty(t, proxy())
	requireFindings(t, []finding{secretInvalid("spec.bearerToken.tokenSecretRef", `Secret "credentials"`)}, proxy(unsendable))
	requireFindings(t, []finding{authSecretMissing(`Secret "credentials"`, "empty")},
		proxy(func(in *validate.Input) { in.Secrets["credentials"]["token"] = digest.Entry{} }))
	requireFindings(t, []finding{headerConflict(`"authorization"`, `"login"`, "spec.headerForward")}, proxy(forward(headers{"authorization": "Basic x"})))
}

func TestAWSSts(t *testing.T) {
	const role = "arn:aws:iam::123456789012:role/path/mcp"
	mapping := func(claim, matcher string) v1beta1.AWSStsConfig {
		return v1beta1.AWSStsConfig{Region: "eu-west-1", RoleMappings: []v1beta1.RoleMapping{{Claim: claim, Matcher: matcher, RoleArn: role}}}
	}
	const first = "spec.awsSts.roleMappings[0]"
	tests := map[string]struct {
		config v1beta1.AWSStsConfig
		want   []finding
	}{
		"a fallback alone":                   {v1beta1.AWSStsConfig{Region: "eu-west-1", FallbackRoleArn: role, SessionDuration: new(int32(900))}, nil},
		"a claim":                            {mapping("admins", ""), nil},
		"a matcher":                          {mapping("", `"dev" in claims["groups"] && !("act" in claims)`), nil},
		"a matcher of a type not yet known":  {mapping("", `claims["admin"]`), nil},
		"no role":                            {v1beta1.AWSStsConfig{Region: "eu-west-1"}, []finding{authInvalidIn("fallbackRoleArn", "roleMappings")}},
		"no region":                          {v1beta1.AWSStsConfig{FallbackRoleArn: role}, []finding{authInvalidIn("spec.awsSts.region")}},
		"a user is no role":                  {v1beta1.AWSStsConfig{Region: "eu-west-1", FallbackRoleArn: strings.ReplaceAll(role, "role", "user")}, []finding{authInvalidIn("spec.awsSts.fallbackRoleArn")}},
		"too short a session":                {v1beta1.AWSStsConfig{Region: "eu-west-1", FallbackRoleArn: role, SessionDuration: new(int32(899))}, []finding{authInvalidIn("spec.awsSts.sessionDuration")}},
		"too long a session":                 {v1beta1.AWSStsConfig{Region: "eu-west-1", FallbackRoleArn: role, SessionDuration: new(int32(43201))}, []finding{authInvalidIn("spec.awsSts.sessionDuration")}},
		"neither claim nor matcher":          {mapping("", ""), []finding{authInvalidIn(first, "either claim or matcher")}},
		"both claim and matcher":             {mapping("a", "true"), []finding{authInvalidIn(first, "either claim or matcher")}},
		"a matcher that is no CEL":           {mapping("", `claims["sub"`), []finding{authInvalidIn(first+".matcher", "CEL")}},
		"a matcher over something else":      {mapping("", `request.path == "/"`), []finding{authInvalidIn(first+".matcher", "claims")}},
		"a matcher that is no condition":     {mapping("", `"admin"`), []finding{authInvalidIn(first+".matcher", "true or false")}},
		"a matcher that is too long":         {mapping("", `claims["sub"] == "`+strings.Repeat("x", 10000)+`"`), []finding{authInvalidIn(first+".matcher", "10000")}},
		"a role of a mapping that is no ARN": {v1beta1.AWSStsConfig{Region: "eu-west-1", RoleMappings: []v1beta1.RoleMapping{{Claim: "a", RoleArn: "mcp"}}}, []finding{authInvalidIn(first + ".roleArn")}},
		"a provider that a proxy does not know": {
			v1beta1.AWSStsConfig{Region: "eu-west-1", FallbackRoleArn: role, SubjectProviderName: "idp"},
			[]finding{configuration(v1alpha1.ReasonSettingWithoutEffect, "spec.awsSts.subjectProviderName")},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			requireFindings(t, tt.want, validate.ExternalAuth(proxyWith(v1beta1.ExternalAuthTypeAWSSts, authSpec{AWSSts: &tt.config})))
		})
	}
}

// What one of two settings sends would never arrive.
func TestHeadersThatTwoSettingsSend(t *testing.T) {
	exchange := authSpec{TokenExchange: &v1beta1.TokenExchangeConfig{TokenURL: "https://sts.example.com/token"}}
	custom := authSpec{TokenExchange: &v1beta1.TokenExchangeConfig{TokenURL: "https://sts.example.com/token", ExternalTokenHeaderName: "X-Token"}}
	aws := authSpec{AWSSts: &v1beta1.AWSStsConfig{Region: "eu-west-1", FallbackRoleArn: "arn:aws:iam::123456789012:role/mcp"}}
	tests := map[string]struct {
		authType v1beta1.ExternalAuthType
		spec     authSpec
		forward  change
		want     []finding
	}{
		"other headers":                       {v1beta1.ExternalAuthTypeTokenExchange, exchange, forward(headers{"X-Other": "v"}), nil},
		"nobody else sends Authorization":     {v1beta1.ExternalAuthTypeUnauthenticated, authSpec{}, forward(headers{"Authorization": "v"}), nil},
		"a token that was exchanged":          {v1beta1.ExternalAuthTypeTokenExchange, exchange, forward(nil, "Authorization"), []finding{headerConflict(`"Authorization"`)}},
		"a token in a header of its own":      {v1beta1.ExternalAuthTypeTokenExchange, custom, forward(headers{"x-token": "v"}), []finding{headerConflict(`"x-token"`)}},
		"the client's token is left as it is": {v1beta1.ExternalAuthTypeTokenExchange, custom, forward(headers{"Authorization": "v"}), nil},
		"a signature": {
			v1beta1.ExternalAuthTypeAWSSts, aws, forward(headers{"authorization": "v", "x-amz-date": "v"}, "X-Amz-Security-Token"),
			[]finding{headerConflict(`"authorization"`), headerConflict(`"x-amz-date"`), headerConflict(`"X-Amz-Security-Token"`)},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			requireFindings(t, tt.want, validate.ExternalAuth(proxyWith(tt.authType, tt.spec, tt.forward)))
			for _, problem := range validate.ExternalAuth(input(withAuth(tt.authType, tt.spec), tt.forward)) {
				assert.NotEqual(t, v1alpha1.ReasonAuthConflict, problem.Reason, "a direct endpoint has no part in it")
			}
		})
	}
}
