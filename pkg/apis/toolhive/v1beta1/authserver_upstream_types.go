// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

// UpstreamProviderType is a kind of identity provider.
// +kubebuilder:validation:Enum=oidc;oauth2
type UpstreamProviderType string

const (
	// UpstreamProviderTypeOIDC is a provider that speaks OpenID Connect, with discovery.
	UpstreamProviderTypeOIDC UpstreamProviderType = "oidc"
	// UpstreamProviderTypeOAuth2 is a provider that speaks plain OAuth 2.0, with endpoints to be given.
	UpstreamProviderTypeOAuth2 UpstreamProviderType = "oauth2"
)

// UpstreamProviderConfig is an identity provider that users of the embedded authorization server log in at.
//
// +kubebuilder:validation:XValidation:rule=`has(self.oidcConfig) == (self.type == 'oidc') && has(self.oauth2Config) == (self.type == 'oauth2')`,message=`set oidcConfig when type is oidc, oauth2Config when type is oauth2, and not the other`
type UpstreamProviderConfig struct {
	// name of the provider, in lower-case letters, digits and hyphens. Other fields refer to it.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	// +kubebuilder:validation:Pattern=`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`
	Name string `json:"name"`

	// type is oidc, or oauth2 for a provider without OpenID Connect.
	// +required
	Type UpstreamProviderType `json:"type"`

	// oidcConfig describes the provider. Only with type oidc.
	// +optional
	OIDCConfig *OIDCUpstreamConfig `json:"oidcConfig,omitempty"`

	// oauth2Config describes the provider. Only with type oauth2.
	// +optional
	OAuth2Config *OAuth2UpstreamConfig `json:"oauth2Config,omitempty"`
}

// OIDCUpstreamConfig describes an identity provider that speaks OpenID Connect. Its endpoints are discovered.
type OIDCUpstreamConfig struct {
	// issuerUrl is the https URL of the provider.
	// +required
	// +kubebuilder:validation:Pattern=`^https://.*$`
	IssuerURL string `json:"issuerUrl"`

	// clientId that the provider knows the authorization server by.
	// +required
	ClientID string `json:"clientId"`

	// clientSecretRef names the Secret key with the password that goes with clientId. Leave it out for a public client.
	// +optional
	ClientSecretRef *SecretKeyRef `json:"clientSecretRef,omitempty"`

	// redirectUri that the provider sends users back to after the login. Default: the workload's resourceUrl with
	// /oauth/callback added.
	// +optional
	RedirectURI string `json:"redirectUri,omitempty"`

	// scopes to ask the provider for. Default: openid and offline_access. Set them when additionalAuthorizationParams
	// asks for a refresh token in the provider's own way.
	// +optional
	// +listType=atomic
	Scopes []string `json:"scopes,omitempty"`

	// userInfoOverride says how to read users' names and addresses, where the provider's user info endpoint is not what
	// discovery and the standard say.
	// +optional
	UserInfoOverride *UserInfoConfig `json:"userInfoOverride,omitempty"`

	// additionalAuthorizationParams are added to the login URL, for example access_type=offline for Google. Parameters
	// that belong to the protocol, such as client_id, scope or state, are refused.
	// +optional
	// +kubebuilder:validation:MaxProperties=16
	AdditionalAuthorizationParams map[string]string `json:"additionalAuthorizationParams,omitempty"`

	// subjectClaim is the claim of the ID token that identifies a user for good. Default: sub. Entra needs oid, with
	// the scope profile. Changing it later makes every user a new one.
	// +optional
	// +kubebuilder:validation:MaxLength=128
	// +kubebuilder:validation:Pattern=`^([a-zA-Z_][a-zA-Z0-9_]*)?$`
	SubjectClaim string `json:"subjectClaim,omitempty"`
}

// UserInfoConfig says how to read users' names and addresses from a provider.
type UserInfoConfig struct {
	// endpointUrl is the URL to ask.
	// +required
	// +kubebuilder:validation:Pattern=`^https?://.*$`
	EndpointURL string `json:"endpointUrl"`

	// httpMethod to ask with: GET (the default) or POST.
	// +optional
	// +kubebuilder:validation:Enum=GET;POST
	HTTPMethod string `json:"httpMethod,omitempty"`

	// additionalHeaders to send along, for example the Accept header that GitHub wants.
	// +optional
	AdditionalHeaders map[string]string `json:"additionalHeaders,omitempty"`

	// fieldMapping says which fields of the answer to take. Default: sub, name and email.
	// +optional
	FieldMapping *UserInfoFieldMapping `json:"fieldMapping,omitempty"`
}

// UserInfoFieldMapping says which fields of a provider's answer hold what. Of several, the first that is not empty
// counts.
type UserInfoFieldMapping struct {
	// subjectFields identify the user. Default: sub.
	// +optional
	// +listType=atomic
	SubjectFields []string `json:"subjectFields,omitempty"`

	// nameFields hold the user's name. Default: name.
	// +optional
	// +listType=atomic
	NameFields []string `json:"nameFields,omitempty"`

	// emailFields hold the user's mail address. Default: email.
	// +optional
	// +listType=atomic
	EmailFields []string `json:"emailFields,omitempty"`
}
