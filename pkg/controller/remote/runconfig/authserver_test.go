// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runconfig_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
)

func authServer(config v1beta1.EmbeddedAuthServerConfig) *v1beta1.MCPExternalAuthConfigSpec {
	return &v1beta1.MCPExternalAuthConfigSpec{Type: v1beta1.ExternalAuthTypeEmbeddedAuthServer, EmbeddedAuthServer: &config}
}

// oidcServer says all that can be said of an authorization server with an OIDC upstream and storage behind Sentinels, but for what
// package validate refuses.
func oidcServer() v1beta1.EmbeddedAuthServerConfig {
	return v1beta1.EmbeddedAuthServerConfig{
		Issuer:                       publicURL,
		AuthorizationEndpointBaseURL: "https://login.public.example.com",
		SigningKeySecretRefs:         []v1beta1.SecretKeyRef{*secret("sign", "k0.pem"), *secret("sign", "k1.pem")},
		HMACSecretRefs:               []v1beta1.SecretKeyRef{*secret("hmac", "h0"), *secret("hmac", "h1")},
		TokenLifespans: &v1beta1.TokenLifespanConfig{
			AccessTokenLifespan: "30m", RefreshTokenLifespan: "72h", AuthCodeLifespan: "5m",
		},
		UpstreamProviders: []v1beta1.UpstreamProviderConfig{{
			Name: "corp-idp", Type: v1beta1.UpstreamProviderTypeOIDC, OIDCConfig: &v1beta1.OIDCUpstreamConfig{
				IssuerURL: "https://login.example.com", ClientID: "up-client", ClientSecretRef: secret("up", "secret"),
				RedirectURI: "https://other.example.com/oauth/callback", Scopes: []string{"openid", "offline_access", "email"},
				AdditionalAuthorizationParams: map[string]string{"prompt": "consent"}, SubjectClaim: "oid",
			},
		}},
		Storage: &v1beta1.AuthServerStorageConfig{Type: v1beta1.AuthServerStorageTypeRedis, Redis: &v1beta1.RedisStorageConfig{
			SentinelConfig: &v1beta1.RedisSentinelConfig{
				MasterName: "main", SentinelService: &v1beta1.SentinelServiceRef{Name: "sentinels", Namespace: "redis", Port: 26380}, DB: 2,
			},
			ACLUserConfig: v1beta1.RedisACLUserConfig{UsernameSecretRef: secret("redis", "user"), PasswordSecretRef: *secret("redis", "pass")},
			DialTimeout:   "6s", ReadTimeout: "4s", WriteTimeout: "2s",
			TLS:         &v1beta1.RedisTLSConfig{CACertSecretRef: secret("redis-ca", "ca")},
			SentinelTLS: &v1beta1.RedisTLSConfig{CACertSecretRef: secret("sentinel-ca", "ca"), InsecureSkipVerify: true},
		}},
		DisableUpstreamTokenInjection:             true,
		BaselineClientScopes:                      []string{"openid"},
		AllowConfidentialClientRegistration:       true,
		InsecureAllowConfidentialOverLoopbackHTTP: true,
		ForceConfidentialRedirectURIs:             []string{"https://app.example.com/cb"},
		DelegateClients: []v1beta1.DelegateClientConfig{
			{ClientID: "agent-1", ClientSecretRef: *secret("deleg", "one"), Scopes: []string{"openid"}, Audiences: []string{publicURL}},
			{ClientID: "agent.1", ClientSecretRef: *secret("deleg", "two"), Scopes: []string{"email"}, Audiences: []string{publicURL}},
		},
		TrustedIssuers: []v1beta1.TrustedIssuerConfig{{
			IssuerURL: "https://ext.example.com", ExpectedAudience: "aud1", JWKSURL: "https://ext.example.com/jwks", ActorClaim: "azp",
			AllowedActors: []string{"a1"}, AllowedDelegateClients: []string{"agent-1"}, AllowMayAct: true, AllowPrivateIPs: true, InsecureAllowHTTP: true,
		}},
		CIMD: &v1beta1.EmbeddedAuthServerCIMDConfig{Enabled: true, CacheMaxSize: 50, CacheFallbackTTL: "10m"},
	}
}

