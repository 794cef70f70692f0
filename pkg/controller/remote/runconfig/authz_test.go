// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runconfig_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
)

func inlineAuthz(policies ...string) *secured {
	return &secured{proxy: v1alpha1.ProxyConfig{AuthzConfig: &v1alpha1.AuthzConfig{
		Type: v1alpha1.AuthzConfigTypeInline, Inline: &v1alpha1.InlineAuthzConfig{Policies: policies},
	}}}
}

func textAuthz(text string) *secured {
	return &secured{
		proxy: v1alpha1.ProxyConfig{AuthzConfig: &v1alpha1.AuthzConfig{
			Type: v1alpha1.AuthzConfigTypeConfigMap, ConfigMap: &v1alpha1.AuthzConfigMapRef{Name: "policies"},
		}},
		found: references.Found{Texts: map[string]map[string]string{"policies": {"authz.json": text}}},
	}
}

func sharedAuthz(authorizer, config string) *secured {
	return &secured{
		proxy: v1alpha1.ProxyConfig{AuthzConfigRef: &v1beta1.MCPAuthzConfigReference{Name: "policies"}},
		found: references.Found{AuthzConfig: &v1beta1.MCPAuthzConfig{
			Spec: v1beta1.MCPAuthzConfigSpec{Type: authorizer, Config: runtime.RawExtension{Raw: []byte(config)}},
		}},
	}
}

const (
	cedarText = `{"version":"1.0","type":"cedarv1","cedar":{"policies":["permit(principal, action, resource);"],"entities_json":"[]",
		"group_claim_name":"groups","role_claim_name":"roles","group_entity_type":"Team","multi_valued_claims":["scp"]}}`
	pdpText = `{"version":"1.0","type":"httpv1","pdp":{"http":{"url":"https://pdp.example.com","timeout":5,"insecure_skip_verify":true},
		"context":{"include_args":true,"include_operation":true},"claim_mapping":"standard"}}`
)

// member is one of an object's members, as JSON.
func member(t *testing.T, object, name string) string {
	t.Helper()
	var members map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(object), &members))
	return string(members[name])
}

// The keys are a contract with the proxy runner: all that it knows come through.
func TestAuthzOfEachSource(t *testing.T) {
	yamlText := "version: '1.0'\ntype: cedarv1\ncedar:\n  policies:\n  - permit(principal, action, resource);\n  entities_json: '[]'\n" +
		"  group_claim_name: groups\n  role_claim_name: roles\n  group_entity_type: Team\n  multi_valued_claims: [scp]\n"
	inline := inlineAuthz("permit(principal, action, resource);")
	inline.proxy.AuthzConfig.GroupClaimName = "groups"
	tests := map[string]struct {
		secured *secured
		want    string
	}{
		"inline": {
			inline,
			`{"version":"1.0","type":"cedarv1","cedar":{"policies":["permit(principal, action, resource);"],"entities_json":"[]","group_claim_name":"groups"}}`,
		},
		"a ConfigMap with JSON":                            {textAuthz(cedarText), cedarText},
		"a ConfigMap with YAML":                            {textAuthz(yamlText), cedarText},
		"a ConfigMap for a policy decision point":          {textAuthz(pdpText), pdpText},
		"an MCPAuthzConfig":                                {sharedAuthz("cedarv1", member(t, cedarText, "cedar")), cedarText},
		"an MCPAuthzConfig for a policy decision point":    {sharedAuthz("httpv1", member(t, pdpText, "pdp")), pdpText},
		"a text in JSON that is indented with tabs":        {textAuthz("{\n\t\"version\": \"1.0\",\n\t\"type\": \"httpv1\"\n}"), `{"version":"1.0","type":"httpv1"}`},
		"an MCPAuthzConfig of a type that nobody knows":    {sharedAuthz("opav1", `{"a":1}`), `{"version":"1.0","type":"opav1"}`},
		"an MCPAuthzConfig without a configuration":        {sharedAuthz("httpv1", ""), `{"version":"1.0","type":"httpv1","pdp":{}}`},
		"a text without anything is for package validate":  {textAuthz(""), `{"version":"","type":""}`},
		"an unfit text is for package validate, all of it": {textAuthz(`{"cedar":{"policies":["permit(oops"]}}`), `{"version":"","type":"","cedar":{"policies":["permit(oops"],"entities_json":""}}`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := json.Marshal(tt.secured.config(t).Config.Authz)
			require.NoError(t, err)
			assert.JSONEq(t, tt.want, string(got))
		})
	}
}

