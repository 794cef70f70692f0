// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
)

// fault is a reason, and words that the message has.
type fault struct {
	reason string
	words  []string
}

func withoutEffect(words ...string) fault { return fault{v1alpha1.ReasonSettingWithoutEffect, words} }
func unchecked(words ...string) fault     { return fault{v1alpha1.ReasonOIDCIntrospectionInvalid, words} }
func oidcInvalid(words ...string) fault   { return fault{v1alpha1.ReasonOIDCConfigInvalid, words} }
func authzInvalid(words ...string) fault  { return fault{v1alpha1.ReasonAuthzConfigInvalid, words} }
func policyInvalid(words ...string) fault { return fault{v1alpha1.ReasonAuthzPolicyInvalid, words} }

func audienceMissing(words ...string) fault {
	return fault{v1alpha1.ReasonOIDCAudienceMissing, words}
}

func resourceURLInvalid(words ...string) fault {
	return fault{v1alpha1.ReasonOIDCResourceURLInvalid, words}
}

func findSecurity(in Input) []Problem {
	var problems []Problem
	for _, c := range securityChecks {
		problems = append(problems, c.find(in)...)
	}
	return problems
}

// requireFaults requires these problems of ConfigurationValid, in this order, and no others.
func requireFaults(t *testing.T, want []fault, in Input) {
	t.Helper()
	got := findSecurity(in)
	require.Len(t, got, len(want), "%+v", got)
	for i, problem := range got {
		assert.Equal(t, v1alpha1.ConditionConfigurationValid, problem.Condition)
		assert.Equal(t, want[i].reason, problem.Reason)
		for _, word := range want[i].words {
			assert.Contains(t, problem.Message, word)
		}
	}
}

// proxyInput is that of a proxy, and of what its OIDC configuration can refer to.
func proxyInput(proxy v1alpha1.ProxyConfig) Input {
	return Input{
		Endpoint: &v1alpha1.MCPRemoteEndpoint{Spec: v1alpha1.MCPRemoteEndpointSpec{Type: v1alpha1.EndpointTypeProxy, ProxyConfig: &proxy}},
		Found: references.Found{
			Secrets:    map[string]digest.Digest{"client": {"secret": {Length: 8}, "empty": {}}},
			ConfigMaps: map[string]digest.Digest{"authority": {"ca.crt": {Certificates: 1}, "text": {Length: 8}}},
			Texts:      map[string]map[string]string{},
		},
	}
}

// inlineInput is one with an OIDC configuration in which nothing is wrong; then it is changed.
func inlineInput(change func(*v1alpha1.InlineOIDCConfig)) Input {
	inline := &v1alpha1.InlineOIDCConfig{Issuer: "https://idp.example.com", Audience: "search"}
	change(inline)
	return proxyInput(v1alpha1.ProxyConfig{OIDCConfig: &v1alpha1.OIDCConfig{Type: v1alpha1.OIDCConfigTypeInline, Inline: inline}})
}

func kubernetesInput(kubernetes *v1alpha1.KubernetesOIDCConfig) Input {
	return proxyInput(v1alpha1.ProxyConfig{OIDCConfig: &v1alpha1.OIDCConfig{Type: v1alpha1.OIDCConfigTypeKubernetes, Kubernetes: kubernetes}})
}

// keysInput is one with a ConfigMap in which each setting is a key.
func keysInput(data map[string]string) Input {
	in := textInput("")
	in.Texts["oidc"] = data
	return in
}

func textInput(text string) Input {
	in := proxyInput(v1alpha1.ProxyConfig{OIDCConfig: &v1alpha1.OIDCConfig{
		Type: v1alpha1.OIDCConfigTypeConfigMap, ConfigMap: &v1alpha1.OIDCConfigMapRef{Name: "oidc"},
	}})
	in.Texts["oidc"] = map[string]string{"oidc.json": text}
	return in
}

func sharedInput(spec v1beta1.MCPOIDCConfigSpec) Input {
	in := proxyInput(v1alpha1.ProxyConfig{OIDCConfigRef: &v1beta1.MCPOIDCConfigReference{Name: "idp", Audience: "search"}})
	in.OIDCConfig = &v1beta1.MCPOIDCConfig{Spec: spec}
	return in
}

func inlineAuthzInput(config v1alpha1.InlineAuthzConfig) Input {
	return proxyInput(v1alpha1.ProxyConfig{AuthzConfig: &v1alpha1.AuthzConfig{Type: v1alpha1.AuthzConfigTypeInline, Inline: &config}})
}

