// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// +genclient
// +k8s:deepcopy-gen:interfaces=k8s.io/apimachinery/pkg/runtime.Object
// +kubebuilder:storageversion
// +kubebuilder:subresource:status
// +kubebuilder:metadata:labels=toolhive.stacklok.dev/auto-migrate-storage-version=true
// +kubebuilder:resource:shortName=authzcfg,categories=toolhive
// +kubebuilder:printcolumn:name="Type",type="string",JSONPath=".spec.type"
// +kubebuilder:printcolumn:name="Valid",type="string",JSONPath=".status.conditions[?(@.type=='Valid')].status"
// +kubebuilder:printcolumn:name="Age",type="date",JSONPath=".metadata.creationTimestamp"

// MCPAuthzConfig decides which client may call what. Workloads of the same namespace refer to it by name.
type MCPAuthzConfig struct {
	metav1.TypeMeta `json:""`
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// spec names the authorizer and configures it.
	// +optional
	Spec MCPAuthzConfigSpec `json:"spec,omitzero"`

	// status says whether the spec is usable.
	// +optional
	Status MCPAuthzConfigStatus `json:"status,omitzero"`
}

// Authorizers that the proxy runner of ToolHive v0.44.0 has. The field is an open set, so they are plain strings.
const (
	// AuthzTypeCedar decides by Cedar policies in the configuration.
	AuthzTypeCedar = "cedarv1"
	// AuthzTypeHTTP asks a policy decision point over HTTP.
	AuthzTypeHTTP = "httpv1"
)

// MCPAuthzConfigSpec names an authorizer and configures it.
type MCPAuthzConfigSpec struct {
	// type of the authorizer: cedarv1 decides by Cedar policies, httpv1 asks a policy decision point. Any name is
	// stored, but one that the proxy runner does not have makes the configuration invalid.
	// +required
	// +kubebuilder:validation:MinLength=1
	Type string `json:"type"`

	// config is what the authorizer wants. For cedarv1: policies, entities_json, group_claim_name, role_claim_name,
	// group_entity_type. For httpv1: http with url, timeout and insecure_skip_verify; context; claim_mapping. Mind the
	// underscores: it goes to the proxy runner as it is.
	// +required
	// +kubebuilder:pruning:PreserveUnknownFields
	// +kubebuilder:validation:Type=object
	Config runtime.RawExtension `json:"config"`
}

// MCPAuthzConfigStatus says whether an MCPAuthzConfig is usable.
type MCPAuthzConfigStatus struct {
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

// MCPAuthzConfigList is a list of MCPAuthzConfigs.
type MCPAuthzConfigList struct {
	metav1.TypeMeta `json:""`
	// +optional
	metav1.ListMeta `json:"metadata,omitzero"`

	// items are the MCPAuthzConfigs.
	Items []MCPAuthzConfig `json:"items"`
}
