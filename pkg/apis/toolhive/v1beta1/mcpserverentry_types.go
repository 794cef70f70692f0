// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// +genclient
// +k8s:deepcopy-gen:interfaces=k8s.io/apimachinery/pkg/runtime.Object
// +kubebuilder:storageversion
// +kubebuilder:deprecatedversion:warning="toolhive.stacklok.dev/v1beta1 MCPServerEntry is deprecated; use MCPRemoteEndpoint (toolhive.stacklok.dev/v1alpha1) with type: direct"
// +kubebuilder:subresource:status
// +kubebuilder:metadata:labels=toolhive.stacklok.dev/auto-migrate-storage-version=true
// +kubebuilder:resource:shortName=mcpentry,categories=toolhive
// +kubebuilder:printcolumn:name="Phase",type="string",JSONPath=".status.phase"
// +kubebuilder:printcolumn:name="Transport",type="string",JSONPath=".spec.transport"
// +kubebuilder:printcolumn:name="Remote URL",type="string",JSONPath=".spec['remoteUrl','remoteURL']"
// +kubebuilder:printcolumn:name="Group",type="string",JSONPath=".spec.groupRef.name"
// +kubebuilder:printcolumn:name="Age",type="date",JSONPath=".metadata.creationTimestamp"

// MCPServerEntry is deprecated: use MCPRemoteEndpoint (toolhive.stacklok.dev/v1alpha1) with type: direct, which says
// the same and more.
//
// An entry makes a remote MCP server a member of a group, so that a VirtualMCPServer connects to it directly. Nothing
// is deployed for it.
type MCPServerEntry struct {
	metav1.TypeMeta `json:""`
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// spec describes the remote server.
	// +optional
	Spec MCPServerEntrySpec `json:"spec,omitzero"`

	// status says whether the spec is usable.
	// +optional
	Status MCPServerEntryStatus `json:"status,omitzero"`
}

// MCPServerEntrySpec describes a remote MCP server and how to connect to it. Beside ToolHive's present fields it has those
// that ToolHive had in their place before v0.26.
//
// +kubebuilder:validation:XValidation:rule=`has(self.remoteUrl) != has(self.remoteURL)`,message=`set exactly one of remoteUrl and its older spelling, remoteURL`
type MCPServerEntrySpec struct {
	// remoteUrl is the http or https URL of the remote MCP server, and required. Addresses inside the cluster or on the node
	// are refused; see allowPrivateEndpoint.
	// +optional
	// +kubebuilder:validation:Pattern=`^https?://`
	RemoteURL string `json:"remoteUrl,omitempty"`

	// remoteURL is the older spelling of remoteUrl.
	// +optional
	// +kubebuilder:validation:Pattern=`^https?://`
	DeprecatedRemoteURL string `json:"remoteURL,omitempty"`

	// allowPrivateEndpoint admits private IPv4 ranges, IPv6 unique local addresses and *.cluster.local in remoteUrl.
	// Loopback, link-local and metadata addresses stay refused. Default: false. ToolHive v0.44 does not know it.
	// +optional
	AllowPrivateEndpoint bool `json:"allowPrivateEndpoint,omitempty"`

	// transport that the remote server speaks: streamable-http or sse. Unlike on an MCPRemoteProxy there is no default.
	// +required
	Transport Transport `json:"transport"`

	// groupRef names the group that the server is a member of. The older spelling is the group's name alone, as a string.
	// +required
	// +kubebuilder:validation:Schemaless
	// +kubebuilder:validation:Format=object-or-string
	// +kubebuilder:pruning:PreserveUnknownFields
	GroupRef MCPGroupRefOrName `json:"groupRef"`

	// externalAuthConfigRef names the MCPExternalAuthConfig that says how to authenticate to the remote server. Types
	// that need a proxy, embeddedAuthServer and bearerToken, do not work here.
	// +optional
	ExternalAuthConfigRef *ExternalAuthConfigRef `json:"externalAuthConfigRef,omitempty"`

	// headerForward adds headers to every request to the remote server.
	// +optional
	HeaderForward *HeaderForwardConfig `json:"headerForward,omitempty"`

	// caBundleRef names the CA certificates that the remote server's certificate is verified with, beside those of the
	// system.
	// +optional
	CABundleRef *CABundleSourceOrKey `json:"caBundleRef,omitempty"`
}

// MCPServerEntryPhase sums up the state of an entry.
// +kubebuilder:validation:Enum=Valid;Pending;Failed
type MCPServerEntryPhase string

const (
	// MCPServerEntryPhaseValid means that the entry can be used.
	MCPServerEntryPhaseValid MCPServerEntryPhase = "Valid"
	// MCPServerEntryPhasePending means that the entry has not been checked yet.
	MCPServerEntryPhasePending MCPServerEntryPhase = "Pending"
	// MCPServerEntryPhaseFailed means that the entry cannot be used; its conditions say why.
	MCPServerEntryPhaseFailed MCPServerEntryPhase = "Failed"
)

// MCPServerEntryStatus says whether an entry is usable.
type MCPServerEntryStatus struct {
	// observedGeneration is the generation of the spec that this status was computed from.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// phase is Valid, Failed, or Pending (the default) before the first check.
	// +optional
	// +kubebuilder:default=Pending
	Phase MCPServerEntryPhase `json:"phase,omitempty"`

	// conditions are the latest observations of the entry. Valid sums them up.
	// +optional
	// +listType=map
	// +listMapKey=type
	Conditions []metav1.Condition `json:"conditions,omitempty"`
}

// +k8s:deepcopy-gen:interfaces=k8s.io/apimachinery/pkg/runtime.Object

// MCPServerEntryList is a list of MCPServerEntries.
type MCPServerEntryList struct {
	metav1.TypeMeta `json:""`
	// +optional
	metav1.ListMeta `json:"metadata,omitzero"`

	// items are the MCPServerEntries.
	Items []MCPServerEntry `json:"items"`
}
