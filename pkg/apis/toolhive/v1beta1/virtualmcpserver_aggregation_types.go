// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

// ConflictResolutionStrategy says what happens when tools of two backends have the same name.
// +kubebuilder:validation:Enum=prefix;priority;manual
type ConflictResolutionStrategy string

const (
	// ConflictResolutionStrategyPrefix puts the backend's name before the name of each tool.
	ConflictResolutionStrategyPrefix ConflictResolutionStrategy = "prefix"
	// ConflictResolutionStrategyPriority shows the tool of the backend that comes first in an order, and hides the others.
	ConflictResolutionStrategyPriority ConflictResolutionStrategy = "priority"
	// ConflictResolutionStrategyManual leaves it to overrides of the tools' names.
	ConflictResolutionStrategyManual ConflictResolutionStrategy = "manual"
)

// DefaultToolVisibility says whether clients see the tools of a backend that nothing else is said about.
// +kubebuilder:validation:Enum=allow;deny
type DefaultToolVisibility string

const (
	// DefaultToolVisibilityAllow shows them.
	DefaultToolVisibilityAllow DefaultToolVisibility = "allow"
	// DefaultToolVisibilityDeny hides them.
	DefaultToolVisibilityDeny DefaultToolVisibility = "deny"
)

// AggregationConfig says which tools of the backends clients see, and under what names. Tools that are hidden from clients
// can still be called by composite tools.
type AggregationConfig struct {
	// conflictResolution says what happens when tools of two backends have the same name: prefix (the default) puts the
	// backend's name before every tool's, priority shows the tool of the backend that comes first in priorityOrder, manual
	// wants an override for each such tool.
	// +optional
	// +kubebuilder:default=prefix
	ConflictResolution ConflictResolutionStrategy `json:"conflictResolution,omitempty"`

	// conflictResolutionConfig has the details of conflictResolution.
	// +optional
	ConflictResolutionConfig *ConflictResolutionConfig `json:"conflictResolutionConfig,omitempty"`

	// tools filters and renames the tools of single backends.
	// +optional
	// +listType=atomic
	Tools []WorkloadToolConfig `json:"tools,omitempty"`

	// excludeAllTools hides all tools of all backends, so that clients see composite tools alone. Default: false.
	// +optional
	ExcludeAllTools bool `json:"excludeAllTools,omitempty"`

	// defaultToolVisibility is allow (the default), where clients see the tools of backends that tools does not list, or
	// deny, where they do not. Resources and prompts are shown either way. With deny, a backend in priorityOrder must be
	// listed in tools.
	// +optional
	DefaultToolVisibility DefaultToolVisibility `json:"defaultToolVisibility,omitempty"`
}

// ConflictResolutionConfig has the details of resolving conflicts between names.
type ConflictResolutionConfig struct {
	// prefixFormat is what is put before names, with {workload} standing for the backend's. Default: {workload}_. It holds
	// for the names of prompts under every strategy.
	// +optional
	// +kubebuilder:default="{workload}_"
	PrefixFormat string `json:"prefixFormat,omitempty"`

	// priorityOrder lists backends by name, the one that wins first. Required when conflictResolution is priority.
	// +optional
	// +listType=atomic
	PriorityOrder []string `json:"priorityOrder,omitempty"`
}

// WorkloadToolConfig filters and renames the tools of one backend.
type WorkloadToolConfig struct {
	// workload is the name of the backend.
	// +required
	Workload string `json:"workload"`

	// toolConfigRef names an MCPToolConfig that filters and renames the tools, in place of filter and overrides.
	// +optional
	ToolConfigRef *ToolConfigRef `json:"toolConfigRef,omitempty"`

	// filter lists the tools that clients see. Empty (the default) shows all.
	// +optional
	// +listType=atomic
	Filter []string `json:"filter,omitempty"`

	// overrides changes how tools are shown, before conflicts between names are resolved. Its keys are the names that the
	// backend gives its tools.
	// +optional
	Overrides map[string]ToolOverride `json:"overrides,omitempty"`

	// excludeAll hides all tools of the backend. Default: false.
	// +optional
	ExcludeAll bool `json:"excludeAll,omitempty"`
}
