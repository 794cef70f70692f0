// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

// XAASpec gets a token by cross-application access (draft-ietf-oauth-identity-assertion-authz-grant): the user's ID
// token is exchanged at the identity provider for an assertion (RFC 8693), and that at the authorization server of the
// target for an access token (RFC 7523).
type XAASpec struct {
	// idpTokenUrl is the https token endpoint of the identity provider.
	// +required
	// +kubebuilder:validation:Pattern=`^https://.*$`
	IDPTokenURL string `json:"idpTokenUrl"`

	// idpClientId is the client's name at the identity provider.
	// +optional
	IDPClientID string `json:"idpClientId,omitempty"`

	// idpClientSecretRef names the Secret key with the password that goes with idpClientId.
	// +optional
	IDPClientSecretRef *SecretKeyRef `json:"idpClientSecretRef,omitempty"`

	// targetTokenUrl is the token endpoint of the target's authorization server.
	// +required
	TargetTokenURL string `json:"targetTokenUrl"`

	// insecureTargetTokenUrl admits plain http in targetTokenUrl. Credentials then cross the network in the clear: use
	// it in development only. Default: false.
	// +optional
	InsecureTargetTokenURL bool `json:"insecureTargetTokenUrl,omitempty"`

	// targetClientId is the client's name at the target's authorization server, and should be the one that the
	// assertion is made for. Most servers refuse a client that does not authenticate.
	// +optional
	TargetClientID string `json:"targetClientId,omitempty"`

	// targetClientSecretRef names the Secret key with the password that goes with targetClientId.
	// +optional
	TargetClientSecretRef *SecretKeyRef `json:"targetClientSecretRef,omitempty"`

	// targetAudience is the issuer URL of the target's authorization server, for which the assertion is made.
	// +required
	TargetAudience string `json:"targetAudience"`

	// targetResource is the URL of the MCP server itself (RFC 8707), sent along to the identity provider. It is
	// optional by the draft, but some providers insist on it.
	// +optional
	TargetResource string `json:"targetResource,omitempty"`

	// scopes that both exchanges ask for.
	// +optional
	// +listType=atomic
	Scopes []string `json:"scopes,omitempty"`

	// subjectProviderName names the identity provider of the embedded authorization server whose ID token stands for
	// the user. Default: the first one.
	// +optional
	SubjectProviderName string `json:"subjectProviderName,omitempty"`

	// subjectTokenType is the URN of the token that stands for the user. Default, and the only choice:
	// urn:ietf:params:oauth:token-type:id_token.
	// +optional
	// +kubebuilder:validation:Enum="urn:ietf:params:oauth:token-type:id_token"
	SubjectTokenType string `json:"subjectTokenType,omitempty"`
}