func textAuthzInput(text string) Input {
	in := proxyInput(v1alpha1.ProxyConfig{AuthzConfig: &v1alpha1.AuthzConfig{
		Type: v1alpha1.AuthzConfigTypeConfigMap, ConfigMap: &v1alpha1.AuthzConfigMapRef{Name: "policies"},
	}})
	in.Texts["policies"] = map[string]string{"authz.json": text}
	return in
}

func sharedAuthzInput(authorizer, config string) Input {
	in := proxyInput(v1alpha1.ProxyConfig{AuthzConfigRef: &v1beta1.MCPAuthzConfigReference{Name: "policies"}})
	in.AuthzConfig = &v1beta1.MCPAuthzConfig{
		Spec: v1beta1.MCPAuthzConfigSpec{Type: authorizer, Config: runtime.RawExtension{Raw: []byte(config)}},
	}
	return in
}

func TestAllFaultsOfSecurityAreReportedAtOnce(t *testing.T) {
	in := inlineInput(func(i *v1alpha1.InlineOIDCConfig) {
		*i = v1alpha1.InlineOIDCConfig{
			Issuer: "http://idp.example.com", JWKSURL: "https://10.0.0.1/keys", IntrospectionURL: "http://idp.example.com",
			ClientSecretRef: &v1beta1.SecretKeyRef{Name: "none", Key: "secret"}, CABundleRef: &v1alpha1.CABundleRef{Name: "none"},
			JWKSAuthTokenPath: "token",
		}
	})
	in.Endpoint.Spec.ProxyConfig.OIDCConfig.ResourceURL = "https:///"
	in.Endpoint.Spec.ProxyConfig.AuthzConfig = &v1alpha1.AuthzConfig{
		Type: v1alpha1.AuthzConfigTypeInline, GroupEntityType: "in",
		Inline: &v1alpha1.InlineAuthzConfig{Policies: []string{"permit(oops", ""}, EntitiesJSON: "{"},
	}
	requireFaults(t, []fault{
		oidcInvalid("the issuer"), oidcInvalid("the JWKS URL"), unchecked("the introspection URL"), resourceURLInvalid("resourceURL"),
		audienceMissing("audience"),
		{v1alpha1.ReasonOIDCSecretNotFound, []string{`"none"`}}, unchecked("client ID"), unchecked("takes the place"),
		{v1alpha1.ReasonOIDCCABundleInvalid, []string{`"none"`}}, oidcInvalid("absolute path"),
		policyInvalid("policies[0]"), policyInvalid("policies[1]"), policyInvalid("entities"), authzInvalid("group entity type"),
	}, in)
}

func TestDirectEndpointsHaveNoSecurity(t *testing.T) {
	in := inlineInput(func(i *v1alpha1.InlineOIDCConfig) { i.Issuer = "" })
	in.Endpoint.Spec.Type = v1alpha1.EndpointTypeDirect
	requireFaults(t, nil, in)
	in.Endpoint.Spec.ProxyConfig = nil
	requireFaults(t, nil, in)
}

func TestAProxyNeedNotHaveSecurity(t *testing.T) {
	requireFaults(t, nil, proxyInput(v1alpha1.ProxyConfig{}))
	in := proxyInput(v1alpha1.ProxyConfig{})
	in.Endpoint.Spec.ProxyConfig = nil
	requireFaults(t, nil, in)
}

func TestMessagesDoNotRepeatURLs(t *testing.T) {
	for _, problem := range findSecurity(inlineInput(func(i *v1alpha1.InlineOIDCConfig) {
		i.Issuer, i.JWKSURL, i.IntrospectionURL = "http://user:s3cret@idp.example.com", "s3cret", "http://s3cret@idp.example.com"
	})) {
		assert.NotContains(t, problem.Message, "s3cret")
	}
}

// Messages go into conditions and events, whose length is limited.
func TestMessagesAreShort(t *testing.T) {
	long := strings.Repeat("x", maxPolicyBytes)
	for _, in := range []Input{
		textInput(`{"` + long + `":1}`), textAuthzInput(`{"` + long + `":1}`),
		inlineAuthzInput(v1alpha1.InlineAuthzConfig{Policies: []string{long}, EntitiesJSON: `["` + long + `"]`}),
	} {
		for _, problem := range findSecurity(in) {
			assert.Less(t, len(problem.Message), 512)
		}
	}
}
