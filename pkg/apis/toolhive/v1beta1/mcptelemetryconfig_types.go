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
// +kubebuilder:resource:shortName=mcpotel,categories=toolhive
// +kubebuilder:printcolumn:name="Endpoint",type="string",JSONPath=".spec.openTelemetry.endpoint"
// +kubebuilder:printcolumn:name="Valid",type="string",JSONPath=".status.conditions[?(@.type=='Valid')].status"
// +kubebuilder:printcolumn:name="Tracing",type="boolean",JSONPath=".spec.openTelemetry.tracing.enabled"
// +kubebuilder:printcolumn:name="Metrics",type="boolean",JSONPath=".spec.openTelemetry.metrics.enabled"
// +kubebuilder:printcolumn:name="Age",type="date",JSONPath=".metadata.creationTimestamp"

// MCPTelemetryConfig says where workloads send their traces and metrics. Workloads of the same namespace refer to it by
// name.
type MCPTelemetryConfig struct {
	metav1.TypeMeta `json:""`
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// spec says where traces and metrics go.
	// +optional
	Spec MCPTelemetryConfigSpec `json:"spec,omitzero"`

	// status says whether the spec is usable.
	// +optional
	Status MCPTelemetryConfigStatus `json:"status,omitzero"`
}

// MCPTelemetryConfigSpec says where traces and metrics go.
type MCPTelemetryConfigSpec struct {
	// openTelemetry sends traces and metrics to a collector.
	// +optional
	OpenTelemetry *MCPTelemetryOTelConfig `json:"openTelemetry,omitempty"`

	// prometheus offers metrics to be scraped.
	// +optional
	Prometheus *PrometheusConfig `json:"prometheus,omitempty"`
}

// MCPTelemetryOTelConfig describes an OpenTelemetry collector and what is sent to it.
//
// +kubebuilder:validation:XValidation:rule=`!(has(self.headers) && has(self.sensitiveHeaders)) || !self.sensitiveHeaders.exists(h, h.name in self.headers)`,message=`name each header once: remove it from headers, or from sensitiveHeaders`
type MCPTelemetryOTelConfig struct {
	// enabled switches all of openTelemetry. Default: false, and the fields below have no effect.
	// +optional
	// +kubebuilder:default=false
	Enabled bool `json:"enabled,omitempty"`

	// endpoint of the collector (OTLP over HTTP), as host:port, and a path if it needs one; a scheme before it is dropped,
	// and insecure decides. With an endpoint, tracing or metrics must be enabled.
	// +optional
	Endpoint string `json:"endpoint,omitempty"`

	// insecure sends over plain HTTP. Not together with caBundleRef. Default: false.
	// +optional
	// +kubebuilder:default=false
	Insecure bool `json:"insecure,omitempty"`

	// headers to send to the collector. Whoever can read this object can read the values.
	// +optional
	Headers map[string]string `json:"headers,omitempty"`

	// sensitiveHeaders are headers whose values are kept in Secrets. ToolHive's own operator ignores them for a proxy.
	// +optional
	// +listType=map
	// +listMapKey=name
	SensitiveHeaders []SensitiveHeader `json:"sensitiveHeaders,omitempty"`

	// resourceAttributes are added to everything that is sent, for example deployment.environment. The attribute
	// service.name comes from the workload's reference instead.
	// +optional
	ResourceAttributes map[string]string `json:"resourceAttributes,omitempty"`

	// metrics says whether metrics are sent.
	// +optional
	Metrics *OpenTelemetryMetricsConfig `json:"metrics,omitempty"`

	// tracing says whether traces are sent, and how many.
	// +optional
	Tracing *OpenTelemetryTracingConfig `json:"tracing,omitempty"`

	// useLegacyAttributes also sends the attribute names that were in use before the MCP semantic conventions of
	// OpenTelemetry. Default: true, once openTelemetry is enabled.
	// +optional
	// +kubebuilder:default=true
	UseLegacyAttributes *bool `json:"useLegacyAttributes,omitempty"`

	// caBundleRef names the CA certificates that the collector's certificate is verified with. The ConfigMap's name may
	// have 48 characters at most, since the pod's volume is named after it.
	// +optional
	CABundleRef *CABundleSource `json:"caBundleRef,omitempty"`
}

// SensitiveHeader is a header whose value is kept in a Secret.
type SensitiveHeader struct {
	// name of the header, for example Authorization.
	// +required
	// +kubebuilder:validation:MinLength=1
	Name string `json:"name"`

	// secretKeyRef names the Secret and the key that hold the value.
	// +required
	SecretKeyRef SecretKeyRef `json:"secretKeyRef"`
}

// OpenTelemetryTracingConfig says whether traces are sent, and how many.
type OpenTelemetryTracingConfig struct {
	// enabled sends traces. Default: false.
	// +optional
	// +kubebuilder:default=false
	Enabled bool `json:"enabled,omitempty"`

	// samplingRate is the share of requests that are traced, from 0 to 1, as a string. Default: 0.05.
	// +optional
	// +kubebuilder:validation:Pattern=`^(0(\.\d+)?|1(\.0+)?)$`
	// +kubebuilder:default="0.05"
	SamplingRate string `json:"samplingRate,omitempty"`
}

// OpenTelemetryMetricsConfig says whether metrics are sent.
type OpenTelemetryMetricsConfig struct {
	// enabled sends metrics. Default: false.
	// +optional
	// +kubebuilder:default=false
	Enabled bool `json:"enabled,omitempty"`
}

// PrometheusConfig says whether metrics can be scraped.
type PrometheusConfig struct {
	// enabled serves metrics at /metrics on the workload's port. Default: false, and a proxy then passes that path on
	// to the remote server.
	// +optional
	// +kubebuilder:default=false
	Enabled bool `json:"enabled,omitempty"`
}

// MCPTelemetryConfigStatus says whether an MCPTelemetryConfig is usable.
type MCPTelemetryConfigStatus struct {
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

// MCPTelemetryConfigList is a list of MCPTelemetryConfigs.
type MCPTelemetryConfigList struct {
	metav1.TypeMeta `json:""`
	// +optional
	metav1.ListMeta `json:"metadata,omitzero"`

	// items are the MCPTelemetryConfigs.
	Items []MCPTelemetryConfig `json:"items"`
}