const oidcServerJSON = `{
	"schema_version": "v0.1.0", "issuer": "https://mcp.public.example.com", "authorization_endpoint_base_url": "https://login.public.example.com",
	"allowed_audiences": ["https://mcp.public.example.com"], "scopes_supported": ["openid", "email"], "baseline_client_scopes": ["openid"],
	"signing_key_config": {"key_dir": "/etc/toolhive/authserver/keys", "signing_key_file": "key-0.pem", "fallback_key_files": ["key-1.pem"]},
	"hmac_secret_files": ["/etc/toolhive/authserver/hmac/hmac-0", "/etc/toolhive/authserver/hmac/hmac-1"],
	"token_lifespans": {"access_token_lifespan": "30m", "refresh_token_lifespan": "72h", "auth_code_lifespan": "5m"},
	"upstreams": [{"name": "corp-idp", "type": "oidc", "oidc_config": {
		"issuer_url": "https://login.example.com", "client_id": "up-client", "client_secret_env_var": "TOOLHIVE_UPSTREAM_CLIENT_SECRET_CORP_IDP",
		"redirect_uri": "https://other.example.com/oauth/callback", "scopes": ["openid", "offline_access", "email"],
		"additional_authorization_params": {"prompt": "consent"}, "subject_claim": "oid"
	}}],
	"storage": {"type": "redis", "redis_config": {
		"sentinel_config": {"master_name": "main", "sentinel_addrs": ["sentinels.redis.svc.cluster.local:26380"], "db": 2},
		"auth_type": "aclUser", "key_prefix": "thv:auth:{default:search}:",
		"acl_user_config": {"username_env_var": "TOOLHIVE_AUTH_SERVER_REDIS_USERNAME", "password_env_var": "TOOLHIVE_AUTH_SERVER_REDIS_PASSWORD"},
		"dial_timeout": "6s", "read_timeout": "4s", "write_timeout": "2s",
		"tls": {"ca_cert_file": "/etc/toolhive/authserver/redis-tls/ca.crt"},
		"sentinel_tls": {"ca_cert_file": "/etc/toolhive/authserver/redis-tls/sentinel-ca.crt", "insecure_skip_verify": true}
	}},
	"delegate_clients": [
		{"client_id": "agent-1", "client_secret_env_var": "TOOLHIVE_DELEGATE_CLIENT_SECRET_0", "scopes": ["openid"], "audiences": ["https://mcp.public.example.com"]},
		{"client_id": "agent.1", "client_secret_env_var": "TOOLHIVE_DELEGATE_CLIENT_SECRET_1", "scopes": ["email"], "audiences": ["https://mcp.public.example.com"]}
	],
	"trusted_issuers": [{
		"issuer_url": "https://ext.example.com", "expected_audience": "aud1", "jwks_url": "https://ext.example.com/jwks", "actor_claim": "azp",
		"allowed_actors": ["a1"], "allowed_delegate_clients": ["agent-1"], "allow_may_act": true, "allow_private_ips": true, "insecure_allow_http": true
	}],
	"cimd": {"enabled": true, "cache_max_size": 50, "cache_fallback_ttl": "10m"},
	"allow_confidential_client_registration": true, "force_confidential_redirect_uris": ["https://app.example.com/cb"],
	"insecure_allow_confidential_over_loopback_http": true, "disable_upstream_token_injection": true
}`

