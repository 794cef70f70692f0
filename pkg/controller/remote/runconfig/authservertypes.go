// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runconfig

// EmbeddedAuthServer is an authorization server inside the proxy. Where no default is given, the runner's holds.
type EmbeddedAuthServer struct {
	SchemaVersion                string            `json:"schema_version"`
	Issuer                       string            `json:"issuer"`
	AuthorizationEndpointBaseURL string            `json:"authorization_endpoint_base_url,omitempty"`
	SigningKeys                  *SigningKeys      `json:"signing_key_config,omitempty"`
	HMACSecretFiles              []string          `json:"hmac_secret_files,omitempty"`
	TokenLifespans               *TokenLifespans   `json:"token_lifespans,omitempty"`
	Upstreams                    []Upstream        `json:"upstreams"`
	ScopesSupported              []string          `json:"scopes_supported,omitempty"`
	BaselineClientScopes         []string          `json:"baseline_client_scopes,omitempty"`
	AllowedAudiences             []string          `json:"allowed_audiences"`
	Storage                      *AuthStorage      `json:"storage,omitempty"`
	CIMD                         *ClientIDMetadata `json:"cimd,omitempty"`
	TrustedIssuers               []TrustedIssuer   `json:"trusted_issuers,omitempty"`
	DelegateClients              []DelegateClient  `json:"delegate_clients,omitempty"`

	DisableUpstreamTokenInjection             bool     `json:"disable_upstream_token_injection,omitempty"`
	InsecureAllowHTTP                         bool     `json:"insecure_allow_http,omitempty"`
	AllowConfidentialClientRegistration       bool     `json:"allow_confidential_client_registration,omitempty"`
	ForceConfidentialRedirectURIs             []string `json:"force_confidential_redirect_uris,omitempty"`
	InsecureAllowConfidentialOverLoopbackHTTP bool     `json:"insecure_allow_confidential_over_loopback_http,omitempty"`
}

// SigningKeys are files in one directory: SigningKeyFile signs, the others still verify.
type SigningKeys struct {
	KeyDir           string   `json:"key_dir"`
	SigningKeyFile   string   `json:"signing_key_file"`
	FallbackKeyFiles []string `json:"fallback_key_files,omitempty"`
}

// TokenLifespans are Go durations.
type TokenLifespans struct {
	AccessToken  string `json:"access_token_lifespan,omitempty"`
	RefreshToken string `json:"refresh_token_lifespan,omitempty"`
	AuthCode     string `json:"auth_code_lifespan,omitempty"`
}

// Upstream is the identity provider that users log in at. It has the one of OIDC and OAuth2 that Type, oidc or oauth2, says.
type Upstream struct {
	Name   string          `json:"name"`
	Type   string          `json:"type"`
	OIDC   *OIDCUpstream   `json:"oidc_config,omitempty"`
	OAuth2 *OAuth2Upstream `json:"oauth2_config,omitempty"`
}

// OIDCUpstream is an identity provider that speaks OpenID Connect.
type OIDCUpstream struct {
	IssuerURL                     string            `json:"issuer_url"`
	ClientID                      string            `json:"client_id"`
	ClientSecretEnvVar            string            `json:"client_secret_env_var,omitempty"`
	RedirectURI                   string            `json:"redirect_uri"`
	Scopes                        []string          `json:"scopes,omitempty"`
	AdditionalAuthorizationParams map[string]string `json:"additional_authorization_params,omitempty"`
	SubjectClaim                  string            `json:"subject_claim,omitempty"`
}

// OAuth2Upstream is an identity provider that speaks plain OAuth 2.0. It has either ClientID or DCR.
type OAuth2Upstream struct {
	AuthorizationEndpoint         string                `json:"authorization_endpoint"`
	TokenEndpoint                 string                `json:"token_endpoint"`
	ClientID                      string                `json:"client_id,omitempty"`
	ClientSecretEnvVar            string                `json:"client_secret_env_var,omitempty"`
	RedirectURI                   string                `json:"redirect_uri"`
	Scopes                        []string              `json:"scopes,omitempty"`
	UserInfo                      *UserInfo             `json:"userinfo,omitempty"`
	TokenResponseMapping          *TokenResponseMapping `json:"token_response_mapping,omitempty"`
	IdentityFromToken             *IdentityFromToken    `json:"identity_from_token,omitempty"`
	AdditionalAuthorizationParams map[string]string     `json:"additional_authorization_params,omitempty"`
	DCR                           *ClientRegistration   `json:"dcr_config,omitempty"`
	AllowPrivateIPs               bool                  `json:"allow_private_ips,omitempty"`
	InsecureAllowHTTP             bool                  `json:"insecure_allow_http,omitempty"`
}

