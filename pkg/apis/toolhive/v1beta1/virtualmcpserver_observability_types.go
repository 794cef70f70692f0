// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

// VMCPTelemetryConfig says, in vMCP's own words, where traces and metrics go.
type VMCPTelemetryConfig struct {
	// endpoint of the OpenTelemetry collector (OTLP over HTTP), as host:port.
	// +optional
	Endpoint string `json:"endpoint,omitempty"`

	// serviceName under which traces and metrics appear. Default: the gateway's name.
	// +optional
	ServiceName string `json:"serviceName,omitempty"`

	// serviceVersion under which traces and metrics appear. Default: vMCP's own version.
	// +optional
	ServiceVersion string `json:"serviceVersion,omitempty"`

	// tracingEnabled sends traces. Default: false.
	// +optional
	// +kubebuilder:default=false
	TracingEnabled bool `json:"tracingEnabled,omitempty"`

	// metricsEnabled sends metrics. Default: false.
	// +optional
	// +kubebuilder:default=false
	MetricsEnabled bool `json:"metricsEnabled,omitempty"`

	// samplingRate is the share of requests that are traced, from 0 to 1, as a string. Default: 0.05.
	// +optional
	// +kubebuilder:default="0.05"
	SamplingRate string `json:"samplingRate,omitempty"`

	// headers to send to the collector. Whoever can read this object can read the values.
	// +optional
	Headers map[string]string `json:"headers,omitempty"`

	// insecure sends over plain HTTP. Default: false.
	// +optional
	// +kubebuilder:default=false
	Insecure bool `json:"insecure,omitempty"`

	// enablePrometheusMetricsPath serves metrics at /metrics on the gateway's port. Default: false.
	// +optional
	// +kubebuilder:default=false
	EnablePrometheusMetricsPath bool `json:"enablePrometheusMetricsPath,omitempty"`

	// environmentVariables names environment variables of the pod whose values are added to traces.
	// +optional
	// +listType=atomic
	EnvironmentVariables []string `json:"environmentVariables,omitempty"`

	// customAttributes are added to everything that is sent.
	// +optional
	CustomAttributes map[string]string `json:"customAttributes,omitempty"`

	// useLegacyAttributes also sends the attribute names that were in use before the MCP semantic conventions of
	// OpenTelemetry. Default: true.
	// +optional
	// +kubebuilder:default=true
	UseLegacyAttributes *bool `json:"useLegacyAttributes,omitempty"`

	// caCertPath is a file in the pod with the CA certificates that the collector's certificate is verified with.
	// +optional
	CACertPath string `json:"caCertPath,omitempty"`
}

// VMCPAuditConfig switches audit logging, and says what is logged.
type VMCPAuditConfig struct {
	// enabled writes a log record for every MCP request. Default: false.
	// +optional
	// +kubebuilder:default=false
	Enabled bool `json:"enabled,omitempty"`

	// component that the records name. Default: the gateway's name.
	// +optional
	Component string `json:"component,omitempty"`

	// eventTypes lists the types of events to log, such as mcp_tool_call. Empty (the default) logs all.
	// +optional
	// +listType=atomic
	EventTypes []string `json:"eventTypes,omitempty"`

	// excludeEventTypes lists the types of events not to log, and wins over eventTypes.
	// +optional
	// +listType=atomic
	ExcludeEventTypes []string `json:"excludeEventTypes,omitempty"`

	// includeRequestData logs what clients send, which may be confidential. Default: false.
	// +optional
	// +kubebuilder:default=false
	IncludeRequestData bool `json:"includeRequestData,omitempty"`

	// includeResponseData logs what clients get, which may be confidential. Default: false.
	// +optional
	// +kubebuilder:default=false
	IncludeResponseData bool `json:"includeResponseData,omitempty"`

	// detectApplicationErrors looks into responses for JSON-RPC errors, which come with the HTTP status of a success.
	// Default: true.
	// +optional
	// +kubebuilder:default=true
	DetectApplicationErrors *bool `json:"detectApplicationErrors,omitempty"`

	// maxDataSize is the most that is logged of a request or response, in bytes. Default: 1024.
	// +optional
	// +kubebuilder:default=1024
	MaxDataSize *int64 `json:"maxDataSize,omitempty"`

	// maxDelegationDepth is the most that is logged of a token's chain of actors (RFC 8693). Default: 10.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:default=10
	MaxDelegationDepth int64 `json:"maxDelegationDepth,omitempty"`

	// logFile is a file in the pod that records are written to. Default: the standard output.
	// +optional
	LogFile string `json:"logFile,omitempty"`
}