// oauth2Server says all that can be said of an OAuth 2.0 upstream that is known beforehand, and of storage at an address.
func oauth2Server() v1beta1.EmbeddedAuthServerConfig {
	return v1beta1.EmbeddedAuthServerConfig{
		Issuer:            publicURL,
		InsecureAllowHTTP: true,
		UpstreamProviders: []v1beta1.UpstreamProviderConfig{{
			Name: "forge", Type: v1beta1.UpstreamProviderTypeOAuth2, OAuth2Config: &v1beta1.OAuth2UpstreamConfig{
				AuthorizationEndpoint: "http://forge/authorize", TokenEndpoint: "http://forge/token", ClientID: "up-client",
				ClientSecretRef: secret("up", "secret"), RedirectURI: "https://other.example.com/oauth/callback", Scopes: []string{"repo"},
				UserInfo: &v1beta1.UserInfoConfig{
					EndpointURL: "https://forge.example.com/me", HTTPMethod: "POST", AdditionalHeaders: map[string]string{"Accept": "application/json"},
					FieldMapping: &v1beta1.UserInfoFieldMapping{SubjectFields: []string{"id"}, NameFields: []string{"login"}, EmailFields: []string{"mail"}},
				},
				TokenResponseMapping: &v1beta1.TokenResponseMapping{
					AccessTokenPath: "user.token", ScopePath: "user.scope", RefreshTokenPath: "user.refresh", ExpiresInPath: "user.expires",
				},
				AdditionalAuthorizationParams: map[string]string{"access_type": "offline"}, InsecureAllowHTTP: true, AllowPrivateIPs: true,
			},
		}},
		Storage: &v1beta1.AuthServerStorageConfig{Type: v1beta1.AuthServerStorageTypeRedis, Redis: &v1beta1.RedisStorageConfig{
			Addr: "redis:6379", ClusterMode: true, ACLUserConfig: v1beta1.RedisACLUserConfig{PasswordSecretRef: *secret("redis", "pass")},
			TLS: &v1beta1.RedisTLSConfig{InsecureSkipVerify: true},
		}},
	}
}

const oauth2ServerJSON = `{
	"schema_version": "v0.1.0", "issuer": "https://mcp.public.example.com", "insecure_allow_http": true,
	"allowed_audiences": ["https://mcp.public.example.com"], "scopes_supported": ["openid", "email"],
	"upstreams": [{"name": "forge", "type": "oauth2", "oauth2_config": {
		"authorization_endpoint": "http://forge/authorize", "token_endpoint": "http://forge/token", "client_id": "up-client",
		"client_secret_env_var": "TOOLHIVE_UPSTREAM_CLIENT_SECRET_FORGE", "redirect_uri": "https://other.example.com/oauth/callback", "scopes": ["repo"],
		"userinfo": {"endpoint_url": "https://forge.example.com/me", "http_method": "POST", "additional_headers": {"Accept": "application/json"},
			"field_mapping": {"subject_fields": ["id"], "name_fields": ["login"], "email_fields": ["mail"]}},
		"token_response_mapping": {"access_token_path": "user.token", "scope_path": "user.scope", "refresh_token_path": "user.refresh", "expires_in_path": "user.expires"},
		"additional_authorization_params": {"access_type": "offline"}, "insecure_allow_http": true, "allow_private_ips": true
	}}],
	"storage": {"type": "redis", "redis_config": {
		"addr": "redis:6379", "cluster_mode": true, "auth_type": "aclUser", "key_prefix": "thv:auth:{default:search}:",
		"acl_user_config": {"username_env_var": "", "password_env_var": "TOOLHIVE_AUTH_SERVER_REDIS_PASSWORD"},
		"tls": {"insecure_skip_verify": true}
	}}
}`

// registeringServer is one that registers itself at its upstream.
func registeringServer() v1beta1.EmbeddedAuthServerConfig {
	return v1beta1.EmbeddedAuthServerConfig{Issuer: publicURL, UpstreamProviders: []v1beta1.UpstreamProviderConfig{{
		Name: "corp-idp", Type: v1beta1.UpstreamProviderTypeOAuth2, OAuth2Config: &v1beta1.OAuth2UpstreamConfig{
			AuthorizationEndpoint: "https://login.example.com/authorize", TokenEndpoint: "https://login.example.com/token",
			DCRConfig:         &v1beta1.DCRUpstreamConfig{RegistrationEndpoint: "https://login.example.com/register", InitialAccessTokenRef: secret("dcr", "token")},
			IdentityFromToken: &v1beta1.IdentityFromTokenConfig{SubjectPath: "user.id", NamePath: "user.name", EmailPath: "user.mail"},
		},
	}}}
}