// UserInfo says how to ask an identity provider who a user is.
type UserInfo struct {
	EndpointURL       string            `json:"endpoint_url"`
	HTTPMethod        string            `json:"http_method,omitempty"`
	AdditionalHeaders map[string]string `json:"additional_headers,omitempty"`
	FieldMapping      *UserInfoFields   `json:"field_mapping,omitempty"`
}

// UserInfoFields says which fields of the answer to take.
type UserInfoFields struct {
	SubjectFields []string `json:"subject_fields,omitempty"`
	NameFields    []string `json:"name_fields,omitempty"`
	EmailFields   []string `json:"email_fields,omitempty"`
}

// TokenResponseMapping says where an identity provider's token response has its fields.
type TokenResponseMapping struct {
	AccessTokenPath  string `json:"access_token_path"`
	ScopePath        string `json:"scope_path,omitempty"`
	RefreshTokenPath string `json:"refresh_token_path,omitempty"`
	ExpiresInPath    string `json:"expires_in_path,omitempty"`
}

// IdentityFromToken says where an identity provider's token response tells who the user is.
type IdentityFromToken struct {
	SubjectPath string `json:"subject_path"`
	NamePath    string `json:"name_path,omitempty"`
	EmailPath   string `json:"email_path,omitempty"`
}

// ClientRegistration registers the authorization server at an identity provider (RFC 7591). It has one of the two URLs.
type ClientRegistration struct {
	DiscoveryURL             string `json:"discovery_url,omitempty"`
	RegistrationEndpoint     string `json:"registration_endpoint,omitempty"`
	InitialAccessTokenEnvVar string `json:"initial_access_token_env_var,omitempty"`
}

// ClientIDMetadata lets clients identify themselves by the URL of a document.
type ClientIDMetadata struct {
	Enabled          bool   `json:"enabled"`
	CacheMaxSize     int64  `json:"cache_max_size,omitempty"`
	CacheFallbackTTL string `json:"cache_fallback_ttl,omitempty"`
}

// TrustedIssuer is another issuer whose tokens may be exchanged.
type TrustedIssuer struct {
	IssuerURL              string   `json:"issuer_url"`
	ExpectedAudience       string   `json:"expected_audience"`
	JWKSURL                string   `json:"jwks_url,omitempty"`
	InsecureAllowHTTP      bool     `json:"insecure_allow_http,omitempty"`
	AllowPrivateIPs        bool     `json:"allow_private_ips,omitempty"`
	ActorClaim             string   `json:"actor_claim,omitempty"`
	AllowedActors          []string `json:"allowed_actors,omitempty"`
	AllowedDelegateClients []string `json:"allowed_delegate_clients,omitempty"`
	AllowMayAct            bool     `json:"allow_may_act,omitempty"`
}

// DelegateClient is a client known beforehand that may exchange users' tokens.
type DelegateClient struct {
	ClientID           string   `json:"client_id"`
	ClientSecretEnvVar string   `json:"client_secret_env_var"`
	Scopes             []string `json:"scopes"`
	Audiences          []string `json:"audiences"`
}

// AuthStorage is where the authorization server keeps its state, if not in memory.
type AuthStorage struct {
	// Type is redis.
	Type  string     `json:"type"`
	Redis *AuthRedis `json:"redis_config"`
}

// AuthRedis is one Redis, by its address or by Sentinels that know it.
type AuthRedis struct {
	Addr         string         `json:"addr,omitempty"`
	ClusterMode  bool           `json:"cluster_mode,omitempty"`
	Sentinel     *RedisSentinel `json:"sentinel_config,omitempty"`
	AuthType     string         `json:"auth_type"`
	ACLUser      RedisUser      `json:"acl_user_config"`
	KeyPrefix    string         `json:"key_prefix"`
	DialTimeout  string         `json:"dial_timeout,omitempty"`
	ReadTimeout  string         `json:"read_timeout,omitempty"`
	WriteTimeout string         `json:"write_timeout,omitempty"`
	TLS          *RedisTLS      `json:"tls,omitempty"`
	SentinelTLS  *RedisTLS      `json:"sentinel_tls,omitempty"`
}

// RedisSentinel says how to find the master.
type RedisSentinel struct {
	MasterName string   `json:"master_name"`
	Addrs      []string `json:"sentinel_addrs"`
	DB         int32    `json:"db,omitempty"`
}

// RedisUser names the variables with the name, which may be empty, and the password.
type RedisUser struct {
	UsernameEnvVar string `json:"username_env_var"`
	PasswordEnvVar string `json:"password_env_var"`
}

// RedisTLS encrypts connections.
type RedisTLS struct {
	InsecureSkipVerify bool   `json:"insecure_skip_verify,omitempty"`
	CACertFile         string `json:"ca_cert_file,omitempty"`
}
