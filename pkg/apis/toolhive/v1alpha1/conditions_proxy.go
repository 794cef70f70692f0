// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// Reasons of ConfigurationValid being False that are about the pod of a proxy.
const (
	// ReasonProxyConfigMissing means that an endpoint of type proxy has no spec.proxyConfig.
	ReasonProxyConfigMissing = "ProxyConfigMissing"
	// ReasonSettingWithoutEffect means that a setting, of the endpoint or of what it refers to, could have no effect (R2.14). It is a
	// reason of AuthConfigValid as well.
	ReasonSettingWithoutEffect = "SettingWithoutEffect"
	// ReasonInvalidResources means that the compute resources of the proxy contradict each other.
	ReasonInvalidResources = "InvalidResources"
	// ReasonInvalidPodTemplate means that spec.proxyConfig.podTemplateSpec is no pod template.
	ReasonInvalidPodTemplate = "InvalidPodTemplate"
	// ReasonInvalidResourceOverrides means that spec.proxyConfig.resourceOverrides cannot be applied.
	ReasonInvalidResourceOverrides = "InvalidResourceOverrides"
	// ReasonInvalidEndpointPrefix means that spec.proxyConfig.endpointPrefix is no path.
	ReasonInvalidEndpointPrefix = "InvalidEndpointPrefix"
	// ReasonServiceAccountNotFound means that there is no ServiceAccount of the name in spec.proxyConfig.serviceAccount.
	ReasonServiceAccountNotFound = "ServiceAccountNotFound"
	// ReasonSessionStorageInvalid means that the proxy's sessions cannot be kept as the spec says.
	ReasonSessionStorageInvalid = "SessionStorageInvalid"
	// ReasonSessionsNotShared means that several pods know nothing of each other's sessions or logins, and get each other's requests.
	ReasonSessionsNotShared = "SessionsNotShared"
	// ReasonTelemetryConfigNotFound means that there is no MCPTelemetryConfig of that name in the namespace.
	ReasonTelemetryConfigNotFound = "TelemetryConfigNotFound"
	// ReasonTelemetryHeaderInvalid means that a header cannot be sent with traces and metrics.
	ReasonTelemetryHeaderInvalid = "TelemetryHeaderInvalid"
	// ReasonTelemetryConfigInvalid means that the telemetry configuration, inline or shared, cannot be used.
	ReasonTelemetryConfigInvalid = "TelemetryConfigInvalid"
	// ReasonToolConfigInvalid means that a proxy cannot do what the MCPToolConfig says.
	ReasonToolConfigInvalid = "ToolConfigInvalid"
)
