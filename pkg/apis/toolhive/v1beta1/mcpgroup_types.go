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
// +kubebuilder:resource:shortName=mcpg;mcpgroup,categories=toolhive
// +kubebuilder:printcolumn:name="Phase",type="string",JSONPath=".status.phase"
// +kubebuilder:printcolumn:name="Endpoints",type="integer",JSONPath=".status.remoteEndpointCount"
// +kubebuilder:printcolumn:name="Servers",type="integer",JSONPath=".status.serverCount"
// +kubebuilder:printcolumn:name="Proxies",type="integer",JSONPath=".status.remoteProxyCount"
// +kubebuilder:printcolumn:name="Entries",type="integer",JSONPath=".status.entryCount"
// +kubebuilder:printcolumn:name="Checked",type="string",priority=1,JSONPath=".status.conditions[?(@.type=='MCPServersChecked')].status"
// +kubebuilder:printcolumn:name="Age",type="date",JSONPath=".metadata.creationTimestamp"

// MCPGroup is a set of MCP servers that a VirtualMCPServer serves as one. Members join by naming the group in their
// groupRef; the group itself only reports who they are.
type MCPGroup struct {
	metav1.TypeMeta `json:""`
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// spec describes the group.
	// +optional
	Spec MCPGroupSpec `json:"spec,omitzero"`

	// status lists the members that were found.
	// +optional
	Status MCPGroupStatus `json:"status,omitzero"`
}

// MCPGroupSpec describes a group.
type MCPGroupSpec struct {
	// description tells people what the group is for. It has no effect.
	// +optional
	Description string `json:"description,omitempty"`
}

// MCPGroupPhase sums up the state of a group.
// +kubebuilder:validation:Enum=Ready;Pending;Failed
type MCPGroupPhase string

const (
	// MCPGroupPhaseReady means that the members in the status are up to date.
	MCPGroupPhaseReady MCPGroupPhase = "Ready"
	// MCPGroupPhasePending means that the members have not been looked up yet.
	MCPGroupPhasePending MCPGroupPhase = "Pending"
	// MCPGroupPhaseFailed means that looking up the members failed.
	MCPGroupPhaseFailed MCPGroupPhase = "Failed"
)

// MCPGroupStatus lists a group's members by kind.
type MCPGroupStatus struct {
	// observedGeneration is the generation of the spec that this status was computed from.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// phase is Ready once the members are listed, Pending (the default) before that, Failed when they cannot be listed.
	// +optional
	// +kubebuilder:default=Pending
	Phase MCPGroupPhase `json:"phase,omitempty"`

	// remoteEndpoints are the names of the MCPRemoteEndpoints in the group, sorted.
	// +optional
	// +listType=set
	RemoteEndpoints []string `json:"remoteEndpoints,omitempty"`

	// remoteEndpointCount is the number of MCPRemoteEndpoints in the group.
	// +optional
	RemoteEndpointCount int32 `json:"remoteEndpointCount,omitempty"`

	// servers are the names of the MCPServers in the group, sorted.
	// +optional
	// +listType=set
	Servers []string `json:"servers,omitempty"`

	// serverCount is the number of MCPServers in the group.
	// +optional
	ServerCount int32 `json:"serverCount,omitempty"`

	// remoteProxies are the names of the MCPRemoteProxies in the group, sorted.
	// +optional
	// +listType=set
	RemoteProxies []string `json:"remoteProxies,omitempty"`

	// remoteProxyCount is the number of MCPRemoteProxies in the group.
	// +optional
	RemoteProxyCount int32 `json:"remoteProxyCount,omitempty"`

	// entries are the names of the MCPServerEntries in the group, sorted.
	// +optional
	// +listType=set
	Entries []string `json:"entries,omitempty"`

	// entryCount is the number of MCPServerEntries in the group.
	// +optional
	EntryCount int32 `json:"entryCount,omitempty"`

	// conditions are the latest observations of the group; MCPServersChecked says whether its members could be listed.
	// +optional
	// +listType=map
	// +listMapKey=type
	Conditions []metav1.Condition `json:"conditions,omitempty"`
}

// +k8s:deepcopy-gen:interfaces=k8s.io/apimachinery/pkg/runtime.Object

// MCPGroupList is a list of MCPGroups.
type MCPGroupList struct {
	metav1.TypeMeta `json:""`
	// +optional
	metav1.ListMeta `json:"metadata,omitzero"`

	// items are the MCPGroups.
	Items []MCPGroup `json:"items"`
}