const registeringServerJSON = `{
	"schema_version": "v0.1.0", "issuer": "https://mcp.public.example.com",
	"allowed_audiences": ["https://mcp.public.example.com"], "scopes_supported": ["openid", "email"],
	"upstreams": [{"name": "corp-idp", "type": "oauth2", "oauth2_config": {
		"authorization_endpoint": "https://login.example.com/authorize", "token_endpoint": "https://login.example.com/token",
		"redirect_uri": "https://mcp.public.example.com/oauth/callback",
		"identity_from_token": {"subject_path": "user.id", "name_path": "user.name", "email_path": "user.mail"},
		"dcr_config": {"registration_endpoint": "https://login.example.com/register",
			"initial_access_token_env_var": "TOOLHIVE_UPSTREAM_DCR_INITIAL_ACCESS_TOKEN_CORP_IDP"}
	}}]
}`

// discoveringServer finds out where to register.
func discoveringServer() v1beta1.EmbeddedAuthServerConfig {
	config := registeringServer()
	config.UpstreamProviders[0].OAuth2Config.DCRConfig = &v1beta1.DCRUpstreamConfig{DiscoveryURL: "https://login.example.com/.well-known/openid-configuration"}
	return config
}

func TestAuthServer(t *testing.T) {
	tests := map[string]struct {
		config v1beta1.EmbeddedAuthServerConfig
		json   string
		env    map[string]string
	}{
		"an OIDC upstream, all that can be said": {oidcServer(), oidcServerJSON, map[string]string{
			"TOOLHIVE_UPSTREAM_CLIENT_SECRET_CORP_IDP": "up/secret",
			"TOOLHIVE_AUTH_SERVER_REDIS_USERNAME":      "redis/user", "TOOLHIVE_AUTH_SERVER_REDIS_PASSWORD": "redis/pass",
			"TOOLHIVE_DELEGATE_CLIENT_SECRET_0": "deleg/one", "TOOLHIVE_DELEGATE_CLIENT_SECRET_1": "deleg/two",
		}},
		"an OAuth 2.0 upstream, all that can be said": {oauth2Server(), oauth2ServerJSON, map[string]string{
			"TOOLHIVE_UPSTREAM_CLIENT_SECRET_FORGE": "up/secret", "TOOLHIVE_AUTH_SERVER_REDIS_PASSWORD": "redis/pass",
		}},
		"an upstream to register at": {registeringServer(), registeringServerJSON, map[string]string{
			"TOOLHIVE_UPSTREAM_DCR_INITIAL_ACCESS_TOKEN_CORP_IDP": "dcr/token",
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			byExternalAuth, err := runconfig.For(authProxy(authServer(tt.config), nil))
			require.NoError(t, err)
			assert.JSONEq(t, tt.json, keyOf(t, byExternalAuth, "embedded_auth_server_config"))
			assert.Equal(t, tt.env, variables(t, byExternalAuth))

			byAuthServerRef, err := runconfig.For(authProxy(nil, authServer(tt.config)))
			require.NoError(t, err)
			assert.Equal(t, byExternalAuth, byAuthServerRef, "either reference makes the same server")
		})
	}
}

func TestFilesOfTheAuthServer(t *testing.T) {
	proxy, err := runconfig.For(authProxy(nil, authServer(oidcServer())))
	require.NoError(t, err)
	file := func(volume, path, name, key string) pod.File {
		return pod.File{Volume: volume, Path: "/etc/toolhive/authserver/" + path, Kind: kind.Secret, Name: name, Key: key, SubPath: true}
	}
	assert.ElementsMatch(t, []pod.File{
		file("authserver-signing-key-0", "keys/key-0.pem", "sign", "k0.pem"),
		file("authserver-signing-key-1", "keys/key-1.pem", "sign", "k1.pem"),
		file("authserver-hmac-secret-0", "hmac/hmac-0", "hmac", "h0"),
		file("authserver-hmac-secret-1", "hmac/hmac-1", "hmac", "h1"),
		file("redis-tls-ca-master", "redis-tls/ca.crt", "redis-ca", "ca"),
		file("redis-tls-ca-sentinel", "redis-tls/sentinel-ca.crt", "sentinel-ca", "ca"),
	}, proxy.Files)
}

