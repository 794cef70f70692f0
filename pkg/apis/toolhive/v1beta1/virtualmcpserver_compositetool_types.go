// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

import (
	"k8s.io/apimachinery/pkg/runtime"
)

// CompositeToolConfig is a tool that a gateway adds, and that calls other tools step by step. Strings in it may be Go
// templates, which see the arguments as .params and what the steps returned as .steps.
type CompositeToolConfig struct {
	// name of the tool, as clients see it.
	// +required
	Name string `json:"name"`

	// description of the tool, as clients see it. vMCP insists on one.
	// +optional
	Description string `json:"description,omitempty"`

	// parameters is the JSON Schema of the tool's arguments, of type object.
	// +optional
	// +kubebuilder:pruning:PreserveUnknownFields
	// +kubebuilder:validation:Type=object
	Parameters *runtime.RawExtension `json:"parameters,omitempty"`

	// timeout is the longest time that all steps together may take.
	// +optional
	Timeout Duration `json:"timeout,omitempty"`

	// steps to take. Those that do not depend on each other run at the same time.
	// +required
	// +listType=atomic
	Steps []WorkflowStepConfig `json:"steps"`

	// output says what the tool returns. Default: what the last step returns.
	// +optional
	Output *OutputConfig `json:"output,omitempty"`

	// annotations of the tool. Those left out follow from the tools that the steps call. A tool that claims to be safer than
	// those is not shown.
	// +optional
	Annotations *ToolAnnotationsOverride `json:"annotations,omitempty"`
}

// CompositeToolRef names a VirtualMCPCompositeToolDefinition.
type CompositeToolRef struct {
	// name of a VirtualMCPCompositeToolDefinition in the same namespace.
	// +required
	Name string `json:"name"`
}

// OutputConfig says what a composite tool returns.
type OutputConfig struct {
	// properties of the object that the tool returns.
	// +required
	Properties map[string]OutputProperty `json:"properties"`

	// required lists the properties that are always there.
	// +optional
	// +listType=atomic
	Required []string `json:"required,omitempty"`
}

// OutputProperty says what one property of a composite tool's output is, and where its value comes from.
type OutputProperty struct {
	// type of the value, as in JSON Schema.
	// +required
	// +kubebuilder:validation:Enum=string;integer;number;boolean;object;array
	Type string `json:"type"`

	// description of the property, as clients see it.
	// +optional
	Description string `json:"description,omitempty"`

	// value is a template of the value, such as {{.steps.find.output.url}}; for an object it gives JSON. Required unless
	// properties is set.
	// +optional
	Value string `json:"value,omitempty"`

	// properties of an object, each again with type, description, value, properties and default. Only when type is object,
	// in place of value.
	// +optional
	// +kubebuilder:pruning:PreserveUnknownFields
	// +kubebuilder:validation:Type=object
	Properties *runtime.RawExtension `json:"properties,omitempty"`

	// default is the value when the template gives none. It may be of any type.
	// +optional
	// +kubebuilder:pruning:PreserveUnknownFields
	// +kubebuilder:validation:Schemaless
	Default *JSON `json:"default,omitempty"`
}
