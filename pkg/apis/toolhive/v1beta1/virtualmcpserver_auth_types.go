// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

// IncomingAuthType says whether a gateway authenticates its clients.
// +kubebuilder:validation:Enum=anonymous;oidc
type IncomingAuthType string

const (
	// IncomingAuthTypeAnonymous lets everybody in who reaches the gateway.
	IncomingAuthTypeAnonymous IncomingAuthType = "anonymous"
	// IncomingAuthTypeOIDC asks for a token of an OIDC issuer.
	IncomingAuthTypeOIDC IncomingAuthType = "oidc"
)

// IncomingAuthConfig says who may use a gateway.
//
// +kubebuilder:validation:XValidation:rule=`self.type != 'oidc' || has(self.oidcConfigRef)`,message=`set oidcConfigRef when type is oidc`
// +kubebuilder:validation:XValidation:rule=`!has(self.authzConfig) || !has(self.authzConfigRef)`,message=`set authzConfig or authzConfigRef, not both`
type IncomingAuthConfig struct {
	// type is anonymous, which lets everybody in, or oidc, which asks for a token. There is no default: a gateway that is
	// open to all has to say so.
	// +required
	Type IncomingAuthType `json:"type"`

	// oidcConfigRef names an MCPOIDCConfig that says whose tokens are accepted. Required when type is oidc.
	// +optional
	OIDCConfigRef *MCPOIDCConfigReference `json:"oidcConfigRef,omitempty"`

	// authzConfig gives the Cedar policies that decide who may call what. Without it and without authzConfigRef, everybody
	// who is let in may call everything.
	// +optional
	AuthzConfig *AuthzConfigRef `json:"authzConfig,omitempty"`

	// authzConfigRef names an MCPAuthzConfig that decides who may call what. A gateway takes only the type cedarv1.
	// +optional
	AuthzConfigRef *MCPAuthzConfigReference `json:"authzConfigRef,omitempty"`
}

// OutgoingAuthSource says where a gateway's backends and their credentials come from.
// +kubebuilder:validation:Enum=discovered;inline
type OutgoingAuthSource string

const (
	// OutgoingAuthSourceDiscovered lets the gateway watch the cluster for them.
	OutgoingAuthSourceDiscovered OutgoingAuthSource = "discovered"
	// OutgoingAuthSourceInline writes them to the gateway's configuration file.
	OutgoingAuthSourceInline OutgoingAuthSource = "inline"
)

// OutgoingAuthConfig says how a gateway finds its backends and authenticates to them.
type OutgoingAuthConfig struct {
	// source is discovered (the default), where the gateway itself watches the cluster for its backends and how to
	// authenticate to them, or inline, where the operator writes both to its configuration: the gateway then needs no
	// access to the cluster, and is rolled when a backend comes or goes.
	// +optional
	// +kubebuilder:default=discovered
	Source OutgoingAuthSource `json:"source,omitempty"`

	// default says how to authenticate to backends that neither backends nor their own spec speaks of.
	// +optional
	Default *BackendAuthConfig `json:"default,omitempty"`

	// backends says how to authenticate to single backends, by their names, whatever their own specs say.
	// +optional
	Backends map[string]BackendAuthConfig `json:"backends,omitempty"`
}

// BackendAuthType says where the way to authenticate to a backend is written down.
// +kubebuilder:validation:Enum=discovered;externalAuthConfigRef
type BackendAuthType string

const (
	// BackendAuthTypeDiscovered takes what the backend's own externalAuthConfigRef names.
	BackendAuthTypeDiscovered BackendAuthType = "discovered"
	// BackendAuthTypeExternalAuthConfigRef takes the MCPExternalAuthConfig that is named here.
	BackendAuthTypeExternalAuthConfigRef BackendAuthType = "externalAuthConfigRef"
)

// BackendAuthConfig says how to authenticate to a backend.
type BackendAuthConfig struct {
	// type is discovered, for what the backend's own externalAuthConfigRef names, or externalAuthConfigRef, for what the
	// field of that name does.
	// +required
	Type BackendAuthType `json:"type"`

	// externalAuthConfigRef names the MCPExternalAuthConfig to use. Required when type is externalAuthConfigRef.
	// +optional
	ExternalAuthConfigRef *ExternalAuthConfigRef `json:"externalAuthConfigRef,omitempty"`
}
