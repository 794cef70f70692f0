// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

const (
	ownTelemetry = proxy + "telemetry."

	telemetryPlaces = "runconfig.telemetry_config."
)

// telemetryCases are of what is told of requests.
var telemetryCases = []fieldCase{
	{"telemetry-inline", ownTelemetry + "serviceName", "other", changes(telemetryPlaces + "serviceName")},
	{
		"telemetry-inline", ownTelemetry + "openTelemetry.enabled", false,
		changes(
			referenced, variable("OTEL_EXPORTER_OTLP_HEADERS"), variable("TELEMETRY_HEADER_X_API_KEY_B27EF9F9"),
			"container.volumeMounts[/config/otel-certs/collector.authority]", "pod.spec.volumes[otel-ca-bundle-collector-authority-f123d5e9]",
			telemetryPlaces+"caCertPath", telemetryPlaces+"customAttributes", telemetryPlaces+"endpoint", telemetryPlaces+"metricsEnabled",
			telemetryPlaces+"samplingRate", telemetryPlaces+"tracingEnabled", telemetryPlaces+"useLegacyAttributes",
		),
	},
	{"telemetry-inline", ownTelemetry + "openTelemetry.endpoint", "other.example.com:4318", changes(telemetryPlaces + "endpoint")},
	{"telemetry-inline", ownTelemetry + "openTelemetry.insecure", true, refused(v1alpha1.ReasonTelemetryConfigInvalid)},
	{
		"telemetry-inline", ownTelemetry + "openTelemetry.insecure", true,
		changes(
			referenced, "container.volumeMounts[/config/otel-certs/collector.authority]",
			"pod.spec.volumes[otel-ca-bundle-collector-authority-f123d5e9]", telemetryPlaces+"caCertPath", telemetryPlaces+"insecure",
		).
			with(kind.MCPRemoteEndpoint, ownTelemetry+"openTelemetry.caBundleRef", nil),
	},
	{
		"telemetry-inline", ownTelemetry + "openTelemetry.headers", map[string]string{"X-Tenant": "other"},
		changes("container.env[OTEL_EXPORTER_OTLP_HEADERS].value"),
	},
	{
		"telemetry-inline", ownTelemetry + "openTelemetry.sensitiveHeaders[0].name", "X-Other",
		changes(
			"container.env[OTEL_EXPORTER_OTLP_HEADERS].value", variable("TELEMETRY_HEADER_X_API_KEY_B27EF9F9"),
			variable("TELEMETRY_HEADER_X_OTHER_41395A3C"),
		),
	},
	{
		"telemetry-inline", ownTelemetry + "openTelemetry.sensitiveHeaders[0].secretKeyRef.name", "other",
		changes(referenced, nameIn("TELEMETRY_HEADER_X_API_KEY_B27EF9F9")),
	},
	{
		"telemetry-inline", ownTelemetry + "openTelemetry.sensitiveHeaders[0].secretKeyRef.key", "other-key",
		changes(referenced, keyIn("TELEMETRY_HEADER_X_API_KEY_B27EF9F9")),
	},
	{
		"telemetry-inline", ownTelemetry + "openTelemetry.resourceAttributes", map[string]string{"environment": "test"},
		changes(telemetryPlaces + "customAttributes.environment"),
	},
	{"telemetry-inline", ownTelemetry + "openTelemetry.metrics.enabled", false, changes(telemetryPlaces + "metricsEnabled")},
	{"telemetry-inline", ownTelemetry + "openTelemetry.tracing.enabled", false, changes(telemetryPlaces + "tracingEnabled")},
	{"telemetry-inline", ownTelemetry + "openTelemetry.tracing.samplingRate", "0.5", changes(telemetryPlaces + "samplingRate")},
	{"telemetry-inline", ownTelemetry + "openTelemetry.useLegacyAttributes", true, changes(telemetryPlaces + "useLegacyAttributes")},
	{
		"telemetry-inline", ownTelemetry + "openTelemetry.caBundleRef.configMapRef.name", "other",
		changes(
			referenced, "container.volumeMounts[/config/otel-certs/collector.authority]", "container.volumeMounts[/config/otel-certs/other]",
			"pod.spec.volumes[otel-ca-bundle-collector-authority-f123d5e9]", "pod.spec.volumes[otel-ca-bundle-other]",
			telemetryPlaces+"caCertPath",
		),
	},
	{
		"telemetry-inline", ownTelemetry + "openTelemetry.caBundleRef.configMapRef.key", "other-root.pem",
		changes(
			referenced, "pod.spec.volumes[otel-ca-bundle-collector-authority-f123d5e9].configMap.items[0].key",
			"pod.spec.volumes[otel-ca-bundle-collector-authority-f123d5e9].configMap.items[0].path", telemetryPlaces+"caCertPath",
		),
	},
	{
		"telemetry-inline", ownTelemetry + "openTelemetry.caBundleRef.configMapRef.optional", true,
		refused(v1alpha1.ReasonSettingWithoutEffect),
	},
	{"telemetry-inline", ownTelemetry + "prometheus.enabled", false, changes(telemetryPlaces + "enablePrometheusMetricsPath")},
	{
		"telemetry-shared", proxy + "telemetryConfigRef.name", "other",
		changes(
			telemetryPlaces+"endpoint", telemetryPlaces+"headers", telemetryPlaces+"insecure", telemetryPlaces+"metricsEnabled",
			telemetryPlaces+"samplingRate", telemetryPlaces+"tracingEnabled",
		),
	},
	{"telemetry-shared", proxy + "telemetryConfigRef.serviceName", "other", changes(telemetryPlaces + "serviceName")},
}

