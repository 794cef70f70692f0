// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

// OperationalConfig sets timeouts, health checks and the log level of a gateway.
type OperationalConfig struct {
	// logLevel is debug, for debug logs, or left out.
	// +optional
	// +kubebuilder:validation:Enum=debug
	LogLevel string `json:"logLevel,omitempty"`

	// timeouts bounds requests to backends. vMCP v0.44 checks these values, but does not apply them.
	// +optional
	Timeouts *TimeoutConfig `json:"timeouts,omitempty"`

	// failureHandling says how backends are checked, and what happens when they fail.
	// +optional
	FailureHandling *FailureHandlingConfig `json:"failureHandling,omitempty"`
}

// TimeoutConfig bounds requests to backends.
type TimeoutConfig struct {
	// default is the longest time that a backend may take. Default: 30s.
	// +optional
	// +kubebuilder:default="30s"
	Default Duration `json:"default,omitempty"`

	// perWorkload is the longest time that single backends may take, by their names.
	// +optional
	PerWorkload map[string]Duration `json:"perWorkload,omitempty"`
}

// PartialFailureMode says what happens to a request when some backends cannot be used.
// +kubebuilder:validation:Enum=fail;best_effort
type PartialFailureMode string

const (
	// PartialFailureModeFail lets the request fail.
	PartialFailureModeFail PartialFailureMode = "fail"
	// PartialFailureModeBestEffort goes on with the other backends.
	PartialFailureModeBestEffort PartialFailureMode = "best_effort"
)

// FailureHandlingConfig says how backends are checked, and what happens when they fail.
type FailureHandlingConfig struct {
	// healthCheckInterval is the time from one health check of a backend to the next. Default: 30s.
	// +optional
	// +kubebuilder:default="30s"
	HealthCheckInterval Duration `json:"healthCheckInterval,omitempty"`

	// unhealthyThreshold is the number of health checks in a row that must fail before a backend counts as unavailable, at
	// least 1. Default: 3.
	// +optional
	// +kubebuilder:default=3
	UnhealthyThreshold *int64 `json:"unhealthyThreshold,omitempty"`

	// healthCheckTimeout is the longest time that a health check may take. It must be shorter than healthCheckInterval.
	// Default: 10s.
	// +optional
	// +kubebuilder:default="10s"
	HealthCheckTimeout Duration `json:"healthCheckTimeout,omitempty"`

	// statusReportingInterval is the time from one write of the VirtualMCPServer's status by the gateway to the next.
	// Default: 30s.
	// +optional
	// +kubebuilder:default="30s"
	StatusReportingInterval Duration `json:"statusReportingInterval,omitempty"`

	// partialFailureMode says what happens to a request when some backends cannot be used: fail (the default) lets it fail,
	// best_effort goes on with the others. vMCP v0.44 checks the value, but does not apply it.
	// +optional
	// +kubebuilder:default=fail
	PartialFailureMode PartialFailureMode `json:"partialFailureMode,omitempty"`

	// circuitBreaker stops requests to a backend that keeps failing.
	// +optional
	CircuitBreaker *CircuitBreakerConfig `json:"circuitBreaker,omitempty"`
}

// CircuitBreakerConfig stops requests to a backend that keeps failing.
type CircuitBreakerConfig struct {
	// enabled switches the circuit breaker. Default: false.
	// +optional
	// +kubebuilder:default=false
	Enabled bool `json:"enabled,omitempty"`

	// failureThreshold is the number of failures after which requests are stopped. Default: 5.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:default=5
	FailureThreshold int64 `json:"failureThreshold,omitempty"`

	// timeout is how long requests are stopped before one is tried again, at least 1s. Default: 60s.
	// +optional
	// +kubebuilder:validation:XValidation:rule=`self == '' || duration(self) >= duration('1s')`,message=`use a timeout of 1s or more`
	// +kubebuilder:default="60s"
	Timeout Duration `json:"timeout,omitempty"`
}
