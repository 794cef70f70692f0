// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"fmt"
	"strings"
	"testing"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
)

const permitAll = `permit(principal, action, resource);`

func TestAuthzConfigs(t *testing.T) {
	noObject, noMap, noKey := sharedAuthzInput("cedarv1", "{}"), textAuthzInput(""), textAuthzInput("")
	noObject.AuthzConfig = nil
	delete(noMap.Texts, "policies")
	delete(noKey.Texts["policies"], "authz.json")
	noMember := textAuthzInput("")
	noMember.Endpoint.Spec.ProxyConfig.AuthzConfig = &v1alpha1.AuthzConfig{Type: v1alpha1.AuthzConfigTypeInline}
	claims := textAuthzInput(`{"version":"1.0","type":"httpv1","pdp":{"http":{"url":"https://pdp.example.com"},"claim_mapping":"mpe"}}`)
	claims.Endpoint.Spec.ProxyConfig.AuthzConfig.GroupClaimName = "teams"

	tests := map[string]struct {
		in   Input
		want []fault
	}{
		"inline":         {inlineAuthzInput(v1alpha1.InlineAuthzConfig{Policies: []string{permitAll}}), nil},
		"a ConfigMap":    {textAuthzInput(`{"version":"1.0","type":"cedarv1","cedar":{"policies":["` + permitAll + `"]}}`), nil},
		"MCPAuthzConfig": {sharedAuthzInput("cedarv1", `{"policies":["`+permitAll+`"],"entities_json":"[]"}`), nil},
		"an MCPAuthzConfig that does not exist": {
			noObject, []fault{{v1alpha1.ReasonAuthzConfigNotFound, []string{`MCPAuthzConfig "policies"`, "authzConfigRef"}}},
		},
		"a ConfigMap that does not exist":   {noMap, []fault{{v1alpha1.ReasonAuthzConfigNotFound, []string{`ConfigMap "policies"`, `"authz.json"`}}}},
		"a ConfigMap without the key":       {noKey, []fault{{v1alpha1.ReasonAuthzConfigNotFound, []string{`ConfigMap "policies"`, `"authz.json"`}}}},
		"a type without its member":         {noMember, []fault{authzInvalid("spec.proxyConfig.authzConfig.inline")}},
		"a text that cannot be read":        {textAuthzInput("{not json"), []fault{authzInvalid(`key "authz.json" of ConfigMap "policies"`)}},
		"a key that nobody knows":           {sharedAuthzInput("cedarv1", `{"policy":[]}`), []fault{withoutEffect(`MCPAuthzConfig "policies"`, `"policy"`), policyInvalid("no policies")}},
		"a text without anything":           {textAuthzInput(""), []fault{authzInvalid("version"), authzInvalid("type", "cedarv1", "httpv1")}},
		"a type that nobody knows":          {sharedAuthzInput("opav1", `{"a":1}`), []fault{authzInvalid(`"opav1"`, `MCPAuthzConfig "policies"`)}},
		"no member":                         {textAuthzInput(`{"version":"1.0","type":"cedarv1"}`), []fault{authzInvalid("cedar is missing")}},
		"the member of another type":        {textAuthzInput(`{"version":"1.0","type":"httpv1","cedar":{"policies":["a"]}}`), []fault{authzInvalid("pdp is missing"), withoutEffect("cedar has no effect")}},
		"claims that no policy looks at":    {claims, []fault{withoutEffect("groupClaimName", `ConfigMap "policies"`)}},
		"policies of a ConfigMap are read":  {textAuthzInput(`{"version":"1.0","type":"cedarv1","cedar":{"policies":["permit(oops"],"entities_json":"[]"}}`), []fault{policyInvalid("policies[0]", `ConfigMap "policies"`)}},
		"policies of an MCPAuthzConfig too": {sharedAuthzInput("cedarv1", `{"policies":["permit(oops"]}`), []fault{policyInvalid("policies[0]", `MCPAuthzConfig "policies"`)}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { requireFaults(t, tt.want, tt.in) })
	}
}

