// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

const (
	server  = "spec.embeddedAuthServer."
	storage = server + "storage."

	authServerPlaces = "runconfig.embedded_auth_server_config."
	redisPlaces      = authServerPlaces + "storage.redis_config."
)

// authServerCases are of what authorization servers are.
var authServerCases = []fieldCase{
	{"auth-server-oidc", server + "issuer", "https://other.example.com", refused(v1alpha1.ReasonAuthServerMismatch)},
	{
		"auth-server-oauth2", server + "issuer", "https://other.example.com",
		changes(authServerPlaces+"issuer", oidcPlaces+"Issuer").
			with(kind.MCPOIDCConfig, "spec.inline.issuer", "https://other.example.com"),
	},
	{
		"auth-server-oidc", server + "authorizationEndpointBaseUrl", "https://other.example.com",
		changes(authServerPlaces + "authorization_endpoint_base_url"),
	},
	{
		"auth-server-oidc", server + "signingKeySecretRefs[0].name", "other",
		changes(referenced, "pod.spec.volumes[authserver-signing-key-0].secret.secretName"),
	},
	{
		"auth-server-oidc", server + "signingKeySecretRefs[0].key", "other-current.pem",
		changes(referenced, "pod.spec.volumes[authserver-signing-key-0].secret.items[0].key"),
	},
	{
		"auth-server-oidc", server + "hmacSecretRefs[1].name", "other",
		changes(referenced, "pod.spec.volumes[authserver-hmac-secret-1].secret.secretName"),
	},
	{
		"auth-server-oidc", server + "hmacSecretRefs[1].key", "other-previous",
		changes(referenced, "pod.spec.volumes[authserver-hmac-secret-1].secret.items[0].key"),
	},
	{"auth-server-oidc", server + "tokenLifespans.accessTokenLifespan", "10m", changes(authServerPlaces + "token_lifespans.access_token_lifespan")},
	{"auth-server-oidc", server + "tokenLifespans.refreshTokenLifespan", "10h", changes(authServerPlaces + "token_lifespans.refresh_token_lifespan")},
	{"auth-server-oidc", server + "tokenLifespans.authCodeLifespan", "1m", changes(authServerPlaces + "token_lifespans.auth_code_lifespan")},
	{"auth-server-oidc", server + "primaryUpstreamProvider", "other", refused(v1alpha1.ReasonAuthConfigInvalid)},
	{"auth-server-oidc", server + "disableUpstreamTokenInjection", true, changes(authServerPlaces + "disable_upstream_token_injection")},
	{"auth-server-oidc", server + "insecureAllowHTTP", true, refused(v1alpha1.ReasonAuthConfigInvalid)},
	{"auth-server-oauth2", server + "insecureAllowHTTP", true, changes(authServerPlaces + "insecure_allow_http")},
	{"auth-server-oidc", server + "baselineClientScopes", []string{"email"}, changes(authServerPlaces + "baseline_client_scopes")},
	{"auth-server-oidc", server + "allowConfidentialClientRegistration", false, refused(v1alpha1.ReasonAuthConfigInvalid)},
	{"auth-server-oauth2", server + "allowConfidentialClientRegistration", true, changes(authServerPlaces + "allow_confidential_client_registration")},
	{
		"auth-server-oidc", server + "insecureAllowConfidentialOverLoopbackHTTP", true,
		changes(authServerPlaces + "insecure_allow_confidential_over_loopback_http"),
	},
	{
		"auth-server-oidc", server + "forceConfidentialRedirectUris", []string{"https://other.example.com/callback"},
		changes(authServerPlaces + "force_confidential_redirect_uris"),
	},
}

// authServerClientCases are of the clients of authorization servers.
var authServerClientCases = []fieldCase{
	{
		"auth-server-oidc", server + "delegateClients[0].clientId", "other",
		changes(authServerPlaces+"delegate_clients[agent.1]", authServerPlaces+"delegate_clients[other]"),
	},
	{"auth-server-oidc", server + "delegateClients[0].clientSecretRef.name", "other", changes(referenced, nameIn("TOOLHIVE_DELEGATE_CLIENT_SECRET_0"))},
	{
		"auth-server-oidc", server + "delegateClients[0].clientSecretRef.key", "other-password",
		changes(referenced, keyIn("TOOLHIVE_DELEGATE_CLIENT_SECRET_0")),
	},
	{"auth-server-oidc", server + "delegateClients[0].scopes", []string{"email"}, changes(authServerPlaces + "delegate_clients[agent.1].scopes")},
	{"auth-server-oidc", server + "delegateClients[0].audiences", []string{"other"}, refused(v1alpha1.ReasonAuthServerMismatch)},
	{
		"auth-server-oidc", server + "trustedIssuers[0].issuerUrl", "https://other.example.com",
		changes(authServerPlaces + "trusted_issuers[0].issuer_url"),
	},
	{"auth-server-oidc", server + "trustedIssuers[0].expectedAudience", "other", changes(authServerPlaces + "trusted_issuers[0].expected_audience")},
	{
		"auth-server-oidc", server + "trustedIssuers[0].jwksUrl", "https://other.example.com/keys",
		changes(authServerPlaces + "trusted_issuers[0].jwks_url"),
	},
	{"auth-server-oidc", server + "trustedIssuers[0].insecureAllowHTTP", true, changes(authServerPlaces + "trusted_issuers[0].insecure_allow_http")},
	{"auth-server-oidc", server + "trustedIssuers[0].allowPrivateIPs", true, changes(authServerPlaces + "trusted_issuers[0].allow_private_ips")},
	{"auth-server-oidc", server + "trustedIssuers[0].actorClaim", "other", changes(authServerPlaces + "trusted_issuers[0].actor_claim")},
	{"auth-server-oidc", server + "trustedIssuers[0].allowedActors", []string{"other"}, changes(authServerPlaces + "trusted_issuers[0].allowed_actors")},
	{
		"auth-server-oidc", server + "trustedIssuers[0].allowedDelegateClients", []string{"other"},
		changes(authServerPlaces + "trusted_issuers[0].allowed_delegate_clients"),
	},
	{"auth-server-oidc", server + "trustedIssuers[0].allowMayAct", true, changes(authServerPlaces + "trusted_issuers[0].allow_may_act")},
	{"auth-server-oidc", server + "cimd.enabled", false, changes(authServerPlaces + "cimd")},
	{"auth-server-oidc", server + "cimd.cacheMaxSize", 60, changes(authServerPlaces + "cimd.cache_max_size")},
	{"auth-server-oidc", server + "cimd.cacheFallbackTtl", "20m", changes(authServerPlaces + "cimd.cache_fallback_ttl")},
}

