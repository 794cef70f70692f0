// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// externalAuthCases are those of an MCPExternalAuthConfig, but for authorization servers.
var externalAuthCases = []fieldCase{
	{
		"auth-bearer", "spec.type", "unauthenticated",
		changes(referenced, variable("TOOLHIVE_SECRETS_PROVIDER"), variable("TOOLHIVE_SECRET_BEARER_TOKEN"), "runconfig.remote_auth_config").
			with(kind.MCPExternalAuthConfig, "spec.bearerToken", nil),
	},
	{"auth-bearer", "spec.type", "headerInjection", refused(v1alpha1.ReasonAuthConfigInvalid)},
	{
		"auth-bearer", "spec.type", "headerInjection",
		changes(
			variable("TOOLHIVE_SECRET_BEARER_TOKEN"), variable("TOOLHIVE_SECRET_HEADER_X_KEY_E0D7D51F"), "runconfig.header_forward",
			"runconfig.remote_auth_config",
		).
			with(kind.MCPExternalAuthConfig, "spec.bearerToken", nil).
			with(kind.MCPExternalAuthConfig, "spec.headerInjection.headerName", "X-Key").
			with(kind.MCPExternalAuthConfig, "spec.headerInjection.valueSecretRef", map[string]string{"name": "remote-token", "key": "token"}),
	},
	{"auth-bearer", "spec.type", "obo", refused(v1alpha1.ReasonAuthConfigInvalid, v1alpha1.ReasonUnsupportedAuthTypeForProxyMode)},
	{"auth-bearer", "spec.type", "xaa", refused(v1alpha1.ReasonAuthConfigInvalid, v1alpha1.ReasonUnsupportedAuthTypeForProxyMode)},
	{"auth-bearer", "spec.type", "upstreamInject", refused(v1alpha1.ReasonAuthConfigInvalid, v1alpha1.ReasonUnsupportedAuthTypeForProxyMode)},
	{"auth-bearer", "spec.bearerToken.tokenSecretRef.name", "other", changes(referenced, nameIn("TOOLHIVE_SECRET_BEARER_TOKEN"))},
	{"auth-bearer", "spec.bearerToken.tokenSecretRef.key", "other-token", changes(referenced, keyIn("TOOLHIVE_SECRET_BEARER_TOKEN"))},
	{
		"auth-header", "spec.headerInjection.headerName", "X-Other",
		changes(
			variable("TOOLHIVE_SECRET_HEADER_X_API_KEY_B27EF9F9"), variable("TOOLHIVE_SECRET_HEADER_X_OTHER_41395A3C"),
			"runconfig.header_forward.add_headers_from_secret[X-API-Key]", "runconfig.header_forward.add_headers_from_secret[X-Other]",
		),
	},
	{"auth-header", "spec.headerInjection.valueSecretRef.name", "other", changes(referenced, nameIn("TOOLHIVE_SECRET_HEADER_X_API_KEY_B27EF9F9"))},
	{"auth-header", "spec.headerInjection.valueSecretRef.key", "other-key", changes(referenced, keyIn("TOOLHIVE_SECRET_HEADER_X_API_KEY_B27EF9F9"))},
	{"auth-token-exchange", "spec.tokenExchange.tokenUrl", "https://other.example.com/token", changes("runconfig.token_exchange_config.token_url")},
	{"auth-token-exchange", "spec.tokenExchange.clientId", "other", changes("runconfig.token_exchange_config.client_id")},
	{"auth-token-exchange", "spec.tokenExchange.clientSecretRef.name", "other", changes(referenced, nameIn("TOOLHIVE_TOKEN_EXCHANGE_CLIENT_SECRET"))},
	{
		"auth-token-exchange", "spec.tokenExchange.clientSecretRef.key", "other-password",
		changes(referenced, keyIn("TOOLHIVE_TOKEN_EXCHANGE_CLIENT_SECRET")),
	},
	{"auth-token-exchange", "spec.tokenExchange.audience", "other", changes("runconfig.token_exchange_config.audience")},
	{"auth-token-exchange", "spec.tokenExchange.scopes", []string{"other"}, changes("runconfig.token_exchange_config.scopes")},
	{"auth-token-exchange", "spec.tokenExchange.subjectTokenType", "jwt", changes("runconfig.token_exchange_config.subject_token_type")},
	{
		"auth-token-exchange", "spec.tokenExchange.externalTokenHeaderName", "X-Other",
		changes("runconfig.token_exchange_config.external_token_header_name"),
	},
	{
		"auth-token-exchange", "spec.tokenExchange.externalTokenHeaderName", nil,
		changes("runconfig.token_exchange_config.external_token_header_name", "runconfig.token_exchange_config.header_strategy"),
	},
	{"auth-token-exchange", "spec.tokenExchange.subjectProviderName", "other", refused(v1alpha1.ReasonSettingWithoutEffect)},
	{"auth-aws-sts", "spec.awsSts.region", "eu-west-1", changes("runconfig.aws_sts_config.region")},
	{"auth-aws-sts", "spec.awsSts.service", "other", changes("runconfig.aws_sts_config.service")},
	{"auth-aws-sts", "spec.awsSts.fallbackRoleArn", "arn:aws:iam::123456789012:role/other", changes("runconfig.aws_sts_config.fallback_role_arn")},
	{"auth-aws-sts", "spec.awsSts.roleMappings[0].claim", "other", changes("runconfig.aws_sts_config.role_mappings[0].claim")},
	{"auth-aws-sts", "spec.awsSts.roleMappings[1].matcher", "true", changes("runconfig.aws_sts_config.role_mappings[1].matcher")},
	{
		"auth-aws-sts", "spec.awsSts.roleMappings[1].roleArn", "arn:aws:iam::123456789012:role/other",
		changes("runconfig.aws_sts_config.role_mappings[1].role_arn"),
	},
	{"auth-aws-sts", "spec.awsSts.roleMappings[1].priority", 2, changes("runconfig.aws_sts_config.role_mappings[1].priority")},
	{"auth-aws-sts", "spec.awsSts.roleClaim", "other", changes("runconfig.aws_sts_config.role_claim")},
	{"auth-aws-sts", "spec.awsSts.sessionDuration", 900, changes("runconfig.aws_sts_config.session_duration")},
	{"auth-aws-sts", "spec.awsSts.sessionNameClaim", "other", changes("runconfig.aws_sts_config.session_name_claim")},
	{"auth-aws-sts", "spec.awsSts.subjectProviderName", "other", refused(v1alpha1.ReasonSettingWithoutEffect)},
}
