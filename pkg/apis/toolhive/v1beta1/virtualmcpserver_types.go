// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// +genclient
// +k8s:deepcopy-gen:interfaces=k8s.io/apimachinery/pkg/runtime.Object
// +kubebuilder:storageversion
// +kubebuilder:subresource:status
// +kubebuilder:metadata:labels=toolhive.stacklok.dev/auto-migrate-storage-version=true
// +kubebuilder:resource:shortName=vmcp;virtualmcp,categories=toolhive
// +kubebuilder:printcolumn:name="Phase",type="string",JSONPath=".status.phase"
// +kubebuilder:printcolumn:name="URL",type="string",JSONPath=".status.url"
// +kubebuilder:printcolumn:name="Backends",type="integer",JSONPath=".status.backendCount"
// +kubebuilder:printcolumn:name="Age",type="date",JSONPath=".metadata.creationTimestamp"
// +kubebuilder:printcolumn:name="Ready",type="string",JSONPath=".status.conditions[?(@.type=='Ready')].status"

// VirtualMCPServer is a gateway (vMCP) that serves the tools of all members of an MCPGroup under one URL. It
// authenticates the clients, and authenticates to each member, its backends.
type VirtualMCPServer struct {
	metav1.TypeMeta `json:""`
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// spec describes the gateway.
	// +optional
	Spec VirtualMCPServerSpec `json:"spec,omitzero"`

	// status says how far the gateway has come, where to reach it, and which backends it has.
	// +optional
	Status VirtualMCPServerStatus `json:"status,omitzero"`
}

