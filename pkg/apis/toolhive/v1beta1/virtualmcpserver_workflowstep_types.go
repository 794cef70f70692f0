// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

import (
	"k8s.io/apimachinery/pkg/runtime"
)

// WorkflowStepType is what a step of a composite tool does.
// +kubebuilder:validation:Enum=tool;elicitation;forEach
type WorkflowStepType string

const (
	// WorkflowStepTypeTool calls a tool.
	WorkflowStepTypeTool WorkflowStepType = "tool"
	// WorkflowStepTypeElicitation asks the user.
	WorkflowStepTypeElicitation WorkflowStepType = "elicitation"
	// WorkflowStepTypeForEach takes another step for each item of a list.
	WorkflowStepTypeForEach WorkflowStepType = "forEach"
)

// WorkflowStepConfig is a step of a composite tool.
type WorkflowStepConfig struct {
	// id of the step. Other steps refer to it.
	// +required
	ID string `json:"id"`

	// type is tool (the default), which calls a tool, elicitation, which asks the user, or forEach, which takes another step
	// for each item of a list.
	// +optional
	// +kubebuilder:default=tool
	Type WorkflowStepType `json:"type,omitempty"`

	// tool to call: its name as clients see it, or the backend's name, a dot and the name that the backend gives it. Only
	// with type tool, and required then.
	// +optional
	Tool string `json:"tool,omitempty"`

	// arguments of the call. Strings on the first level may be templates.
	// +optional
	// +kubebuilder:pruning:PreserveUnknownFields
	// +kubebuilder:validation:Type=object
	Arguments *runtime.RawExtension `json:"arguments,omitempty"`

	// condition is a template; the step is left out unless it gives true.
	// +optional
	Condition string `json:"condition,omitempty"`

	// dependsOn lists the ids of steps that must be done before this one.
	// +optional
	// +listType=atomic
	DependsOn []string `json:"dependsOn,omitempty"`

	// onError says what happens when the step fails.
	// +optional
	OnError *StepErrorHandling `json:"onError,omitempty"`

	// message is what the user is asked, and may be a template. Only with type elicitation, and required then.
	// +optional
	Message string `json:"message,omitempty"`

	// schema is the JSON Schema of the user's answer. Only with type elicitation.
	// +optional
	// +kubebuilder:pruning:PreserveUnknownFields
	// +kubebuilder:validation:Type=object
	Schema *runtime.RawExtension `json:"schema,omitempty"`

	// timeout is the longest time that the step may take. Default for an elicitation: 5m.
	// +optional
	Timeout Duration `json:"timeout,omitempty"`

	// onDecline says what happens when the user refuses to answer. Only with type elicitation.
	// +optional
	OnDecline *ElicitationResponseConfig `json:"onDecline,omitempty"`

	// onCancel says what happens when the user closes the question. Only with type elicitation.
	// +optional
	OnCancel *ElicitationResponseConfig `json:"onCancel,omitempty"`

	// defaultResults is an object that stands for what the step returns when it is left out or fails. It must have what
	// other steps and the output take from this one, if it can be left out or onError.action is continue.
	// +optional
	// +kubebuilder:pruning:PreserveUnknownFields
	// +kubebuilder:validation:Schemaless
	DefaultResults *JSON `json:"defaultResults,omitempty"`

	// collection is a template that gives a list. Only with type forEach, and required then.
	// +optional
	Collection string `json:"collection,omitempty"`

	// itemVar is the name by which templates of the inner step see the item. Default: item. Only with type forEach.
	// +optional
	ItemVar string `json:"itemVar,omitempty"`

	// maxParallel is the most items that are dealt with at the same time, up to 50. Default: 10. Only with type forEach.
	// +optional
	MaxParallel int64 `json:"maxParallel,omitempty"`

	// maxIterations is the most items that the list may have, up to 1000. Default: 100. Only with type forEach.
	// +optional
	MaxIterations int64 `json:"maxIterations,omitempty"`

	// step is what is done for each item: a step of type tool, with the fields of this one. Only with type forEach, and
	// required then.
	// +optional
	// +kubebuilder:pruning:PreserveUnknownFields
	// +kubebuilder:validation:Type=object
	InnerStep *runtime.RawExtension `json:"step,omitempty"`
}

// StepErrorHandling says what happens when a step fails.
type StepErrorHandling struct {
	// action is abort (the default), which fails the tool, continue, or retry.
	// +optional
	// +kubebuilder:validation:Enum=abort;continue;retry
	// +kubebuilder:default=abort
	Action string `json:"action,omitempty"`

	// retryCount is the most retries. Required when action is retry.
	// +optional
	RetryCount int64 `json:"retryCount,omitempty"`

	// retryDelay is the time before a retry. Only when action is retry.
	// +optional
	RetryDelay Duration `json:"retryDelay,omitempty"`
}

// ElicitationResponseConfig says what happens when a user does not answer.
type ElicitationResponseConfig struct {
	// action is abort (the default), which fails the tool, continue, which goes on with the next step, or skip_remaining,
	// which leaves out all further steps.
	// +optional
	// +kubebuilder:validation:Enum=skip_remaining;abort;continue
	// +kubebuilder:default=abort
	Action string `json:"action,omitempty"`
}
