// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

// RateLimitConfig bounds how often tools are called.
//
// +kubebuilder:validation:XValidation:rule=`has(self.shared) || has(self.perUser) || (has(self.tools) && size(self.tools) > 0)`,message=`set shared, perUser or tools`
type RateLimitConfig struct {
	// shared bounds the calls of all clients together.
	// +optional
	Shared *RateLimitBucket `json:"shared,omitempty"`

	// perUser bounds the calls of each user. It needs incomingAuth of type oidc.
	// +optional
	PerUser *RateLimitBucket `json:"perUser,omitempty"`

	// tools bounds the calls of single tools further.
	// +optional
	// +listType=map
	// +listMapKey=name
	Tools []ToolRateLimitConfig `json:"tools,omitempty"`
}

// RateLimitBucket bounds calls by a token bucket: each call takes a token, and tokens come back steadily.
type RateLimitBucket struct {
	// maxTokens is the most tokens that the bucket holds, that is the most calls at once.
	// +required
	// +kubebuilder:validation:Minimum=1
	MaxTokens int32 `json:"maxTokens"`

	// refillPeriod is how long it takes until an empty bucket is full again, as a Go duration such as 30s or 1m30s.
	// +required
	RefillPeriod string `json:"refillPeriod"`
}

// ToolRateLimitConfig bounds the calls of one tool.
//
// +kubebuilder:validation:XValidation:rule=`has(self.shared) || has(self.perUser)`,message=`set shared or perUser`
type ToolRateLimitConfig struct {
	// name of the tool, as clients see it.
	// +required
	// +kubebuilder:validation:MinLength=1
	Name string `json:"name"`

	// shared bounds the calls of all clients together.
	// +optional
	Shared *RateLimitBucket `json:"shared,omitempty"`

	// perUser bounds the calls of each user. It needs incomingAuth of type oidc.
	// +optional
	PerUser *RateLimitBucket `json:"perUser,omitempty"`
}
