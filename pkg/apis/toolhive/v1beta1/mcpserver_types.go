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
// +kubebuilder:resource:shortName=mcpserver;mcpservers,categories=toolhive
// +kubebuilder:printcolumn:name="Status",type="string",JSONPath=".status.phase"
// +kubebuilder:printcolumn:name="Ready",type="string",JSONPath=".status.conditions[?(@.type=='Ready')].status"
// +kubebuilder:printcolumn:name="Replicas",type="integer",JSONPath=".status.readyReplicas"
// +kubebuilder:printcolumn:name="URL",type="string",JSONPath=".status.url"
// +kubebuilder:printcolumn:name="Age",type="date",JSONPath=".metadata.creationTimestamp"

// MCPServer is an MCP server that ToolHive's operator runs in the cluster. This operator runs none: it looks at their
// names, which an endpoint cannot share, and at their groups. Every other field is stored as it comes, without checks
// or defaults.
//
// In Go the type is for reading: it has only the fields that are needed here, and an update through it would drop all
// the others.
type MCPServer struct {
	metav1.TypeMeta `json:""`
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// spec says what to run; ToolHive documents its fields.
	// +optional
	Spec MCPServerSpec `json:"spec,omitzero"`

	// status is what ToolHive's operator reports.
	// +optional
	Status MCPServerStatus `json:"status,omitzero"`
}

// MCPServerSpec has the fields of an MCPServer's spec that matter here. No field is required or defaulted, so that
// whatever ToolHive's CRD admits is admitted and kept.
// +kubebuilder:pruning:PreserveUnknownFields
type MCPServerSpec struct {
	// groupRef names the MCPGroup that the server is a member of. The older spelling is the group's name alone, as a string.
	// +optional
	// +kubebuilder:validation:Schemaless
	// +kubebuilder:validation:Format=object-or-string
	// +kubebuilder:pruning:PreserveUnknownFields
	GroupRef *MCPGroupRefOrName `json:"groupRef,omitempty"`

	// externalAuthConfigRef names an MCPExternalAuthConfig in the same namespace. A VirtualMCPServer that watches the cluster looks at it.
	// +optional
	ExternalAuthConfigRef *ExternalAuthConfigRef `json:"externalAuthConfigRef,omitempty"`
}

// MCPServerPhase sums up the state of an MCPServer.
// +kubebuilder:validation:Enum=Pending;Ready;Failed;Terminating;Stopped
type MCPServerPhase string

const (
	// MCPServerPhasePending means that the server is being started.
	MCPServerPhasePending MCPServerPhase = "Pending"
	// MCPServerPhaseReady means that the server is running.
	MCPServerPhaseReady MCPServerPhase = "Ready"
	// MCPServerPhaseFailed means that the server could not be started.
	MCPServerPhaseFailed MCPServerPhase = "Failed"
	// MCPServerPhaseTerminating means that the server is being deleted.
	MCPServerPhaseTerminating MCPServerPhase = "Terminating"
	// MCPServerPhaseStopped means that the server is scaled to zero.
	MCPServerPhaseStopped MCPServerPhase = "Stopped"
)

// MCPServerStatus has the fields of an MCPServer's status that matter here; the others are kept.
// +kubebuilder:pruning:PreserveUnknownFields
type MCPServerStatus struct {
	// observedGeneration is the generation of the spec that this status was computed from.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// phase sums up the state of the server.
	// +optional
	Phase MCPServerPhase `json:"phase,omitempty"`

	// url is where clients in the cluster reach the server.
	// +optional
	URL string `json:"url,omitempty"`

	// conditions are the latest observations of the server.
	// +optional
	// +listType=map
	// +listMapKey=type
	Conditions []metav1.Condition `json:"conditions,omitempty"`
}

// +k8s:deepcopy-gen:interfaces=k8s.io/apimachinery/pkg/runtime.Object

// MCPServerList is a list of MCPServers.
type MCPServerList struct {
	metav1.TypeMeta `json:""`
	// +optional
	metav1.ListMeta `json:"metadata,omitzero"`

	// items are the MCPServers.
	Items []MCPServer `json:"items"`
}
