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
// +kubebuilder:resource:shortName=tc;toolconfig,categories=toolhive
// +kubebuilder:printcolumn:name="Valid",type="string",JSONPath=".status.conditions[?(@.type=='Valid')].status"
// +kubebuilder:printcolumn:name="Age",type="date",JSONPath=".metadata.creationTimestamp"

// MCPToolConfig hides tools of an MCP server from clients, or shows them under another name. Workloads of the same
// namespace refer to it by name.
type MCPToolConfig struct {
	metav1.TypeMeta `json:""`
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// spec says which tools are shown, and how.
	// +optional
	Spec MCPToolConfigSpec `json:"spec,omitzero"`

	// status says whether the spec is usable.
	// +optional
	Status MCPToolConfigStatus `json:"status,omitzero"`
}

// MCPToolConfigSpec says which tools are shown, and how.
type MCPToolConfigSpec struct {
	// toolsFilter lists the tools that clients may see and call. Empty (the default) shows all.
	// +optional
	// +listType=set
	ToolsFilter []string `json:"toolsFilter,omitempty"`

	// toolsOverride changes how tools are shown. Its keys are the names that the server gives its tools.
	// +optional
	ToolsOverride map[string]ToolOverride `json:"toolsOverride,omitempty"`
}

// ToolOverride changes how one tool is shown. What it leaves out stays as the server has it.
type ToolOverride struct {
	// name that clients see. A name or a description must be given.
	// +optional
	Name string `json:"name,omitempty"`

	// description that clients see.
	// +optional
	Description string `json:"description,omitempty"`

	// annotations of the tool to change. A VirtualMCPServer shows them; a proxy drops them.
	// +optional
	Annotations *ToolAnnotationsOverride `json:"annotations,omitempty"`
}

// ToolAnnotationsOverride changes a tool's MCP annotations. Left out means unchanged; empty or false is a value.
type ToolAnnotationsOverride struct {
	// title for people.
	// +optional
	Title *string `json:"title,omitempty"`

	// readOnlyHint says that the tool changes nothing.
	// +optional
	ReadOnlyHint *bool `json:"readOnlyHint,omitempty"`

	// destructiveHint says that the tool may destroy something.
	// +optional
	DestructiveHint *bool `json:"destructiveHint,omitempty"`

	// idempotentHint says that a repeated call has no further effect.
	// +optional
	IdempotentHint *bool `json:"idempotentHint,omitempty"`

	// openWorldHint says that the tool deals with things outside the server.
	// +optional
	OpenWorldHint *bool `json:"openWorldHint,omitempty"`
}

// MCPToolConfigStatus says whether an MCPToolConfig is usable.
type MCPToolConfigStatus struct {
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

// MCPToolConfigList is a list of MCPToolConfigs.
type MCPToolConfigList struct {
	metav1.TypeMeta `json:""`
	// +optional
	metav1.ListMeta `json:"metadata,omitzero"`

	// items are the MCPToolConfigs.
	Items []MCPToolConfig `json:"items"`
}
