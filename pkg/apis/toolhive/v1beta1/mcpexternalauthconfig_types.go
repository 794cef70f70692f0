// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// +genclient
// +k8s:deepcopy-gen:interfaces=k8s.io/apimachinery/pkg/runtime.Object
// +kubebuilder:storageversion
// +kubebuilder:subresource:status
// +kubebuilder:metadata:labels=toolhive.stacklok.dev/auto-migrate-storage-version=true
// +kubebuilder:resource:shortName=extauth;mcpextauth,categories=toolhive
// +kubebuilder:printcolumn:name="Type",type="string",JSONPath=".spec.type"
// +kubebuilder:printcolumn:name="Valid",type="string",JSONPath=".status.conditions[?(@.type=='Valid')].status"
// +kubebuilder:printcolumn:name="Age",type="date",JSONPath=".metadata.creationTimestamp"

// MCPExternalAuthConfig says how to authenticate to a remote MCP server. Workloads of the same namespace refer to it by
// name.
//
// Not every type works everywhere. An MCPRemoteEndpoint of type direct refuses embeddedAuthServer, awsSts and
// bearerToken. In a proxy, ToolHive's operator silently ignores headerInjection, upstreamInject and xaa.
type MCPExternalAuthConfig struct {
	metav1.TypeMeta `json:""`
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// spec says how to authenticate.
	// +optional
	Spec MCPExternalAuthConfigSpec `json:"spec,omitzero"`

	// status says whether the spec is usable.
	// +optional
	Status MCPExternalAuthConfigStatus `json:"status,omitzero"`
}

// ExternalAuthType is a way to authenticate to a remote MCP server.
// +kubebuilder:validation:Enum=tokenExchange;headerInjection;bearerToken;unauthenticated;embeddedAuthServer;awsSts;upstreamInject;obo;xaa
type ExternalAuthType string

const (
	// ExternalAuthTypeTokenExchange exchanges the client's token for one of the remote server (RFC 8693).
	ExternalAuthTypeTokenExchange ExternalAuthType = "tokenExchange"
	// ExternalAuthTypeHeaderInjection adds one header with a value from a Secret.
	ExternalAuthTypeHeaderInjection ExternalAuthType = "headerInjection"
	// ExternalAuthTypeBearerToken sends a fixed bearer token from a Secret.
	ExternalAuthTypeBearerToken ExternalAuthType = "bearerToken"
	// ExternalAuthTypeUnauthenticated does not authenticate at all.
	ExternalAuthTypeUnauthenticated ExternalAuthType = "unauthenticated"
	// ExternalAuthTypeEmbeddedAuthServer lets clients log in at an authorization server inside the proxy, and sends the
	// tokens that it gets from an identity provider.
	ExternalAuthTypeEmbeddedAuthServer ExternalAuthType = "embeddedAuthServer"
	// ExternalAuthTypeAWSSts exchanges the client's token for AWS credentials and signs requests with them (SigV4).
	ExternalAuthTypeAWSSts ExternalAuthType = "awsSts"
	// ExternalAuthTypeUpstreamInject sends the token that an embedded authorization server got from an identity
	// provider.
	ExternalAuthTypeUpstreamInject ExternalAuthType = "upstreamInject"
	// ExternalAuthTypeOBO gets a token by Microsoft Entra's on-behalf-of flow. ToolHive's public images do not have it.
	ExternalAuthTypeOBO ExternalAuthType = "obo"
	// ExternalAuthTypeXAA gets a token by cross-application access: an identity assertion from the client's identity
	// provider (RFC 8693), exchanged at the remote server's authorization server (RFC 7523).
	ExternalAuthTypeXAA ExternalAuthType = "xaa"
)