// VirtualMCPServerSpec describes a gateway: its backends, who may use it, and how it runs.
//
// +kubebuilder:validation:XValidation:rule=`!has(self.config) || !has(self.config.rateLimiting) || (has(self.sessionStorage) && self.sessionStorage.provider == 'redis')`,message=`set sessionStorage with provider redis, where config.rateLimiting counts the calls`
// +kubebuilder:validation:XValidation:rule=`!has(self.config) || !has(self.config.rateLimiting) || !has(self.config.rateLimiting.perUser) || self.incomingAuth.type == 'oidc'`,message=`set incomingAuth.type to oidc, without which there are no users for config.rateLimiting.perUser`
// +kubebuilder:validation:XValidation:rule=`!has(self.config) || !has(self.config.rateLimiting) || !has(self.config.rateLimiting.tools) || self.config.rateLimiting.tools.all(tool, !has(tool.perUser)) || self.incomingAuth.type == 'oidc'`,message=`set incomingAuth.type to oidc, without which there are no users for perUser in config.rateLimiting.tools`
// +kubebuilder:validation:XValidation:rule=`!has(self.embeddingServerRef) || !has(self.config) || !has(self.config.optimizer) || !has(self.config.optimizer.embeddingProvider) || self.config.optimizer.embeddingProvider != 'openai'`,message=`remove embeddingServerRef, or set config.optimizer.embeddingProvider to tei, which is what an EmbeddingServer speaks`
type VirtualMCPServerSpec struct {
	// groupRef names the MCPGroup whose members are the backends.
	// +required
	GroupRef MCPGroupRef `json:"groupRef"`

	// incomingAuth says who may use the gateway.
	// +required
	IncomingAuth IncomingAuthConfig `json:"incomingAuth"`

	// outgoingAuth says how the gateway finds its backends and authenticates to them. Left out, it watches the cluster for
	// both, as with source: discovered.
	// +optional
	OutgoingAuth *OutgoingAuthConfig `json:"outgoingAuth,omitempty"`

	// passthroughHeaders names the headers of a client's request that every backend gets as they are, and wins over the
	// same field of config. Authorization, Cookie, Host and headers about the connection itself are refused. Anybody can
	// send such a header: a backend must not trust its value.
	// +optional
	// +listType=atomic
	PassthroughHeaders []string `json:"passthroughHeaders,omitempty"`

	// config is vMCP's own configuration: tools, composite tools, timeouts, limits and more. What the other fields of spec
	// say as well is taken from there. Mind the spelling: a field that is not listed here is stored without a warning, but
	// does not reach vMCP.
	// +optional
	Config VMCPConfig `json:"config,omitzero"`

	// authServerConfig configures an authorization server inside the gateway, at which clients log in. incomingAuth must
	// then be oidc, with this server's issuer.
	// +optional
	AuthServerConfig *EmbeddedAuthServerConfig `json:"authServerConfig,omitempty"`

	// telemetryConfigRef names an MCPTelemetryConfig that says where traces and metrics go.
	// +optional
	TelemetryConfigRef *MCPTelemetryConfigReference `json:"telemetryConfigRef,omitempty"`

	// embeddingServerRef names the EmbeddingServer that config.optimizer searches tools with. Without config.optimizer,
	// it switches the optimizer on. Only ToolHive's operator runs EmbeddingServers.
	// +optional
	EmbeddingServerRef *EmbeddingServerRef `json:"embeddingServerRef,omitempty"`

	// sessionStorage says where MCP sessions are kept. Default: in the memory of each pod.
	// +optional
	SessionStorage *SessionStorageConfig `json:"sessionStorage,omitempty"`

	// replicas is the number of pods. Left out, the operator leaves the number alone, for an autoscaler to set; it starts
	// at one.
	// +optional
	// +kubebuilder:validation:Minimum=0
	Replicas *int32 `json:"replicas,omitempty"`

	// serviceType of the Service in front of the gateway. Default: ClusterIP.
	// +optional
	// +kubebuilder:validation:Enum=ClusterIP;NodePort;LoadBalancer
	// +kubebuilder:default=ClusterIP
	ServiceType corev1.ServiceType `json:"serviceType,omitempty"`

	// sessionAffinity of the Service: ClientIP (the default) leads a client to the same pod each time, None spreads its
	// requests. With several replicas, None needs sessionStorage in Redis, or requests fail for an unknown session.
	// +optional
	// +kubebuilder:validation:Enum=ClientIP;None
	// +kubebuilder:default=ClientIP
	SessionAffinity corev1.ServiceAffinity `json:"sessionAffinity,omitempty"`

	// serviceAccount names an existing ServiceAccount for the pods, which needs the right to watch what the gateway
	// watches. By default one is made for this gateway.
	// +optional
	ServiceAccount *string `json:"serviceAccount,omitempty"`

	// imagePullSecrets names the Secrets with which the gateway's image is pulled. They are put on the Deployment, merged by
	// name with those of podTemplateSpec, and on the ServiceAccount made for it.
	// +optional
	// +listType=atomic
	ImagePullSecrets []corev1.LocalObjectReference `json:"imagePullSecrets,omitempty"`

	// podTemplateSpec is merged over the rendered pod template as a strategic merge patch; the container to change is
	// called vmcp. It can loosen every security setting, and fields that Kubernetes does not know are dropped.
	// +optional
	// +kubebuilder:pruning:PreserveUnknownFields
	// +kubebuilder:validation:Type=object
	PodTemplateSpec *runtime.RawExtension `json:"podTemplateSpec,omitempty"`
}

// EmbeddingServerRef names an EmbeddingServer.
type EmbeddingServerRef struct {
	// name of an EmbeddingServer in the same namespace.
	// +required
	Name string `json:"name"`
}

// +k8s:deepcopy-gen:interfaces=k8s.io/apimachinery/pkg/runtime.Object

// VirtualMCPServerList is a list of VirtualMCPServers.
type VirtualMCPServerList struct {
	metav1.TypeMeta `json:""`
	// +optional
	metav1.ListMeta `json:"metadata,omitzero"`

	// items are the VirtualMCPServers.
	Items []VirtualMCPServer `json:"items"`
}
