// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

// DelegateClientConfig is a client with a secret that may exchange users' tokens (RFC 8693) at the embedded
// authorization server.
//
// +kubebuilder:validation:XValidation:rule=`self.clientSecretRef.name.size() > 0 && self.clientSecretRef.key.size() > 0`,message=`give clientSecretRef a name and a key that are not empty`
type DelegateClientConfig struct {
	// clientId that the client presents.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	ClientID string `json:"clientId"`

	// clientSecretRef names the Secret and the key that hold the client's secret.
	// +required
	ClientSecretRef SecretKeyRef `json:"clientSecretRef"`

	// scopes that the client may ask for.
	// +required
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=10
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=256
	// +listType=atomic
	Scopes []string `json:"scopes"`

	// audiences are the resources (RFC 8707) that the client may ask for tokens for.
	// +required
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=10
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=2048
	// +listType=atomic
	Audiences []string `json:"audiences"`
}

// TrustedIssuerConfig is an issuer whose tokens may be exchanged (RFC 8693) at the embedded authorization server, and
// says who may do it.
//
// +kubebuilder:validation:XValidation:rule=`size(self.allowedDelegateClients) == 1 || !('*' in self.allowedDelegateClients)`,message=`let allowedDelegateClients be the single entry * or a list of client IDs, not both`
// +kubebuilder:validation:XValidation:rule=`!self.allowMayAct || !('*' in self.allowedDelegateClients)`,message=`list client IDs in allowedDelegateClients, not *, when allowMayAct is true`
// +kubebuilder:validation:XValidation:rule=`!(has(self.actorClaim) && self.actorClaim in ['aud', 'email', 'exp', 'iat', 'iss', 'jti', 'may_act', 'name', 'nbf', 'scope', 'scp', 'sub'])`,message=`let actorClaim name the claim that identifies the client, such as azp, appid, cid or client_id`
// +kubebuilder:validation:XValidation:rule=`!(has(self.allowPrivateIPs) && self.allowPrivateIPs) || (has(self.jwksUrl) && size(self.jwksUrl) > 0)`,message=`set jwksUrl when allowPrivateIPs is true: the issuer must not choose the address`
type TrustedIssuerConfig struct {
	// issuerUrl that a token must carry as its iss claim, exactly.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=2048
	IssuerURL string `json:"issuerUrl"`

	// expectedAudience is an entry that the token's aud claim must have: the identifier of a resource, not of a client.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=2048
	ExpectedAudience string `json:"expectedAudience"`

	// jwksUrl is where the issuer's public keys are read. By default OIDC discovery finds it.
	// +optional
	// +kubebuilder:validation:MaxLength=2048
	JWKSURL string `json:"jwksUrl,omitempty"`

	// insecureAllowHTTP reads this issuer's metadata and keys over plain http. Whoever controls the network can then
	// forge tokens: use it in development only. Default: false.
	// +optional
	InsecureAllowHTTP bool `json:"insecureAllowHTTP,omitempty"`

	// allowPrivateIPs admits private and loopback addresses for this issuer, such as one in the cluster. Needs jwksUrl.
	// Default: false.
	// +optional
	AllowPrivateIPs bool `json:"allowPrivateIPs,omitempty"`

	// actorClaim is the claim that identifies the client that a token was issued to. Default: azp. Entra v1 has appid,
	// Okta has cid.
	// +optional
	// +kubebuilder:validation:MaxLength=64
	ActorClaim string `json:"actorClaim,omitempty"`

	// allowedActors are the values of actorClaim whose tokens may be exchanged. Empty (the default) refuses all, except
	// by allowMayAct.
	// +optional
	// +kubebuilder:validation:MaxItems=50
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=256
	// +listType=atomic
	AllowedActors []string `json:"allowedActors,omitempty"`

	// allowedDelegateClients are the IDs of the clients that may exchange this issuer's tokens, or the single entry *
	// for every client that may exchange tokens at all.
	// +required
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=50
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=256
	// +listType=atomic
	AllowedDelegateClients []string `json:"allowedDelegateClients"`

	// allowMayAct lets a token itself say in its may_act claim who may exchange it, past allowedActors. Default: false.
	// +optional
	// +kubebuilder:default=false
	AllowMayAct bool `json:"allowMayAct,omitempty"`
}

// EmbeddedAuthServerCIMDConfig lets clients identify themselves by the https URL of a client ID metadata document,
// which the authorization server fetches.
type EmbeddedAuthServerCIMDConfig struct {
	// enabled accepts such URLs as client IDs. Default: false, and clients have to register.
	// +required
	// +kubebuilder:default=false
	Enabled bool `json:"enabled"`

	// cacheMaxSize is the number of documents that are kept. Default: 256.
	// +optional
	// +kubebuilder:validation:Minimum=1
	CacheMaxSize int64 `json:"cacheMaxSize,omitempty"`

	// cacheFallbackTtl is how long a document is kept, as a Go duration such as 10m; the document's own cache headers
	// do not count. Default: 5m.
	// +optional
	// +kubebuilder:validation:Pattern=`^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$`
	CacheFallbackTTL string `json:"cacheFallbackTtl,omitempty"`
}