// sharedTelemetryCases are those of an MCPTelemetryConfig.
var sharedTelemetryCases = []fieldCase{
	{
		"telemetry-shared", "spec.openTelemetry.enabled", false,
		changes(
			telemetryPlaces+"endpoint", telemetryPlaces+"headers", telemetryPlaces+"insecure", telemetryPlaces+"metricsEnabled",
			telemetryPlaces+"samplingRate", telemetryPlaces+"tracingEnabled",
		),
	},
	{"telemetry-shared", "spec.openTelemetry.endpoint", "other.example.com:4318", changes(telemetryPlaces + "endpoint")},
	{"telemetry-shared", "spec.openTelemetry.insecure", false, changes(telemetryPlaces + "insecure")},
	{"telemetry-shared", "spec.openTelemetry.headers", map[string]string{"X-Tenant": "other"}, changes(telemetryPlaces + "headers[X-Tenant]")},
	{
		"telemetry-shared-secret", "spec.openTelemetry.sensitiveHeaders[0].name", "X-Other",
		changes(
			"container.env[OTEL_EXPORTER_OTLP_HEADERS].value", variable("TELEMETRY_HEADER_X_API_KEY_B27EF9F9"),
			variable("TELEMETRY_HEADER_X_OTHER_41395A3C"),
		),
	},
	{
		"telemetry-shared-secret", "spec.openTelemetry.sensitiveHeaders[0].secretKeyRef.name", "other",
		changes(referenced, nameIn("TELEMETRY_HEADER_X_API_KEY_B27EF9F9")),
	},
	{
		"telemetry-shared-secret", "spec.openTelemetry.sensitiveHeaders[0].secretKeyRef.key", "other-key",
		changes(referenced, keyIn("TELEMETRY_HEADER_X_API_KEY_B27EF9F9")),
	},
	{
		"telemetry-shared-secret", "spec.openTelemetry.resourceAttributes", map[string]string{"environment": "test"},
		changes(telemetryPlaces + "customAttributes.environment"),
	},
	{"telemetry-shared", "spec.openTelemetry.metrics.enabled", false, changes(telemetryPlaces + "metricsEnabled")},
	{"telemetry-shared", "spec.openTelemetry.tracing.enabled", false, changes(telemetryPlaces + "tracingEnabled")},
	{"telemetry-shared", "spec.openTelemetry.tracing.samplingRate", "0.5", changes(telemetryPlaces + "samplingRate")},
	{"telemetry-shared", "spec.openTelemetry.useLegacyAttributes", false, changes(telemetryPlaces + "useLegacyAttributes")},
	{
		"telemetry-shared-secret", "spec.openTelemetry.caBundleRef.configMapRef.name", "other",
		changes(
			referenced, "container.volumeMounts[/config/otel-certs/collector-authority]", "container.volumeMounts[/config/otel-certs/other]",
			"pod.spec.volumes[otel-ca-bundle-collector-authority]", "pod.spec.volumes[otel-ca-bundle-other]", telemetryPlaces+"caCertPath",
		),
	},
	{
		"telemetry-shared-secret", "spec.openTelemetry.caBundleRef.configMapRef.key", "other-ca.crt",
		changes(
			referenced, "pod.spec.volumes[otel-ca-bundle-collector-authority].configMap.items[0].key",
			"pod.spec.volumes[otel-ca-bundle-collector-authority].configMap.items[0].path", telemetryPlaces+"caCertPath",
		),
	},
	{"telemetry-shared-secret", "spec.openTelemetry.caBundleRef.configMapRef.optional", true, refused(v1alpha1.ReasonSettingWithoutEffect)},
	{"telemetry-shared", "spec.prometheus.enabled", false, changes(telemetryPlaces + "enablePrometheusMetricsPath")},
}
