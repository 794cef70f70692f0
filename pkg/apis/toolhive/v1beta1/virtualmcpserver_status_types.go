// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// VirtualMCPServerPhase sums up the state of a gateway.
// +kubebuilder:validation:Enum=Pending;Ready;Degraded;Failed
type VirtualMCPServerPhase string

const (
	// VirtualMCPServerPhasePending means that the gateway is not ready yet.
	VirtualMCPServerPhasePending VirtualMCPServerPhase = "Pending"
	// VirtualMCPServerPhaseReady means that the gateway serves its backends.
	VirtualMCPServerPhaseReady VirtualMCPServerPhase = "Ready"
	// VirtualMCPServerPhaseDegraded means that the gateway serves some of its backends, but not all.
	VirtualMCPServerPhaseDegraded VirtualMCPServerPhase = "Degraded"
	// VirtualMCPServerPhaseFailed means that the gateway cannot run as its spec is.
	VirtualMCPServerPhaseFailed VirtualMCPServerPhase = "Failed"
)

// VirtualMCPServerStatus says how far a gateway has come, where to reach it, and which backends it has. The operator and
// the gateway itself both write to it: the gateway every config.operational.failureHandling.statusReportingInterval.
type VirtualMCPServerStatus struct {
	// observedGeneration is the generation of the spec that this status was computed from.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// phase is Pending (the default), Ready, Degraded when some backends cannot be used, or Failed.
	// +optional
	// +kubebuilder:default=Pending
	Phase VirtualMCPServerPhase `json:"phase,omitempty"`

	// message explains the phase.
	// +optional
	Message string `json:"message,omitempty"`

	// url is where clients in the cluster reach the gateway.
	// +optional
	URL string `json:"url,omitempty"`

	// discoveredBackends are the backends, with the gateway's latest findings about their health.
	// +optional
	// +listType=map
	// +listMapKey=name
	DiscoveredBackends []DiscoveredBackend `json:"discoveredBackends,omitempty"`

	// backendCount is the number of backends that can be used: those that are ready or unauthenticated.
	// +optional
	BackendCount int32 `json:"backendCount,omitempty"`

	// conditions are the latest observations of the gateway. Ready sums them up.
	// +optional
	// +listType=map
	// +listMapKey=type
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	// authzConfigHash changes whenever the spec of the MCPAuthzConfig in use does.
	// +optional
	AuthzConfigHash string `json:"authzConfigHash,omitempty"`

	// oidcConfigHash changes whenever the spec of the MCPOIDCConfig in use does.
	// +optional
	OIDCConfigHash string `json:"oidcConfigHash,omitempty"`

	// telemetryConfigHash changes whenever the spec of the MCPTelemetryConfig in use does.
	// +optional
	TelemetryConfigHash string `json:"telemetryConfigHash,omitempty"`
}

// BackendStatus is the health of a gateway's backend. The field is an open set.
type BackendStatus string

const (
	// BackendStatusReady means that the backend answers.
	BackendStatusReady BackendStatus = "ready"
	// BackendStatusUnavailable means that the backend does not answer.
	BackendStatusUnavailable BackendStatus = "unavailable"
	// BackendStatusDegraded means that the backend answers, but slowly, or only since a moment ago.
	BackendStatusDegraded BackendStatus = "degraded"
	// BackendStatusUnauthenticated means that the backend asks for credentials, and the gateway is told of none for it.
	BackendStatusUnauthenticated BackendStatus = "unauthenticated"
	// BackendStatusUnknown means that the backend has not been checked.
	BackendStatusUnknown BackendStatus = "unknown"
)

// DiscoveredBackend is a backend of a gateway, with the gateway's latest findings about its health.
type DiscoveredBackend struct {
	// name of the backend, which is that of the group's member.
	// +required
	Name string `json:"name"`

	// url at which the gateway reaches the backend.
	// +optional
	URL string `json:"url,omitempty"`

	// status is ready, unavailable, degraded, unauthenticated or unknown.
	// +optional
	Status BackendStatus `json:"status,omitempty"`

	// authConfigRef names the MCPExternalAuthConfig that the gateway authenticates with.
	// +optional
	AuthConfigRef string `json:"authConfigRef,omitempty"`

	// authType is the way to authenticate.
	// +optional
	AuthType string `json:"authType,omitempty"`

	// lastHealthCheck is when the gateway last checked the backend.
	// +optional
	LastHealthCheck *metav1.Time `json:"lastHealthCheck,omitempty"`

	// message explains the status.
	// +optional
	Message string `json:"message,omitempty"`

	// circuitBreakerState is closed while requests pass, open while they are refused, half-open while one is tried. Absent
	// without a circuit breaker.
	// +optional
	// +kubebuilder:validation:Enum=closed;open;half-open
	CircuitBreakerState string `json:"circuitBreakerState,omitempty"`

	// circuitLastChanged is when circuitBreakerState changed.
	// +optional
	CircuitLastChanged *metav1.Time `json:"circuitLastChanged,omitempty"`

	// consecutiveFailures is the number of health checks that failed since the last good one.
	// +optional
	ConsecutiveFailures int64 `json:"consecutiveFailures,omitempty"`

	// mcpRevision is the revision of the MCP specification that the gateway and the backend agreed on.
	// +optional
	MCPRevision string `json:"mcpRevision,omitempty"`
}
