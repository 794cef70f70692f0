// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

const (
	provider       = server + "upstreamProviders[0]."
	oidcProvider   = provider + "oidcConfig."
	oauth2Provider = provider + "oauth2Config."

	oidcProviderPlaces   = authServerPlaces + "upstreams[corp-idp].oidc_config."
	oauth2ProviderPlaces = authServerPlaces + "upstreams[forge].oauth2_config."
)

// upstreamCases are of where users of authorization servers log in.
var upstreamCases = []fieldCase{
	{"auth-server-oidc", provider + "name", "other", refused(v1alpha1.ReasonAuthConfigInvalid)},
	{
		"auth-server-oidc", provider + "name", "other",
		changes(
			variable("TOOLHIVE_UPSTREAM_CLIENT_SECRET_CORP_IDP"), variable("TOOLHIVE_UPSTREAM_CLIENT_SECRET_OTHER"),
			authServerPlaces+"upstreams[corp-idp]", authServerPlaces+"upstreams[other]",
		).
			with(kind.MCPExternalAuthConfig, server+"primaryUpstreamProvider", nil),
	},
	{"auth-server-oidc", provider + "type", "oauth2", refused(v1alpha1.ReasonAuthConfigInvalid)},
	{
		"auth-server-and-exchange", provider + "type", "oauth2",
		changes(
			authServerPlaces+"upstreams[corp-idp].oauth2_config", authServerPlaces+"upstreams[corp-idp].oidc_config",
			authServerPlaces+"upstreams[corp-idp].type",
		).
			with(kind.MCPExternalAuthConfig, provider+"oidcConfig", nil).
			with(kind.MCPExternalAuthConfig, oauth2Provider+"authorizationEndpoint", "https://other.example.com/authorize").
			with(kind.MCPExternalAuthConfig, oauth2Provider+"tokenEndpoint", "https://other.example.com/token").
			with(kind.MCPExternalAuthConfig, oauth2Provider+"clientId", "other"),
	},
	{"auth-server-oidc", oidcProvider + "issuerUrl", "https://other.example.com", changes(oidcProviderPlaces + "issuer_url")},
	{"auth-server-oidc", oidcProvider + "clientId", "other", changes(oidcProviderPlaces + "client_id")},
	{"auth-server-oidc", oidcProvider + "clientSecretRef.name", "other", changes(referenced, nameIn("TOOLHIVE_UPSTREAM_CLIENT_SECRET_CORP_IDP"))},
	{
		"auth-server-oidc", oidcProvider + "clientSecretRef.key", "other-password",
		changes(referenced, keyIn("TOOLHIVE_UPSTREAM_CLIENT_SECRET_CORP_IDP")),
	},
	{"auth-server-oidc", oidcProvider + "redirectUri", "https://other.example.com/callback", changes(oidcProviderPlaces + "redirect_uri")},
	{"auth-server-oidc", oidcProvider + "scopes", []string{"openid"}, changes(oidcProviderPlaces + "scopes")},
	{
		"auth-server-oidc", oidcProvider + "additionalAuthorizationParams", map[string]string{"prompt": "login"},
		changes(oidcProviderPlaces + "additional_authorization_params.prompt"),
	},
	{"auth-server-oidc", oidcProvider + "subjectClaim", "upn", changes(oidcProviderPlaces + "subject_claim")},
	{
		"auth-server-oidc", oidcProvider + "userInfoOverride.endpointUrl", "https://other.example.com/me",
		refused(v1alpha1.ReasonSettingWithoutEffect),
	},
	{"auth-server-oidc", oidcProvider + "userInfoOverride.httpMethod", "POST", refused(v1alpha1.ReasonSettingWithoutEffect)},
	{
		"auth-server-oidc", oidcProvider + "userInfoOverride.additionalHeaders", map[string]string{"Accept": "text/plain"},
		refused(v1alpha1.ReasonSettingWithoutEffect),
	},
	{"auth-server-oidc", oidcProvider + "userInfoOverride.fieldMapping.subjectFields", []string{"id"}, refused(v1alpha1.ReasonSettingWithoutEffect)},
	{"auth-server-oidc", oidcProvider + "userInfoOverride.fieldMapping.nameFields", []string{"login"}, refused(v1alpha1.ReasonSettingWithoutEffect)},
	{"auth-server-oidc", oidcProvider + "userInfoOverride.fieldMapping.emailFields", []string{"mail"}, refused(v1alpha1.ReasonSettingWithoutEffect)},
	{
		"auth-server-oauth2", oauth2Provider + "authorizationEndpoint", "https://other.example.com/authorize",
		changes(oauth2ProviderPlaces + "authorization_endpoint"),
	},
	{"auth-server-oauth2", oauth2Provider + "tokenEndpoint", "https://other.example.com/token", changes(oauth2ProviderPlaces + "token_endpoint")},
	{"auth-server-oauth2", oauth2Provider + "clientId", "other", changes(oauth2ProviderPlaces + "client_id")},
	{
		"auth-server-oauth2", oauth2Provider + "clientSecretRef.name", "other",
		changes(referenced, nameIn("TOOLHIVE_UPSTREAM_CLIENT_SECRET_FORGE")),
	},
	{
		"auth-server-oauth2", oauth2Provider + "clientSecretRef.key", "other-password",
		changes(referenced, keyIn("TOOLHIVE_UPSTREAM_CLIENT_SECRET_FORGE")),
	},
	{"auth-server-oauth2", oauth2Provider + "redirectUri", "https://other.example.com/callback", changes(oauth2ProviderPlaces + "redirect_uri")},
	{"auth-server-oauth2", oauth2Provider + "scopes", []string{"other"}, changes(oauth2ProviderPlaces + "scopes")},
	{
		"auth-server-oauth2", oauth2Provider + "userInfo.endpointUrl", "https://other.example.com/me",
		changes(oauth2ProviderPlaces + "userinfo.endpoint_url"),
	},
	{"auth-server-oauth2", oauth2Provider + "userInfo.httpMethod", "GET", changes(oauth2ProviderPlaces + "userinfo.http_method")},
	{
		"auth-server-oauth2", oauth2Provider + "userInfo.additionalHeaders", map[string]string{"Accept": "text/plain"},
		changes(oauth2ProviderPlaces + "userinfo.additional_headers.Accept"),
	},
	{
		"auth-server-oauth2", oauth2Provider + "userInfo.fieldMapping.subjectFields", []string{"other"},
		changes(oauth2ProviderPlaces + "userinfo.field_mapping.subject_fields"),
	},
	{
		"auth-server-oauth2", oauth2Provider + "userInfo.fieldMapping.nameFields", []string{"other"},
		changes(oauth2ProviderPlaces + "userinfo.field_mapping.name_fields"),
	},
	{
		"auth-server-oauth2", oauth2Provider + "userInfo.fieldMapping.emailFields", []string{"other"},
		changes(oauth2ProviderPlaces + "userinfo.field_mapping.email_fields"),
	},
	{
		"auth-server-oauth2", oauth2Provider + "tokenResponseMapping.accessTokenPath", "other",
		changes(oauth2ProviderPlaces + "token_response_mapping.access_token_path"),
	},
	{
		"auth-server-oauth2", oauth2Provider + "tokenResponseMapping.scopePath", "other",
		changes(oauth2ProviderPlaces + "token_response_mapping.scope_path"),
	},
	{
		"auth-server-oauth2", oauth2Provider + "tokenResponseMapping.refreshTokenPath", "other",
		changes(oauth2ProviderPlaces + "token_response_mapping.refresh_token_path"),
	},
	{
		"auth-server-oauth2", oauth2Provider + "tokenResponseMapping.expiresInPath", "other",
		changes(oauth2ProviderPlaces + "token_response_mapping.expires_in_path"),
	},
	{
		"auth-server-registration", oauth2Provider + "identityFromToken.subjectPath", "other",
		changes(oauth2ProviderPlaces + "identity_from_token.subject_path"),
	},
	{
		"auth-server-registration", oauth2Provider + "identityFromToken.namePath", "other",
		changes(oauth2ProviderPlaces + "identity_from_token.name_path"),
	},
	{
		"auth-server-registration", oauth2Provider + "identityFromToken.emailPath", "other",
		changes(oauth2ProviderPlaces + "identity_from_token.email_path"),
	},
	{
		"auth-server-oauth2", oauth2Provider + "additionalAuthorizationParams", map[string]string{"access_type": "online"},
		changes(oauth2ProviderPlaces + "additional_authorization_params.access_type"),
	},
	{"auth-server-oauth2", oauth2Provider + "insecureAllowHTTP", true, changes(oauth2ProviderPlaces + "insecure_allow_http")},
	{"auth-server-oauth2", oauth2Provider + "allowPrivateIPs", true, changes(oauth2ProviderPlaces + "allow_private_ips")},
	{
		"auth-server-registration", oauth2Provider + "dcrConfig.discoveryUrl", "https://other.example.com/metadata",
		changes(oauth2ProviderPlaces + "dcr_config.discovery_url"),
	},
	{
		"auth-server-registration", oauth2Provider + "dcrConfig.registrationEndpoint", "https://other.example.com/register",
		refused(v1alpha1.ReasonAuthConfigInvalid),
	},
	{
		"auth-server-registration", oauth2Provider + "dcrConfig.registrationEndpoint", "https://other.example.com/register",
		changes(oauth2ProviderPlaces+"dcr_config.discovery_url", oauth2ProviderPlaces+"dcr_config.registration_endpoint").
			with(kind.MCPExternalAuthConfig, oauth2Provider+"dcrConfig.discoveryUrl", nil),
	},
	{
		"auth-server-registration", oauth2Provider + "dcrConfig.initialAccessTokenRef.name", "other",
		changes(referenced, nameIn("TOOLHIVE_UPSTREAM_DCR_INITIAL_ACCESS_TOKEN_FORGE")),
	},
	{
		"auth-server-registration", oauth2Provider + "dcrConfig.initialAccessTokenRef.key", "other-token",
		changes(referenced, keyIn("TOOLHIVE_UPSTREAM_DCR_INITIAL_ACCESS_TOKEN_FORGE")),
	},
	{"auth-server-registration", oauth2Provider + "dcrConfig.softwareId", "other", refused(v1alpha1.ReasonSettingWithoutEffect)},
	{"auth-server-registration", oauth2Provider + "dcrConfig.softwareStatement", "other", refused(v1alpha1.ReasonSettingWithoutEffect)},
}
