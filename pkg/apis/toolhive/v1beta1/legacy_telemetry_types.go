// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

// TelemetryConfig says where a proxy sends its traces and metrics, in the proxy's own spec. ToolHive had it before v0.26;
// since then the configuration is an MCPTelemetryConfig.
type TelemetryConfig struct {
	// openTelemetry sends traces and metrics to a collector.
	// +optional
	OpenTelemetry *OpenTelemetryConfig `json:"openTelemetry,omitempty"`

	// prometheus offers metrics to be scraped.
	// +optional
	Prometheus *PrometheusConfig `json:"prometheus,omitempty"`
}

// OpenTelemetryConfig describes an OpenTelemetry collector and what is sent to it.
type OpenTelemetryConfig struct {
	// enabled switches all of openTelemetry. Default: false, and the fields below have no effect.
	// +optional
	// +kubebuilder:default=false
	Enabled bool `json:"enabled,omitempty"`

	// endpoint of the collector (OTLP over HTTP), as host:port, and a path if it needs one; a scheme before it is dropped,
	// and insecure decides.
	// +optional
	Endpoint string `json:"endpoint,omitempty"`

	// serviceName under which the proxy's traces and metrics appear. Default: the proxy's name.
	// +optional
	ServiceName string `json:"serviceName,omitempty"`

	// headers to send to the collector, each as name=value. Whoever can read this object can read the values.
	// +optional
	// +listType=atomic
	Headers []string `json:"headers,omitempty"`

	// insecure sends over plain HTTP. Default: false.
	// +optional
	// +kubebuilder:default=false
	Insecure bool `json:"insecure,omitempty"`

	// metrics says whether metrics are sent.
	// +optional
	Metrics *OpenTelemetryMetricsConfig `json:"metrics,omitempty"`

	// tracing says whether traces are sent, and how many.
	// +optional
	Tracing *OpenTelemetryTracingConfig `json:"tracing,omitempty"`

	// useLegacyAttributes also sends the attribute names that were in use before the MCP semantic conventions of
	// OpenTelemetry. Default: true.
	// +optional
	// +kubebuilder:default=true
	UseLegacyAttributes *bool `json:"useLegacyAttributes,omitempty"`
}