func TestClientsAreToldAllScopesOfTheAuthServer(t *testing.T) {
	endpoint, found := authProxy(nil, authServer(registeringServer()))
	proxy, err := runconfig.For(endpoint, found)
	require.NoError(t, err)
	assert.Equal(t, []string{"openid", "email"}, proxy.Config.OIDC.Scopes)

	endpoint.Spec.ProxyConfig.OIDCConfigRef.Scopes = nil
	proxy, err = runconfig.For(endpoint, found)
	require.NoError(t, err)
	assert.Equal(t, []string{"openid", "profile", "email", "offline_access"}, proxy.Config.OIDC.Scopes)
	assert.Empty(t, proxy.Config.EmbeddedAuthServer.ScopesSupported, "the server's own default")
}

func TestAuthServerBesidesExternalAuth(t *testing.T) {
	aws := &v1beta1.MCPExternalAuthConfigSpec{Type: v1beta1.ExternalAuthTypeAWSSts, AWSSts: &v1beta1.AWSStsConfig{Region: "us-east-1"}}
	proxy, err := runconfig.For(authProxy(aws, authServer(registeringServer())))
	require.NoError(t, err)
	assert.NotNil(t, proxy.Config.AWSSts)
	assert.NotNil(t, proxy.Config.EmbeddedAuthServer)
}

func TestAuthServerThatCannotBeExpressed(t *testing.T) {
	changed := func(change func(*v1beta1.EmbeddedAuthServerConfig)) *v1beta1.MCPExternalAuthConfigSpec {
		config := oidcServer()
		change(&config)
		return authServer(config)
	}
	tests := map[string]struct {
		external, server *v1beta1.MCPExternalAuthConfigSpec
	}{
		"two of them":  {authServer(oidcServer()), authServer(oidcServer())},
		"another type": {nil, &v1beta1.MCPExternalAuthConfigSpec{Type: v1beta1.ExternalAuthTypeUnauthenticated}},
		"no member":    {nil, &v1beta1.MCPExternalAuthConfigSpec{Type: v1beta1.ExternalAuthTypeEmbeddedAuthServer}},
		"no upstream":  {nil, changed(func(c *v1beta1.EmbeddedAuthServerConfig) { c.UpstreamProviders = nil })},
		"two upstreams": {nil, changed(func(c *v1beta1.EmbeddedAuthServerConfig) {
			c.UpstreamProviders = append(c.UpstreamProviders, c.UpstreamProviders[0])
		})},
		"an empty upstream": {nil, changed(func(c *v1beta1.EmbeddedAuthServerConfig) { c.UpstreamProviders[0].OIDCConfig = nil })},
		"no Redis":          {nil, changed(func(c *v1beta1.EmbeddedAuthServerConfig) { c.Storage.Redis = nil })},
		"unknown storage":   {nil, changed(func(c *v1beta1.EmbeddedAuthServerConfig) { c.Storage.Type = "clay" })},
		"no Sentinels":      {nil, changed(func(c *v1beta1.EmbeddedAuthServerConfig) { c.Storage.Redis.SentinelConfig.SentinelService = nil })},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := runconfig.For(authProxy(tt.external, tt.server))
			assert.Error(t, err)
		})
	}
	t.Run("a server that is missing", func(t *testing.T) {
		endpoint, found := authProxy(nil, authServer(oidcServer()))
		found.AuthServer = nil
		_, err := runconfig.For(endpoint, found)
		assert.ErrorContains(t, err, `"server"`)
	})
	t.Run("no OIDC configuration", func(t *testing.T) {
		endpoint, found := authProxy(nil, authServer(oidcServer()))
		endpoint.Spec.ProxyConfig.OIDCConfigRef = nil
		_, err := runconfig.For(endpoint, found)
		assert.ErrorContains(t, err, "oidcConfigRef")
	})
}

func TestSentinelAddrs(t *testing.T) {
	tests := map[string]struct {
		sentinel v1beta1.RedisSentinelConfig
		want     []string
	}{
		"addresses as they are":           {v1beta1.RedisSentinelConfig{SentinelAddrs: []string{"a:1", "b:2"}}, []string{"a:1", "b:2"}},
		"a Service in the same namespace": {v1beta1.RedisSentinelConfig{SentinelService: &v1beta1.SentinelServiceRef{Name: "s"}}, []string{"s.default.svc.cluster.local:26379"}},
		"a Service elsewhere":             {v1beta1.RedisSentinelConfig{SentinelService: &v1beta1.SentinelServiceRef{Name: "s", Namespace: "n", Port: 1}}, []string{"s.n.svc.cluster.local:1"}},
		"neither":                         {v1beta1.RedisSentinelConfig{}, nil},
		"both":                            {v1beta1.RedisSentinelConfig{SentinelAddrs: []string{"a:1"}, SentinelService: &v1beta1.SentinelServiceRef{Name: "s"}}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			addrs, err := runconfig.SentinelAddrs(&tt.sentinel, "default")
			assert.Equal(t, tt.want, addrs)
			assert.Equal(t, tt.want == nil, err != nil)
		})
	}
}

