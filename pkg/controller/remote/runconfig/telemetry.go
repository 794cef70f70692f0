// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runconfig

import (
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

// defaultSamplingRate is the share of requests that are traced when nothing else is said.
const defaultSamplingRate = "0.05"

// telemetryCAs is where certificates for telemetry are. It is no directory of those for OIDC, each of which is called like a ConfigMap.
const telemetryCAs = "/config/otel-certs"

func addTelemetry(in *input, out *Proxy) error {
	spec, serviceName := in.telemetry()
	if spec == nil {
		return nil
	}
	if serviceName == "" {
		serviceName = in.endpoint.Name
	}
	telemetry := &Telemetry{
		ServiceName:                 serviceName,
		EnablePrometheusMetricsPath: spec.Prometheus != nil && spec.Prometheus.Enabled,
		UseLegacyAttributes:         true,
	}
	out.Config.Telemetry = telemetry
	if spec.OpenTelemetry != nil && spec.OpenTelemetry.Enabled {
		out.addOpenTelemetry(in, telemetry, spec.OpenTelemetry)
	}
	return nil
}

// telemetry returns the inline configuration or the shared one, or nil if there is none.
func (in *input) telemetry() (spec *v1beta1.MCPTelemetryConfigSpec, serviceName string) {
	switch {
	case in.proxy.Telemetry != nil:
		return &in.proxy.Telemetry.MCPTelemetryConfigSpec, in.proxy.Telemetry.ServiceName
	case in.proxy.TelemetryConfigRef != nil && in.TelemetryConfig != nil:
		return &in.TelemetryConfig.Spec, in.proxy.TelemetryConfigRef.ServiceName
	}
	return nil, ""
}

func (p *Proxy) addOpenTelemetry(in *input, telemetry *Telemetry, otel *v1beta1.MCPTelemetryOTelConfig) {
	telemetry.Endpoint = otel.Endpoint
	telemetry.Insecure = otel.Insecure
	telemetry.CustomAttributes = otel.ResourceAttributes
	telemetry.MetricsEnabled = otel.Metrics != nil && otel.Metrics.Enabled
	telemetry.SamplingRate = defaultSamplingRate
	if otel.Tracing != nil {
		telemetry.TracingEnabled = otel.Tracing.Enabled
		if otel.Tracing.SamplingRate != "" {
			telemetry.SamplingRate = otel.Tracing.SamplingRate
		}
	}
	if otel.UseLegacyAttributes != nil {
		telemetry.UseLegacyAttributes = *otel.UseLegacyAttributes
	}
	p.addTelemetryHeaders(in, telemetry, otel)
	if otel.CABundleRef != nil && otel.CABundleRef.ConfigMapRef != nil {
		ref := otel.CABundleRef.ConfigMapRef
		telemetry.CACertPath = path.Join(telemetryCAs, ref.Name, CAKey(ref.Key))
		p.Files = append(p.Files, pod.File{
			Volume: "otel-ca-bundle-" + ref.Name, Path: telemetry.CACertPath, Kind: kind.ConfigMap, Name: ref.Name, Key: CAKey(ref.Key),
		})
	}
}

// addTelemetryHeaders gives headers with secret values to the exporter itself, by its standard variable: the file has no place for them.
// Headers in the file would put those of the variable out of effect, so either all stand there or none. One that cannot be sent is left
// out: a missing Secret would keep the pod from starting, and a comma in a value would be taken for the end of it.
func (p *Proxy) addTelemetryHeaders(in *input, telemetry *Telemetry, otel *v1beta1.MCPTelemetryOTelConfig) {
	if len(otel.SensitiveHeaders) == 0 {
		telemetry.Headers = otel.Headers
		return
	}
	var headers []string
	for _, name := range slices.Sorted(maps.Keys(otel.Headers)) {
		headers = append(headers, name+"="+pod.Literal(url.PathEscape(otel.Headers[name])))
	}
	for _, header := range otel.SensitiveHeaders {
		variable := "TELEMETRY_" + headerSecretIdentifier(header.Name)
		if ref := header.SecretKeyRef; !in.Secrets[ref.Name][ref.Key].ListItem || p.HasEnv(variable) {
			continue
		}
		p.AddSecretEnv(variable, header.SecretKeyRef)
		headers = append(headers, header.Name+"=$("+variable+")")
	}
	p.AddEnv("OTEL_EXPORTER_OTLP_HEADERS", strings.Join(headers, ","))
}
