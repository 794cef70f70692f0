// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

// EmbeddedAuthServerConfig configures an authorization server inside the proxy. MCP clients log in at it, it sends them
// on to an identity provider, and the tokens that it issues open the proxy. The proxy needs an oidcConfigRef whose
// audience equals its resourceUrl.
//
// +kubebuilder:validation:XValidation:rule=`!(self.allowConfidentialClientRegistration && self.insecureAllowHTTP)`,message=`set allowConfidentialClientRegistration or insecureAllowHTTP, not both: client secrets would cross the network in the clear`
// +kubebuilder:validation:XValidation:rule=`self.issuer.startsWith('https://') || !has(self.delegateClients) || size(self.delegateClients) == 0`,message=`use an https issuer with delegateClients: their secrets would cross the network in the clear`
// +kubebuilder:validation:XValidation:rule=`self.allowConfidentialClientRegistration || !has(self.forceConfidentialRedirectUris) || size(self.forceConfidentialRedirectUris) == 0`,message=`set allowConfidentialClientRegistration to true, or remove forceConfidentialRedirectUris`
type EmbeddedAuthServerConfig struct {
	// issuer is the URL of this authorization server, the iss claim of its tokens: https, or http on localhost, without
	// query, fragment or trailing slash.
	// +required
	// +kubebuilder:validation:Pattern=`^https?://[^\s?#]+[^/\s?#]$`
	Issuer string `json:"issuer"`

	// authorizationEndpointBaseUrl is the URL that browsers are sent to for the login, where it differs from issuer.
	// All other endpoints stay at issuer.
	// +optional
	// +kubebuilder:validation:Pattern=`^https?://[^\s?#]+[^/\s?#]$`
	AuthorizationEndpointBaseURL string `json:"authorizationEndpointBaseUrl,omitempty"`

	// signingKeySecretRefs name the Secret keys with the PEM keys that sign tokens. The first signs, the others still
	// verify, so that keys can be rotated. Without any, a key is made at each start, and all clients must log in again.
	// +optional
	// +kubebuilder:validation:MaxItems=5
	// +listType=atomic
	SigningKeySecretRefs []SecretKeyRef `json:"signingKeySecretRefs,omitempty"`

	// hmacSecretRefs name the Secret keys with the secrets, of 32 random bytes or more, that protect authorization
	// codes and refresh tokens. The first is used, the others still verify. Without any, one is made at each start.
	// +optional
	// +listType=atomic
	HMACSecretRefs []SecretKeyRef `json:"hmacSecretRefs,omitempty"`

	// tokenLifespans says how long tokens are valid.
	// +optional
	TokenLifespans *TokenLifespanConfig `json:"tokenLifespans,omitempty"`

	// upstreamProviders are the identity providers that users log in at. A proxy takes exactly one, a VirtualMCPServer
	// several.
	// +required
	// +kubebuilder:validation:MinItems=1
	// +listType=map
	// +listMapKey=name
	UpstreamProviders []UpstreamProviderConfig `json:"upstreamProviders"`

	// primaryUpstreamProvider names the provider whose token the authorization policies look at. Default: the first
	// one. It has an effect only on a VirtualMCPServer.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	// +kubebuilder:validation:Pattern=`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`
	PrimaryUpstreamProvider string `json:"primaryUpstreamProvider,omitempty"`

	// storage says where logins and registered clients are kept. Default: in the pod's memory, so that a restart loses
	// them.
	// +optional
	Storage *AuthServerStorageConfig `json:"storage,omitempty"`

	// disableUpstreamTokenInjection sends requests on without any credentials, instead of with the identity provider's
	// token. Add an API key by headerForward where one is needed; token exchange and AWS STS are refused. Default:
	// false.
	// +optional
	// +kubebuilder:default=false
	DisableUpstreamTokenInjection bool `json:"disableUpstreamTokenInjection,omitempty"`

	// insecureAllowHTTP admits an http issuer that is not localhost. Tokens then cross the network in the clear.
	// ToolHive's operator does not check it for a proxy, whose pod then fails to start. Default: false.
	// +optional
	// +kubebuilder:default=false
	InsecureAllowHTTP bool `json:"insecureAllowHTTP,omitempty"`

	// baselineClientScopes are scopes that every registered client may ask for, even when it registered for fewer: keep
	// to the likes of openid and offline_access. The identity provider's scopes must include them, or the pod does not
	// start.
	// +optional
	// +kubebuilder:validation:MaxItems=10
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:Pattern=`^[\x21\x23-\x5B\x5D-\x7E]+$`
	// +listType=atomic
	BaselineClientScopes []string `json:"baselineClientScopes,omitempty"`

	// allowConfidentialClientRegistration hands out a client secret to clients that ask for one when they register.
	// Anybody who reaches the endpoint can register. Switching it off later revokes no secret. Default: false.
	// +optional
	// +kubebuilder:default=false
	AllowConfidentialClientRegistration bool `json:"allowConfidentialClientRegistration,omitempty"`

	// insecureAllowConfidentialOverLoopbackHTTP admits allowConfidentialClientRegistration with an http issuer on
	// localhost, for development on one machine. Default: false.
	// +optional
	// +kubebuilder:default=false
	InsecureAllowConfidentialOverLoopbackHTTP bool `json:"insecureAllowConfidentialOverLoopbackHTTP,omitempty"`

	// delegateClients are clients known beforehand that may exchange users' tokens (RFC 8693). They do not depend on
	// allowConfidentialClientRegistration.
	// +optional
	// +kubebuilder:validation:MaxItems=10
	// +listType=atomic
	DelegateClients []DelegateClientConfig `json:"delegateClients,omitempty"`

	// trustedIssuers are other issuers whose tokens may be exchanged (RFC 8693). By default only this server's own are.
	// +optional
	// +kubebuilder:validation:MaxItems=20
	// +listType=atomic
	TrustedIssuers []TrustedIssuerConfig `json:"trustedIssuers,omitempty"`

	// forceConfidentialRedirectUris are https redirect URIs whose clients get a client secret even though they register
	// as public ones, for clients that ask for none and then miss it. Needs allowConfidentialClientRegistration.
	// +optional
	// +kubebuilder:validation:MaxItems=10
	// +kubebuilder:validation:items:Pattern=`^https://[^\s?#]+$`
	// +listType=atomic
	ForceConfidentialRedirectURIs []string `json:"forceConfidentialRedirectUris,omitempty"`

	// cimd lets clients identify themselves by the URL of a metadata document, without registering.
	// +optional
	CIMD *EmbeddedAuthServerCIMDConfig `json:"cimd,omitempty"`
}

// TokenLifespanConfig says how long tokens are valid, as Go durations such as 30m or 24h.
type TokenLifespanConfig struct {
	// accessTokenLifespan is how long an access token is valid. Default: 1h.
	// +optional
	// +kubebuilder:validation:Pattern=`^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$`
	AccessTokenLifespan string `json:"accessTokenLifespan,omitempty"`

	// refreshTokenLifespan is how long a refresh token is valid. Default: 168h, that is 7 days; d is not a unit.
	// +optional
	// +kubebuilder:validation:Pattern=`^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$`
	RefreshTokenLifespan string `json:"refreshTokenLifespan,omitempty"`

	// authCodeLifespan is how long an authorization code is valid. Default: 10m.
	// +optional
	// +kubebuilder:validation:Pattern=`^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$`
	AuthCodeLifespan string `json:"authCodeLifespan,omitempty"`
}
