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
// +kubebuilder:resource:shortName=vmcpctd;compositetool,categories=toolhive
// +kubebuilder:printcolumn:name="Workflow",type="string",JSONPath=".spec.name"
// +kubebuilder:printcolumn:name="Status",type="string",JSONPath=".status.validationStatus"
// +kubebuilder:printcolumn:name="Age",type="date",JSONPath=".metadata.creationTimestamp"
// +kubebuilder:printcolumn:name="Ready",type="string",JSONPath=".status.conditions[?(@.type=='Ready')].status"

// VirtualMCPCompositeToolDefinition is a composite tool: one that calls other tools step by step. VirtualMCPServers of the
// same namespace refer to it by name.
type VirtualMCPCompositeToolDefinition struct {
	metav1.TypeMeta `json:""`
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// spec describes the tool.
	// +optional
	Spec VirtualMCPCompositeToolDefinitionSpec `json:"spec,omitzero"`

	// status says whether the spec is usable.
	// +optional
	Status VirtualMCPCompositeToolDefinitionStatus `json:"status,omitzero"`
}

// VirtualMCPCompositeToolDefinitionSpec describes a composite tool.
type VirtualMCPCompositeToolDefinitionSpec struct {
	CompositeToolConfig `json:""`
}

// ValidationStatus says whether a composite tool is usable.
// +kubebuilder:validation:Enum=Valid;Invalid;Unknown
type ValidationStatus string

const (
	// ValidationStatusValid means that the tool is usable.
	ValidationStatusValid ValidationStatus = "Valid"
	// ValidationStatusInvalid means that something is wrong with the tool.
	ValidationStatusInvalid ValidationStatus = "Invalid"
	// ValidationStatusUnknown means that the tool has not been checked yet.
	ValidationStatusUnknown ValidationStatus = "Unknown"
)

// VirtualMCPCompositeToolDefinitionStatus says whether a VirtualMCPCompositeToolDefinition is usable.
type VirtualMCPCompositeToolDefinitionStatus struct {
	// validationStatus is Valid, Invalid, or Unknown before the first check.
	// +optional
	ValidationStatus ValidationStatus `json:"validationStatus,omitempty"`

	// validationErrors say what is wrong.
	// +optional
	// +listType=atomic
	ValidationErrors []string `json:"validationErrors,omitempty"`

	// referencingVirtualServers are the names of the VirtualMCPServers that use the tool.
	// +optional
	// +listType=set
	ReferencingVirtualServers []string `json:"referencingVirtualServers,omitempty"`

	// observedGeneration is the generation of the spec that this status was computed from.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// conditions are the latest observations.
	// +optional
	// +listType=map
	// +listMapKey=type
	Conditions []metav1.Condition `json:"conditions,omitempty"`
}

// +k8s:deepcopy-gen:interfaces=k8s.io/apimachinery/pkg/runtime.Object

// VirtualMCPCompositeToolDefinitionList is a list of VirtualMCPCompositeToolDefinitions.
type VirtualMCPCompositeToolDefinitionList struct {
	metav1.TypeMeta `json:""`
	// +optional
	metav1.ListMeta `json:"metadata,omitzero"`

	// items are the VirtualMCPCompositeToolDefinitions.
	Items []VirtualMCPCompositeToolDefinition `json:"items"`
}
