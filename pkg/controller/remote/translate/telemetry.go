// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate

import (
	"strings"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// telemetry is for the configuration that ToolHive had in the proxy itself before v0.26.
func (n *notes) telemetry(config *v1beta1.TelemetryConfig) *v1alpha1.TelemetryConfig {
	if config == nil {
		return nil
	}
	otel := config.OpenTelemetry
	if (otel == nil || !otel.Enabled) && (config.Prometheus == nil || !config.Prometheus.Enabled) {
		n.lost("spec.telemetry", "enables nothing")
		return nil
	}
	telemetry := &v1alpha1.TelemetryConfig{
		MCPTelemetryConfigSpec: v1beta1.MCPTelemetryConfigSpec{Prometheus: config.Prometheus},
	}
	if otel != nil {
		telemetry.ServiceName = otel.ServiceName
		telemetry.OpenTelemetry = &v1beta1.MCPTelemetryOTelConfig{
			Enabled:             otel.Enabled,
			Endpoint:            otel.Endpoint,
			Insecure:            otel.Insecure,
			Headers:             n.telemetryHeaders(otel.Headers),
			Metrics:             otel.Metrics,
			Tracing:             otel.Tracing,
			UseLegacyAttributes: otel.UseLegacyAttributes,
		}
	}
	return telemetry
}

// telemetryHeaders splits headers that are spelled name=value. A value may be a credential, so no note repeats any.
func (n *notes) telemetryHeaders(list []string) map[string]string {
	headers := map[string]string{}
	for _, header := range list {
		name, value, ok := strings.Cut(header, "=")
		name = strings.TrimSpace(name)
		if !ok || name == "" {
			n.lost("spec.telemetry.openTelemetry.headers", "has an item that does not read name=value")
			continue
		}
		headers[name] = strings.TrimSpace(value)
	}
	if len(headers) == 0 {
		return nil
	}
	return headers
}