// authStorageCases are of where authorization servers keep their state.
var authStorageCases = []fieldCase{
	{"auth-server-oidc", storage + "type", "memory", refused(v1alpha1.ReasonSettingWithoutEffect)},
	{
		"auth-server-oauth2", storage + "type", "memory",
		changes(referenced, variable("TOOLHIVE_AUTH_SERVER_REDIS_PASSWORD"), authServerPlaces+"storage").
			with(kind.MCPExternalAuthConfig, storage+"redis", nil),
	},
	{"auth-server-oauth2", storage + "redis.addr", "other:6379", changes(redisPlaces + "addr")},
	{"auth-server-oauth2", storage + "redis.clusterMode", false, changes(redisPlaces + "cluster_mode")},
	{"auth-server-oidc", storage + "redis.sentinelConfig.masterName", "other", changes(redisPlaces + "sentinel_config.master_name")},
	{
		"auth-server-and-exchange", storage + "redis.sentinelConfig.sentinelAddrs", []string{"other:26379"},
		changes(redisPlaces + "sentinel_config.sentinel_addrs"),
	},
	{"auth-server-oidc", storage + "redis.sentinelConfig.sentinelService.name", "other", changes(redisPlaces + "sentinel_config.sentinel_addrs")},
	{"auth-server-oidc", storage + "redis.sentinelConfig.sentinelService.namespace", "other", changes(redisPlaces + "sentinel_config.sentinel_addrs")},
	{"auth-server-oidc", storage + "redis.sentinelConfig.sentinelService.port", 26381, changes(redisPlaces + "sentinel_config.sentinel_addrs")},
	{"auth-server-oidc", storage + "redis.sentinelConfig.db", 3, changes(redisPlaces + "sentinel_config.db")},
	{
		"auth-server-oidc", storage + "redis.aclUserConfig.usernameSecretRef.name", "other",
		changes(referenced, nameIn("TOOLHIVE_AUTH_SERVER_REDIS_USERNAME")),
	},
	{
		"auth-server-oidc", storage + "redis.aclUserConfig.usernameSecretRef.key", "other-user",
		changes(referenced, keyIn("TOOLHIVE_AUTH_SERVER_REDIS_USERNAME")),
	},
	{
		"auth-server-oidc", storage + "redis.aclUserConfig.usernameSecretRef", nil,
		changes(referenced, variable("TOOLHIVE_AUTH_SERVER_REDIS_USERNAME"), redisPlaces+"acl_user_config.username_env_var"),
	},
	{
		"auth-server-oidc", storage + "redis.aclUserConfig.passwordSecretRef.name", "other",
		changes(referenced, nameIn("TOOLHIVE_AUTH_SERVER_REDIS_PASSWORD")),
	},
	{
		"auth-server-oidc", storage + "redis.aclUserConfig.passwordSecretRef.key", "other-password",
		changes(referenced, keyIn("TOOLHIVE_AUTH_SERVER_REDIS_PASSWORD")),
	},
	{"auth-server-oidc", storage + "redis.dialTimeout", "1s", changes(redisPlaces + "dial_timeout")},
	{"auth-server-oidc", storage + "redis.readTimeout", "1s", changes(redisPlaces + "read_timeout")},
	{"auth-server-oidc", storage + "redis.writeTimeout", "1s", changes(redisPlaces + "write_timeout")},
	{"auth-server-oauth2", storage + "redis.tls", nil, changes(redisPlaces + "tls")},
	{"auth-server-oauth2", storage + "redis.tls.insecureSkipVerify", true, changes(redisPlaces + "tls.insecure_skip_verify")},
	{
		"auth-server-oidc", storage + "redis.tls.caCertSecretRef.name", "other",
		changes(referenced, "pod.spec.volumes[redis-tls-ca-master].secret.secretName"),
	},
	{
		"auth-server-oidc", storage + "redis.tls.caCertSecretRef.key", "other-ca.crt",
		changes(referenced, "pod.spec.volumes[redis-tls-ca-master].secret.items[0].key"),
	},
	{"auth-server-oidc", storage + "redis.sentinelTls.insecureSkipVerify", false, changes(redisPlaces + "sentinel_tls.insecure_skip_verify")},
	{
		"auth-server-oidc", storage + "redis.sentinelTls.caCertSecretRef.name", "other",
		changes(referenced, "pod.spec.volumes[redis-tls-ca-sentinel].secret.secretName"),
	},
	{
		"auth-server-oidc", storage + "redis.sentinelTls.caCertSecretRef.key", "other-ca.crt",
		changes(referenced, "pod.spec.volumes[redis-tls-ca-sentinel].secret.items[0].key"),
	},
}
