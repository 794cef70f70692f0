// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// checkTelemetry finds what keeps traces and metrics from being sent, and what would be set in vain.
func checkTelemetry(in Input, proxy *v1alpha1.ProxyConfig) []Problem {
	switch {
	case proxy.Telemetry != nil:
		return telemetryProblems(in, "spec.proxyConfig.telemetry", &proxy.Telemetry.MCPTelemetryConfigSpec)
	case proxy.TelemetryConfigRef == nil:
		return nil
	case in.TelemetryConfig == nil:
		return []Problem{configuration(v1alpha1.ReasonTelemetryConfigNotFound,
			fmt.Sprintf("MCPTelemetryConfig %q does not exist in this namespace: create it, or correct spec.proxyConfig.telemetryConfigRef", proxy.TelemetryConfigRef.Name))}
	}
	return telemetryProblems(in, fmt.Sprintf("MCPTelemetryConfig %q", in.TelemetryConfig.Name), &in.TelemetryConfig.Spec)
}

func telemetryProblems(in Input, where string, spec *v1beta1.MCPTelemetryConfigSpec) []Problem {
	f := findings{reason: v1alpha1.ReasonTelemetryConfigInvalid}
	otel := spec.OpenTelemetry
	switch {
	case otel != nil && otel.Enabled:
		f.telemetryTarget(where, otel)
		f.collector(where, otel)
		f.samplingRate(where, otel)
		f.problems = append(f.problems, telemetryHeaders(in, where, otel)...)
		f.telemetryCA(in, where, otel)
	case spec.Prometheus == nil || !spec.Prometheus.Enabled:
		f.withoutEffect("%s enables nothing: set openTelemetry.enabled or prometheus.enabled", where)
	}
	return f.problems
}

func (f *findings) telemetryTarget(where string, otel *v1beta1.MCPTelemetryOTelConfig) {
	sends := otel.Tracing != nil && otel.Tracing.Enabled || otel.Metrics != nil && otel.Metrics.Enabled
	switch {
	case otel.Endpoint == "" && sends:
		f.withoutEffect("%s sends traces or metrics to nowhere: give openTelemetry.endpoint", where)
	case otel.Endpoint != "" && !sends:
		f.add("%s has an openTelemetry.endpoint and nothing to send to it: enable openTelemetry.tracing or openTelemetry.metrics", where)
	}
}

// collector finds an address that nothing can be sent to. A proxy serves without, unless it ends at once.
func (f *findings) collector(where string, otel *v1beta1.MCPTelemetryOTelConfig) {
	if otel.Endpoint == "" {
		return
	}
	fault := CollectorFault(otel.Endpoint)
	if fault == "" {
		return
	}
	f.add("%s has an openTelemetry.endpoint that %s", where, fault)
	if otel.Metrics == nil || !otel.Metrics.Enabled || !failsAtStart(otel.Endpoint) {
		f.problems[len(f.problems)-1].harmlessTo = kind.MCPRemoteProxy
	}
}

// samplingRate finds what the runner would take for a rate of nothing, or of everything.
func (f *findings) samplingRate(where string, otel *v1beta1.MCPTelemetryOTelConfig) {
	if otel.Tracing == nil || otel.Tracing.SamplingRate == "" {
		return
	}
	if rate, err := strconv.ParseFloat(otel.Tracing.SamplingRate, 64); err != nil || !(rate >= 0 && rate <= 1) {
		f.withoutEffect("%s has an openTelemetry.tracing.samplingRate of %q: give a number from 0 to 1", where, otel.Tracing.SamplingRate)
	}
}

func telemetryHeaders(in Input, where string, otel *v1beta1.MCPTelemetryOTelConfig) []Problem {
	f := findings{reason: v1alpha1.ReasonTelemetryHeaderInvalid}
	for _, name := range slices.Sorted(maps.Keys(otel.Headers)) {
		if !isToken(name) || !digest.IsHeaderValue(otel.Headers[name]) {
			f.add("%s has a header %q in openTelemetry.headers whose name or value HTTP does not allow", where, name)
		}
	}
	f.telemetryHeaderNames(where, otel)
	for _, header := range otel.SensitiveHeaders {
		ref := header.SecretKeyRef
		entry := in.Secrets[ref.Name][ref.Key]
		switch fault := secretFault(in.Secrets, ref); {
		case !isToken(header.Name):
			f.add("%s has a header %q in openTelemetry.sensitiveHeaders whose name HTTP does not allow", where, header.Name)
		case fault != "":
			f.add("%s has a header %q without a value: %s", where, header.Name, fault)
		case !entry.ListItem:
			f.add("%s has a header %q whose value, key %q of Secret %q, has a comma, a percent sign, a line break or spaces at its ends: the exporter cannot send that",
				where, header.Name, ref.Key, ref.Name)
		}
	}
	return f.problems
}

// telemetryHeaderNames finds headers that stand more than once; case does not matter in header names.
func (f *findings) telemetryHeaderNames(where string, otel *v1beta1.MCPTelemetryOTelConfig) {
	names := slices.Sorted(maps.Keys(otel.Headers))
	for _, header := range otel.SensitiveHeaders {
		names = append(names, header.Name)
	}
	seen := map[string]bool{}
	for _, name := range names {
		if seen[strings.ToLower(name)] {
			f.add("%s has header %q more than once (case does not matter in header names): keep one", where, name)
		}
		seen[strings.ToLower(name)] = true
	}
}

func (f *findings) telemetryCA(in Input, where string, otel *v1beta1.MCPTelemetryOTelConfig) {
	if otel.CABundleRef == nil || otel.CABundleRef.ConfigMapRef == nil {
		return
	}
	if otel.Insecure {
		f.add("%s has an openTelemetry.caBundleRef, and openTelemetry.insecure, which makes no use of it: remove one of them", where)
	}
	ref := otel.CABundleRef.ConfigMapRef
	if isOptional(ref) {
		f.withoutEffect("%s has an openTelemetry.caBundleRef.configMapRef.optional, which has no effect: the ConfigMap must exist; remove it", where)
	}
	if fault := certificatesFault(in.ConfigMaps, ref.Name, ref.Key); fault != "" {
		f.add("%s has no certificates in openTelemetry.caBundleRef: %s", where, fault)
	}
}