func TestPolicyDecisionPoints(t *testing.T) {
	config := func(http, rest string) Input { return sharedAuthzInput("httpv1", `{"http":`+http+rest+`}`) }
	const mapped = `,"claim_mapping":"standard"`
	tests := map[string]struct {
		in   Input
		want []fault
	}{
		"a decision point":                  {config(`{"url":"https://pdp.example.com","timeout":5}`, mapped), nil},
		"one beside the proxy":              {config(`{"url":"http://localhost:9000"}`, mapped), nil},
		"one of which nothing is said":      {sharedAuthzInput("httpv1", ""), []fault{authzInvalid("http is missing"), authzInvalid("claim_mapping")}},
		"no URL":                            {config(`{}`, mapped), []fault{authzInvalid("http.url")}},
		"a URL of something else":           {config(`{"url":"unix:///pdp.sock"}`, mapped), []fault{authzInvalid("http.url")}},
		"a URL with a password":             {config(`{"url":"https://a:b@pdp.example.com"}`, mapped), []fault{authzInvalid("http.url", "user information")}},
		"a timeout before the start":        {config(`{"url":"https://pdp.example.com","timeout":-1}`, mapped), []fault{authzInvalid("http.timeout")}},
		"a timeout that would be none":      {config(`{"url":"https://pdp.example.com","timeout":10000000000}`, mapped), []fault{authzInvalid("http.timeout")}},
		"a claim mapping that nobody knows": {config(`{"url":"https://pdp.example.com"}`, `,"claim_mapping":"other"`), []fault{authzInvalid("claim_mapping")}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { requireFaults(t, tt.want, tt.in) })
	}
}

func TestCedarPolicies(t *testing.T) {
	deep := func(n int) string {
		return `[{"uid":{"type":"A","id":"b"},"attrs":{"x":` + strings.Repeat("[", n) + strings.Repeat("]", n) + `},"parents":[]}]`
	}
	tests := map[string]struct {
		policies []string
		entities string
		want     []fault
	}{
		"one policy":         {[]string{permitAll}, "", nil},
		"several policies":   {[]string{permitAll, `@id("no") forbid(principal, action == Action::"call_tool", resource == Tool::"rm") unless { principal.claim_sub like "a*" };`}, "[]", nil},
		"a comment after it": {[]string{permitAll + " // all"}, "", nil},
		"no policies":        {nil, "", []fault{policyInvalid("no policies")}},
		"a mistake":          {[]string{permitAll, "permit(principal action resource"}, "", []fault{policyInvalid("policies[1]")}},
		"two in one, the second would be ignored":  {[]string{permitAll + ` forbid(principal, action, resource);`}, "", []fault{withoutEffect("policies[0]", "2 policies", "only the first")}},
		"what follows it would be ignored":         {[]string{permitAll + " oops"}, "", []fault{policyInvalid("policies[0]")}},
		"an empty policy":                          {[]string{""}, "", []fault{policyInvalid("policies[0]", "empty")}},
		"only a comment":                           {[]string{"// none"}, "", []fault{policyInvalid("policies[0]", "empty")}},
		"more than the operator will read":         {[]string{permitAll + strings.Repeat(" ", maxPolicyBytes)}, "", []fault{policyInvalid("policies[0]", "split")}},
		"as many brackets as the operator reads":   {[]string{permit(strings.Repeat("(", maxPolicyBytes/2-40) + "true" + strings.Repeat(")", maxPolicyBytes/2-40))}, "", nil},
		"entities":                                 {[]string{permitAll}, `[{"uid":{"type":"THVGroup","id":"admins"},"attrs":{},"parents":[]}]`, nil},
		"entities that are no JSON":                {[]string{permitAll}, "{not json", []fault{policyInvalid("the entities")}},
		"entities that are no array":               {[]string{permitAll}, `{"uid":{"type":"A","id":"b"}}`, []fault{policyInvalid("the entities")}},
		"entities that are no entities":            {[]string{permitAll}, `["admins"]`, []fault{policyInvalid("the entities")}},
		"deep entities":                            {[]string{permitAll}, deep(maxEntityDepth - 3), nil},
		"entities deeper than the operator reads":  {[]string{permitAll}, deep(maxEntityDepth - 2), []fault{policyInvalid("levels deep")}},
		"far too deep entities are given up early": {[]string{permitAll}, strings.Repeat("[", 1<<20), []fault{policyInvalid("levels deep")}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			requireFaults(t, tt.want, inlineAuthzInput(v1alpha1.InlineAuthzConfig{Policies: tt.policies, EntitiesJSON: tt.entities}))
		})
	}
}

func permit(when string) string { return "permit(principal, action, resource) when { " + when + " };" }

func TestGroupEntityTypes(t *testing.T) {
	for name, valid := range map[string]bool{
		"": true, "Team": true, "_team2": true, "Platform::Team": false, "2nd": false, "in": false, "if": false, "a-b": false, "a b": false,
		`A::"x", action, resource); permit(principal in B`: false,
	} {
		t.Run(fmt.Sprintf("%q", name), func(t *testing.T) {
			in := inlineAuthzInput(v1alpha1.InlineAuthzConfig{Policies: []string{permitAll}})
			in.Endpoint.Spec.ProxyConfig.AuthzConfig.GroupEntityType = name
			var want []fault
			if !valid {
				want = []fault{authzInvalid("group entity type")}
			}
			requireFaults(t, want, in)
		})
	}
}
