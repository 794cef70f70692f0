// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

import (
	corev1 "k8s.io/api/core/v1"
)

// Transport is the MCP transport that a remote server speaks.
// +kubebuilder:validation:Enum=sse;streamable-http
type Transport string

const (
	// TransportStreamableHTTP is MCP's current HTTP transport.
	TransportStreamableHTTP Transport = "streamable-http"
	// TransportSSE is the older transport over server-sent events.
	TransportSSE Transport = "sse"
)

// SecretKeyRef names one key of a Secret in the same namespace.
type SecretKeyRef struct {
	// name of the Secret.
	// +required
	Name string `json:"name"`

	// key within the Secret's data.
	// +required
	Key string `json:"key"`
}

// CABundleSource says where a bundle of CA certificates is kept.
type CABundleSource struct {
	// configMapRef names a ConfigMap in the same namespace, and the key that holds the PEM certificates; an empty key
	// stands for ca.crt.
	// +optional
	ConfigMapRef *corev1.ConfigMapKeySelector `json:"configMapRef,omitempty"`
}

// MCPGroupRef names the MCPGroup that an object is a member of.
type MCPGroupRef struct {
	// name of an MCPGroup in the same namespace.
	// +required
	// +kubebuilder:validation:MinLength=1
	Name string `json:"name"`
}

// ExternalAuthConfigRef names the MCPExternalAuthConfig that says how to authenticate to the remote server.
type ExternalAuthConfigRef struct {
	// name of an MCPExternalAuthConfig in the same namespace.
	// +required
	Name string `json:"name"`
}

// AuthServerRef names the object that configures the authorization server embedded in a proxy.
type AuthServerRef struct {
	// kind of the object. MCPExternalAuthConfig, the default, is the only one so far.
	// +required
	// +kubebuilder:validation:Enum=MCPExternalAuthConfig
	// +kubebuilder:default=MCPExternalAuthConfig
	Kind string `json:"kind"`

	// name of the object, in the same namespace. An MCPExternalAuthConfig must be of type embeddedAuthServer.
	// +required
	// +kubebuilder:validation:MinLength=1
	Name string `json:"name"`
}

// ToolConfigRef names the MCPToolConfig that filters and renames tools.
type ToolConfigRef struct {
	// name of an MCPToolConfig in the same namespace.
	// +required
	Name string `json:"name"`
}

// MCPOIDCConfigReference names an MCPOIDCConfig and adds what differs from one workload to the next.
type MCPOIDCConfigReference struct {
	// name of an MCPOIDCConfig in the same namespace.
	// +required
	// +kubebuilder:validation:MinLength=1
	Name string `json:"name"`

	// audience that a token must be issued for. Give every workload its own: with a shared one, a token for one of
	// them opens the others as well.
	// +required
	// +kubebuilder:validation:MinLength=1
	Audience string `json:"audience"`

	// scopes advertised to clients in the protected resource metadata (RFC 9728). Default: openid.
	// +optional
	// +listType=atomic
	Scopes []string `json:"scopes,omitempty"`

	// resourceUrl is the URL by which clients reach the workload; the protected resource metadata (RFC 9728) points to
	// it. Set it to the public URL behind an Ingress or gateway: the default is reachable inside the cluster at best.
	// +optional
	ResourceURL string `json:"resourceUrl,omitempty"`
}

// MCPAuthzConfigReference names an MCPAuthzConfig.
type MCPAuthzConfigReference struct {
	// name of an MCPAuthzConfig in the same namespace.
	// +required
	// +kubebuilder:validation:MinLength=1
	Name string `json:"name"`
}

// MCPTelemetryConfigReference names an MCPTelemetryConfig and adds what differs from one workload to the next.
type MCPTelemetryConfigReference struct {
	// name of an MCPTelemetryConfig in the same namespace.
	// +required
	// +kubebuilder:validation:MinLength=1
	Name string `json:"name"`

	// serviceName under which the workload's traces and metrics appear. Keep it unique. Default: the workload's name.
	// +optional
	ServiceName string `json:"serviceName,omitempty"`
}