func TestWithoutAuthzThereIsNone(t *testing.T) {
	none := secured{}
	assert.Nil(t, none.config(t).Config.Authz)
}

func TestAuthzThatCannotBeFoundOrReadIsAnError(t *testing.T) {
	missing, noMap, noMember := sharedAuthz("cedarv1", "{}"), textAuthz(cedarText), inlineAuthz()
	missing.found.AuthzConfig = nil
	noMap.found.Texts = nil
	noMember.proxy.AuthzConfig.Inline = nil
	tests := map[string]*secured{
		"no MCPAuthzConfig":                    missing,
		"no ConfigMap":                         noMap,
		"a type without its member":            noMember,
		"a text that is neither JSON nor YAML": textAuthz("{not json"),
		"the provider that the proxy sets":     sharedAuthz("cedarv1", `{"primary_upstream_provider":"default"}`),
		"a version that is a number":           textAuthz("version: 1.0\ntype: cedarv1\n"),
	}
	for name, tt := range tests {
		t.Run(name, tt.fails)
	}
}

func TestAuthzPassesOverKeysThatHaveNoEffect(t *testing.T) {
	for name, tt := range map[string]struct {
		secured *secured
		key     string
	}{
		"a key that nobody knows":            {textAuthz(`{"version":"1.0","type":"cedarv1","policies":[]}`), "policies"},
		"a key inside that nobody knows":     {sharedAuthz("cedarv1", `{"policy":"permit(principal, action, resource);"}`), "policy"},
		"a key that is given twice":          {textAuthz(`{"version":"1.0","version":"1.0"}`), "version"},
		"a key that is given twice, in YAML": {textAuthz("version: '1.0'\nversion: '1.0'\n"), "version"},
	} {
		t.Run(name, func(t *testing.T) {
			authz := tt.secured.config(t).Config.Authz
			require.Len(t, authz.Mistakes, 1)
			assert.ErrorContains(t, authz.Mistakes[0], tt.key)
		})
	}
}

func TestEveryFieldOfAuthzConfigHasItsEffect(t *testing.T) {
	cedarEffect := func(want func(*runconfig.Cedar)) func(*runconfig.Proxy) {
		return func(p *runconfig.Proxy) { want(p.Config.Authz.Cedar) }
	}
	for name, base := range map[string]func() *secured{
		"inline":      func() *secured { return inlineAuthz("permit(principal, action, resource);") },
		"a ConfigMap": func() *secured { return textAuthz(cedarText) },
	} {
		t.Run(name, func(t *testing.T) {
			requireEffects(t, reflect.TypeFor[v1alpha1.AuthzConfig](), base, map[string]effect{
				"groupClaimName": {
					func(s *secured) { s.proxy.AuthzConfig.GroupClaimName = "teams" },
					cedarEffect(func(c *runconfig.Cedar) { c.GroupClaimName = "teams" }),
				},
				"roleClaimName": {
					func(s *secured) { s.proxy.AuthzConfig.RoleClaimName = "duties" },
					cedarEffect(func(c *runconfig.Cedar) { c.RoleClaimName = "duties" }),
				},
				"groupEntityType": {
					func(s *secured) { s.proxy.AuthzConfig.GroupEntityType = "Crew" },
					cedarEffect(func(c *runconfig.Cedar) { c.GroupEntityType = "Crew" }),
				},
			}, "type", "inline", "configMap")
		})
	}
	requireEffects(t, reflect.TypeFor[v1alpha1.InlineAuthzConfig](), func() *secured { return inlineAuthz() }, map[string]effect{
		"policies": {
			func(s *secured) { s.proxy.AuthzConfig.Inline.Policies = []string{"a", "b"} },
			cedarEffect(func(c *runconfig.Cedar) { c.Policies = []string{"a", "b"} }),
		},
		"entitiesJson": {
			func(s *secured) { s.proxy.AuthzConfig.Inline.EntitiesJSON = "[{}]" },
			cedarEffect(func(c *runconfig.Cedar) { c.EntitiesJSON = "[{}]" }),
		},
	})
}
