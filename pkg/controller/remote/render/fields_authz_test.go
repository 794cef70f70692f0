// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

const ownAuthz = proxy + "authzConfig."

// authzCases are of who may call what.
var authzCases = []fieldCase{
	{"authz-inline", ownAuthz + "type", "configMap", refused(v1alpha1.ReasonAuthzConfigInvalid)},
	{
		"authz-inline", ownAuthz + "type", "configMap",
		changes("runconfig.authz_config.cedar.entities_json", "runconfig.authz_config.cedar.policies").
			with(kind.MCPRemoteEndpoint, ownAuthz+"inline", nil).
			with(kind.MCPRemoteEndpoint, ownAuthz+"configMap.name", "other-texts"),
	},
	{"authz-inline", ownAuthz + "inline.policies", []string{"permit(principal, action, resource);"}, changes("runconfig.authz_config.cedar.policies")},
	{"authz-inline", ownAuthz + "inline.entitiesJson", "[]", changes("runconfig.authz_config.cedar.entities_json")},
	{"authz-inline", ownAuthz + "groupClaimName", "other", changes("runconfig.authz_config.cedar.group_claim_name")},
	{"authz-inline", ownAuthz + "roleClaimName", "other", changes("runconfig.authz_config.cedar.role_claim_name")},
	{"authz-inline", ownAuthz + "groupEntityType", "Other", changes("runconfig.authz_config.cedar.group_entity_type")},
	{"authz-configmap", ownAuthz + "configMap.name", "other-texts", changes("runconfig.authz_config.cedar.policies")},
	{"authz-configmap", ownAuthz + "configMap.key", "strict.yaml", changes("runconfig.authz_config.cedar.policies")},
	{
		"authz-shared", proxy + "authzConfigRef.name", "other",
		changes(
			"runconfig.authz_config.cedar.entities_json", "runconfig.authz_config.cedar.group_claim_name",
			"runconfig.authz_config.cedar.multi_valued_claims", "runconfig.authz_config.cedar.policies",
		),
	},
}

// sharedAuthzCases are those of an MCPAuthzConfig.
var sharedAuthzCases = []fieldCase{
	{"authz-shared", "spec.type", "httpv1", refused(v1alpha1.ReasonSettingWithoutEffect, v1alpha1.ReasonAuthzConfigInvalid, v1alpha1.ReasonAuthzConfigInvalid)},
	{
		"authz-shared", "spec.type", "httpv1",
		changes("runconfig.authz_config.cedar", "runconfig.authz_config.pdp", "runconfig.authz_config.type").
			with(kind.MCPAuthzConfig, "spec.config", map[string]any{"http": map[string]string{"url": "https://other.example.com/"}, "claim_mapping": "mpe"}),
	},
	{"authz-shared", "spec.type", "other", refused(v1alpha1.ReasonAuthzConfigInvalid)},
	{"authz-shared", "spec.config.policies", []string{"forbid(principal, action, resource);"}, changes("runconfig.authz_config.cedar.policies")},
	{
		"authz-shared", "spec.config.entities_json", `[{"uid": {"type": "Tool", "id": "find"}, "attrs": {}, "parents": []}]`,
		changes("runconfig.authz_config.cedar.entities_json"),
	},
	{"authz-shared", "spec.config.group_claim_name", "other", changes("runconfig.authz_config.cedar.group_claim_name")},
	{"authz-shared", "spec.config.role_claim_name", "other", changes("runconfig.authz_config.cedar.role_claim_name")},
	{"authz-shared", "spec.config.group_entity_type", "Other", changes("runconfig.authz_config.cedar.group_entity_type")},
	{"authz-shared", "spec.config.multi_valued_claims", []string{"other"}, changes("runconfig.authz_config.cedar.multi_valued_claims")},
	{"authz-shared", "spec.config.other", "other", refused(v1alpha1.ReasonSettingWithoutEffect)},
	{"authz-shared", "spec.config.primary_upstream_provider", "other", refused(v1alpha1.ReasonAuthzConfigInvalid)},
	{"authz-decision-point", "spec.config.http.url", "https://other.example.com/", changes("runconfig.authz_config.pdp.http.url")},
	{"authz-decision-point", "spec.config.http.timeout", 10, changes("runconfig.authz_config.pdp.http.timeout")},
	{"authz-decision-point", "spec.config.http.insecure_skip_verify", true, changes("runconfig.authz_config.pdp.http.insecure_skip_verify")},
	{"authz-decision-point", "spec.config.context.include_args", false, changes("runconfig.authz_config.pdp.context.include_args")},
	{"authz-decision-point", "spec.config.context.include_operation", false, changes("runconfig.authz_config.pdp.context.include_operation")},
	{"authz-decision-point", "spec.config.claim_mapping", "mpe", changes("runconfig.authz_config.pdp.claim_mapping")},
}

// toolCases are those of an MCPToolConfig.
var toolCases = []fieldCase{
	{"tools", "spec.toolsFilter", []string{"search"}, changes("runconfig.tools_filter")},
	{"tools", "spec.toolsOverride[find].name", "other", changes("runconfig.tools_override.find.name")},
	{"tools", "spec.toolsOverride[fetch].name", "other", refused(v1alpha1.ReasonSettingWithoutEffect)},
	{
		"tools", "spec.toolsOverride[fetch].name", "other",
		changes("runconfig.tools_filter", "runconfig.tools_override.fetch.name").
			with(kind.MCPToolConfig, "spec.toolsFilter", nil),
	},
	{"tools", "spec.toolsOverride[find].description", "Other", changes("runconfig.tools_override.find.description")},
	{"tools", "spec.toolsOverride[find].annotations.title", "Other", refused(v1alpha1.ReasonSettingWithoutEffect)},
	{"tools", "spec.toolsOverride[find].annotations.readOnlyHint", true, refused(v1alpha1.ReasonSettingWithoutEffect)},
	{"tools", "spec.toolsOverride[find].annotations.destructiveHint", true, refused(v1alpha1.ReasonSettingWithoutEffect)},
	{"tools", "spec.toolsOverride[find].annotations.idempotentHint", true, refused(v1alpha1.ReasonSettingWithoutEffect)},
	{"tools", "spec.toolsOverride[find].annotations.openWorldHint", true, refused(v1alpha1.ReasonSettingWithoutEffect)},
}
