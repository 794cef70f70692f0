// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

// TokenExchangeConfig exchanges the client's token for one that the remote server accepts (RFC 8693).
type TokenExchangeConfig struct {
	// tokenUrl is the token endpoint that does the exchange.
	// +required
	TokenURL string `json:"tokenUrl"`

	// clientId of the proxy at the token endpoint. Some endpoints ask for none.
	// +optional
	ClientID string `json:"clientId,omitempty"`

	// clientSecretRef names the Secret key with the password that goes with clientId.
	// +optional
	ClientSecretRef *SecretKeyRef `json:"clientSecretRef,omitempty"`

	// audience that the new token is asked for.
	// +required
	Audience string `json:"audience"`

	// scopes that the new token is asked for.
	// +optional
	// +listType=atomic
	Scopes []string `json:"scopes,omitempty"`

	// subjectTokenType says what the client's token is: access_token (the default), id_token or jwt, or the full URN of
	// one of them. Google's workload identity federation wants id_token.
	// +optional
	// +kubebuilder:validation:Pattern=`^(access_token|id_token|jwt|urn:ietf:params:oauth:token-type:(access_token|id_token|jwt))?$`
	SubjectTokenType string `json:"subjectTokenType,omitempty"`

	// externalTokenHeaderName is the header that carries the new token. By default it replaces the client's token in
	// the Authorization header.
	// +optional
	ExternalTokenHeaderName string `json:"externalTokenHeaderName,omitempty"`

	// subjectProviderName names the identity provider of an embedded authorization server whose token is exchanged
	// instead of the client's. Default: the first one. A proxy ignores it.
	// +optional
	SubjectProviderName string `json:"subjectProviderName,omitempty"`
}

// HeaderInjectionConfig adds one header to every request. The value always comes from a Secret.
type HeaderInjectionConfig struct {
	// headerName is the name of the HTTP header, for example X-API-Key.
	// +required
	// +kubebuilder:validation:MinLength=1
	HeaderName string `json:"headerName"`

	// valueSecretRef names the Secret and the key that hold the value.
	// +required
	ValueSecretRef SecretKeyRef `json:"valueSecretRef"`
}

// BearerTokenConfig sends a fixed bearer token. It always comes from a Secret.
type BearerTokenConfig struct {
	// tokenSecretRef names the Secret and the key that hold the token.
	// +required
	TokenSecretRef SecretKeyRef `json:"tokenSecretRef"`
}

// UpstreamInjectSpec sends the token of an identity provider of the embedded authorization server.
type UpstreamInjectSpec struct {
	// providerName is the name of one of the authorization server's upstreamProviders.
	// +required
	// +kubebuilder:validation:MinLength=1
	ProviderName string `json:"providerName"`
}