// MCPExternalAuthConfigSpec says how to authenticate. Apart from type, it has exactly the one field that is called like
// the type; unauthenticated has none.
//
// +kubebuilder:validation:XValidation:rule=`has(self.tokenExchange) == (self.type == 'tokenExchange')`,message=`set tokenExchange when type is tokenExchange, and leave it out otherwise`
// +kubebuilder:validation:XValidation:rule=`has(self.headerInjection) == (self.type == 'headerInjection')`,message=`set headerInjection when type is headerInjection, and leave it out otherwise`
// +kubebuilder:validation:XValidation:rule=`has(self.bearerToken) == (self.type == 'bearerToken')`,message=`set bearerToken when type is bearerToken, and leave it out otherwise`
// +kubebuilder:validation:XValidation:rule=`has(self.embeddedAuthServer) == (self.type == 'embeddedAuthServer')`,message=`set embeddedAuthServer when type is embeddedAuthServer, and leave it out otherwise`
// +kubebuilder:validation:XValidation:rule=`has(self.awsSts) == (self.type == 'awsSts')`,message=`set awsSts when type is awsSts, and leave it out otherwise`
// +kubebuilder:validation:XValidation:rule=`has(self.upstreamInject) == (self.type == 'upstreamInject')`,message=`set upstreamInject when type is upstreamInject, and leave it out otherwise`
// +kubebuilder:validation:XValidation:rule=`has(self.obo) == (self.type == 'obo')`,message=`set obo when type is obo, and leave it out otherwise`
// +kubebuilder:validation:XValidation:rule=`has(self.xaa) == (self.type == 'xaa')`,message=`set xaa when type is xaa, and leave it out otherwise`
type MCPExternalAuthConfigSpec struct {
	// type is the way to authenticate. The field called like it must be set, and no other; unauthenticated has none.
	// obo needs a build of ToolHive that is not public, and is invalid otherwise.
	// +required
	Type ExternalAuthType `json:"type"`

	// tokenExchange exchanges the client's token for one of the remote server. In a proxy it needs OIDC for the
	// clients: without a client's token there is nothing to exchange.
	// +optional
	TokenExchange *TokenExchangeConfig `json:"tokenExchange,omitempty"`

	// headerInjection adds one header with a value from a Secret, such as an API key.
	// +optional
	HeaderInjection *HeaderInjectionConfig `json:"headerInjection,omitempty"`

	// bearerToken sends a fixed bearer token from a Secret. Only a proxy can do it.
	// +optional
	BearerToken *BearerTokenConfig `json:"bearerToken,omitempty"`

	// embeddedAuthServer configures an authorization server inside the proxy, at which clients log in.
	// +optional
	EmbeddedAuthServer *EmbeddedAuthServerConfig `json:"embeddedAuthServer,omitempty"`

	// awsSts exchanges the client's token for AWS credentials and signs requests with them.
	// +optional
	AWSSts *AWSStsConfig `json:"awsSts,omitempty"`

	// upstreamInject sends the token that the embedded authorization server got from an identity provider. Only a
	// VirtualMCPServer can do it.
	// +optional
	UpstreamInject *UpstreamInjectSpec `json:"upstreamInject,omitempty"`

	// obo gets a token by Microsoft Entra's on-behalf-of flow.
	// +optional
	OBO *OBOConfig `json:"obo,omitempty"`

	// xaa gets a token by cross-application access. Only a VirtualMCPServer can do it.
	// +optional
	XAA *XAASpec `json:"xaa,omitempty"`
}

// MCPExternalAuthConfigStatus says whether an MCPExternalAuthConfig is usable.
type MCPExternalAuthConfigStatus struct {
	// conditions are the latest observations. Valid says whether the spec is usable.
	// +optional
	// +listType=map
	// +listMapKey=type
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	// observedGeneration is the generation of the spec that this status was computed from.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// configHash changes whenever the spec does.
	// +optional
	ConfigHash string `json:"configHash,omitempty"`
}

// +k8s:deepcopy-gen:interfaces=k8s.io/apimachinery/pkg/runtime.Object

// MCPExternalAuthConfigList is a list of MCPExternalAuthConfigs.
type MCPExternalAuthConfigList struct {
	metav1.TypeMeta `json:""`
	// +optional
	metav1.ListMeta `json:"metadata,omitzero"`

	// items are the MCPExternalAuthConfigs.
	Items []MCPExternalAuthConfig `json:"items"`
}