// withoutEffect are fields that package validate admits only where they change nothing: they say what holds anyway, or are refused.
var withoutEffect = map[string]string{
	".PrimaryUpstreamProvider":                                       "must name the one upstream there is",
	".UpstreamProviders[0].OAuth2Config":                             "goes with type oauth2",
	".UpstreamProviders[0].OIDCConfig":                               "goes with type oidc",
	".UpstreamProviders[0].OIDCConfig.UserInfoOverride":              "refused: the runner ignores it",
	".UpstreamProviders[0].OAuth2Config.DCRConfig.SoftwareID":        "refused: the runner ignores it",
	".UpstreamProviders[0].OAuth2Config.DCRConfig.SoftwareStatement": "refused: the runner ignores it",
	".Storage.Redis.SentinelConfig.SentinelAddrs":                    "not together with sentinelService",
	".Storage.Redis.SentinelTLS":                                     "goes with sentinelConfig",
}

// Each field that is left out, one at a time, changes the configuration (R2.14).
func TestEveryFieldOfTheAuthServerCounts(t *testing.T) {
	seen := map[string]bool{}
	for _, server := range []func() v1beta1.EmbeddedAuthServerConfig{oidcServer, oauth2Server, registeringServer, discoveringServer} {
		before, err := runconfig.For(authProxy(nil, authServer(server())))
		require.NoError(t, err)
		config := server()
		for _, field := range pathsOf(reflect.ValueOf(&config).Elem(), "") {
			changed := server()
			value := at(reflect.ValueOf(&changed).Elem(), field)
			if value.IsZero() {
				continue
			}
			seen[field] = true
			value.SetZero()
			after, err := runconfig.For(authProxy(nil, authServer(changed)))
			if err == nil {
				assert.NotEqual(t, before, after, field)
			}
		}
	}
	config := oidcServer()
	config.UpstreamProviders[0].OAuth2Config = oauth2Server().UpstreamProviders[0].OAuth2Config
	config.UpstreamProviders[0].OAuth2Config.DCRConfig = &v1beta1.DCRUpstreamConfig{}
	for _, field := range pathsOf(reflect.ValueOf(&config).Elem(), "") {
		if !seen[field] && withoutEffect[field] == "" {
			t.Errorf("%s is set in none of the configurations of this test", field)
		}
	}
}

// pathsOf lists the paths of all fields that can be reached, those of the first element of each list included.
func pathsOf(value reflect.Value, path string) []string {
	switch value.Kind() {
	case reflect.Pointer:
		if value.IsNil() {
			return nil
		}
		return pathsOf(value.Elem(), path)
	case reflect.Slice:
		if value.Len() == 0 || value.Index(0).Kind() != reflect.Struct {
			return nil
		}
		return pathsOf(value.Index(0), path+"[0]")
	case reflect.Struct:
		var fields []string
		for i := range value.NumField() {
			field := path + "." + value.Type().Field(i).Name
			fields = append(fields, field)
			fields = append(fields, pathsOf(value.Field(i), field)...)
		}
		return fields
	default: // the others have no fields
		return nil
	}
}

// at returns the value at a path of pathsOf.
func at(value reflect.Value, path string) reflect.Value {
	for part := range strings.SplitSeq(strings.TrimPrefix(path, "."), ".") {
		name, _, list := strings.Cut(part, "[")
		if value = reflect.Indirect(value).FieldByName(name); !value.IsValid() {
			panic(fmt.Sprintf("there is no %s in %s", name, path))
		}
		if list {
			value = value.Index(0)
		}
	}
	return value
}
