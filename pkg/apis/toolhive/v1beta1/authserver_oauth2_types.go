// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

// OAuth2UpstreamConfig describes an identity provider that speaks plain OAuth 2.0.
//
// +kubebuilder:validation:XValidation:rule=`has(self.dcrConfig) != (has(self.clientId) && size(self.clientId) > 0)`,message=`set either clientId or dcrConfig`
// +kubebuilder:validation:XValidation:rule=`!has(self.clientSecretRef) || !has(self.dcrConfig)`,message=`remove clientSecretRef when dcrConfig is set: registering returns the secret`
type OAuth2UpstreamConfig struct {
	// authorizationEndpoint is the URL that users are sent to for the login.
	// +required
	// +kubebuilder:validation:Pattern=`^https?://.*$`
	AuthorizationEndpoint string `json:"authorizationEndpoint"`

	// tokenEndpoint is the URL at which codes are exchanged for tokens.
	// +required
	// +kubebuilder:validation:Pattern=`^https?://.*$`
	TokenEndpoint string `json:"tokenEndpoint"`

	// userInfo says how to ask the provider who the user is. Without it and without identityFromToken, users have no
	// name and no mail address, and are told apart by their access token.
	// +optional
	UserInfo *UserInfoConfig `json:"userInfo,omitempty"`

	// clientId that the provider knows the authorization server by. Not together with dcrConfig.
	// +optional
	ClientID string `json:"clientId,omitempty"`

	// clientSecretRef names the Secret key with the password that goes with clientId. Leave it out for a public client.
	// +optional
	ClientSecretRef *SecretKeyRef `json:"clientSecretRef,omitempty"`

	// redirectUri that the provider sends users back to after the login. Default: the workload's resourceUrl with
	// /oauth/callback added.
	// +optional
	RedirectURI string `json:"redirectUri,omitempty"`

	// scopes to ask the provider for.
	// +optional
	// +listType=atomic
	Scopes []string `json:"scopes,omitempty"`

	// tokenResponseMapping says where the fields of the token response are, for providers that nest them.
	// +optional
	TokenResponseMapping *TokenResponseMapping `json:"tokenResponseMapping,omitempty"`

	// identityFromToken reads who the user is from the token response. userInfo is then not asked.
	// +optional
	IdentityFromToken *IdentityFromTokenConfig `json:"identityFromToken,omitempty"`

	// additionalAuthorizationParams are added to the login URL, for example access_type=offline for Google. Parameters
	// that belong to the protocol, such as client_id, scope or state, are refused.
	// +optional
	// +kubebuilder:validation:MaxProperties=16
	AdditionalAuthorizationParams map[string]string `json:"additionalAuthorizationParams,omitempty"`

	// insecureAllowHTTP admits plain http endpoints. Tokens then cross the network in the clear: use it in development
	// only. Default: false.
	// +optional
	InsecureAllowHTTP bool `json:"insecureAllowHTTP,omitempty"`

	// allowPrivateIPs admits private and link-local addresses for the endpoints, for a provider in the cluster.
	// Default: false.
	// +optional
	AllowPrivateIPs bool `json:"allowPrivateIPs,omitempty"`

	// dcrConfig registers the authorization server at the provider when it starts (RFC 7591). Not together with
	// clientId.
	// +optional
	DCRConfig *DCRUpstreamConfig `json:"dcrConfig,omitempty"`
}

// DCRUpstreamConfig registers a client at an identity provider (RFC 7591).
//
// +kubebuilder:validation:XValidation:rule=`has(self.registrationEndpoint) != has(self.discoveryUrl)`,message=`set either discoveryUrl or registrationEndpoint`
type DCRUpstreamConfig struct {
	// discoveryUrl is the https URL of the provider's metadata (RFC 8414 or OIDC discovery), from which the endpoints
	// are read. Nothing is added to it.
	// +optional
	// +kubebuilder:validation:MaxLength=2048
	// +kubebuilder:validation:Pattern=`^https://[^\s?#]+[^/\s?#]$`
	DiscoveryURL string `json:"discoveryUrl,omitempty"`

	// registrationEndpoint is the https URL to register at, for a provider without metadata. Give scopes too.
	// +optional
	// +kubebuilder:validation:MaxLength=2048
	// +kubebuilder:validation:Pattern=`^https://[^\s?#]+[^/\s?#]$`
	RegistrationEndpoint string `json:"registrationEndpoint,omitempty"`

	// initialAccessTokenRef names the Secret key with the token that the provider asks for to register.
	// +optional
	InitialAccessTokenRef *SecretKeyRef `json:"initialAccessTokenRef,omitempty"`

	// softwareId is sent as software_id: the same for all registrations of one software.
	// +optional
	// +kubebuilder:validation:MaxLength=255
	SoftwareID string `json:"softwareId,omitempty"`

	// softwareStatement is a signed JWT about the software, sent as software_statement. Whoever can read this object
	// can read it.
	// +optional
	// +kubebuilder:validation:MaxLength=16384
	SoftwareStatement string `json:"softwareStatement,omitempty"`
}

// TokenResponseMapping says where a provider's token response has its fields, as paths with dots such as
// authed_user.access_token.
type TokenResponseMapping struct {
	// accessTokenPath leads to the access token.
	// +required
	// +kubebuilder:validation:MinLength=1
	AccessTokenPath string `json:"accessTokenPath"`

	// scopePath leads to the granted scopes. Default: scope.
	// +optional
	ScopePath string `json:"scopePath,omitempty"`

	// refreshTokenPath leads to the refresh token. Default: refresh_token.
	// +optional
	RefreshTokenPath string `json:"refreshTokenPath,omitempty"`

	// expiresInPath leads to the token's lifetime in seconds. Default: expires_in.
	// +optional
	ExpiresInPath string `json:"expiresInPath,omitempty"`
}

// IdentityFromTokenConfig reads who the user is from a provider's token response, by paths with dots such as
// authed_user.id. What is read is trusted because it came from the token endpoint: no signature is checked.
type IdentityFromTokenConfig struct {
	// subjectPath leads to what identifies the user for good. Where the access token is a JWT, a path such as
	// access_token|@upstreamjwt|sub reads its claims.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	SubjectPath string `json:"subjectPath"`

	// namePath leads to the user's name. Without it, or where it leads nowhere, the user has none.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	NamePath string `json:"namePath,omitempty"`

	// emailPath leads to the user's mail address, likewise.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	EmailPath string `json:"emailPath,omitempty"`
}
