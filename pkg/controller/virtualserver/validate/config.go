// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"strings"
	"time"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/selection"
)

// checkOverridden finds settings in spec.config for which other fields of spec are there.
func checkOverridden(in selection.Input) []Problem {
	f := findings{condition: ConditionValid, reason: v1alpha1.ReasonSettingWithoutEffect}
	spec, config := &in.Server.Spec, config(in)
	for _, setting := range []struct {
		field, instead string
		set            bool
	}{
		{"name", "metadata.name", config.Name != "" && config.Name != in.Server.Name},
		{"groupRef", "spec.groupRef", config.GroupRef != "" && config.GroupRef != spec.GroupRef.Name},
		{"backends", "the members of the group", len(config.Backends) > 0},
		{"incomingAuth", "spec.incomingAuth", config.IncomingAuth != nil},
		{"outgoingAuth", "spec.outgoingAuth", config.OutgoingAuth != nil},
		{"sessionStorage", "spec.sessionStorage", config.SessionStorage != nil},
		{"telemetry", "spec.telemetryConfigRef", config.Telemetry != nil && spec.TelemetryConfigRef != nil},
		{"passthroughHeaders", "spec.passthroughHeaders", len(config.PassthroughHeaders) > 0 && len(spec.PassthroughHeaders) > 0},
	} {
		if setting.set {
			f.add("spec.config.%s has no effect, since %s counts: remove it", setting.field, setting.instead)
		}
	}
	return f.problems
}

// checkOperational looks at what vMCP demands of times. Admission has seen to their form.
func checkOperational(in selection.Input) []Problem {
	f := findings{condition: ConditionValid, reason: ReasonConfigInvalid}
	operational := config(in).Operational
	if operational == nil {
		return nil
	}
	const field = "spec.config.operational."
	if timeouts := operational.Timeouts; timeouts != nil {
		f.positive(field+"timeouts.default", timeouts.Default)
		for workload, timeout := range timeouts.PerWorkload {
			f.positive(field+"timeouts.perWorkload["+workload+"]", timeout)
		}
	}
	if handling := operational.FailureHandling; handling != nil {
		f.failureHandling(field+"failureHandling.", handling)
	}
	sortByMessage(f.problems)
	return f.problems
}

func (f *findings) failureHandling(field string, handling *v1beta1.FailureHandlingConfig) {
	const defaultInterval = 30 * time.Second
	f.positive(field+"healthCheckInterval", handling.HealthCheckInterval)
	f.positive(field+"statusReportingInterval", handling.StatusReportingInterval)
	interval := cmpDuration(handling.HealthCheckInterval, defaultInterval)
	if timeout := cmpDuration(handling.HealthCheckTimeout, 0); timeout >= interval {
		f.add("%shealthCheckTimeout must be shorter than healthCheckInterval (%s)", field, interval)
	}
	if threshold := handling.UnhealthyThreshold; threshold != nil && *threshold < 1 {
		f.add("%sunhealthyThreshold must be 1 or more", field)
	}
	if breaker := handling.CircuitBreaker; breaker != nil && breaker.Enabled && cmpDuration(breaker.Timeout, time.Minute) < time.Second {
		f.add("%scircuitBreaker.timeout must be 1s or more", field)
	}
}

// positive takes an empty value for the default.
func (f *findings) positive(field string, value v1beta1.Duration) {
	if d, err := time.ParseDuration(string(value)); value != "" && (err != nil || d <= 0) {
		f.add("%s must be a Go duration above zero, such as 30s", field)
	}
}

func cmpDuration(value v1beta1.Duration, otherwise time.Duration) time.Duration {
	if d, err := time.ParseDuration(string(value)); err == nil {
		return d
	}
	return otherwise
}

// checkPassthroughHeaders finds headers that vMCP refuses to pass on.
func checkPassthroughHeaders(in selection.Input) []Problem {
	f := findings{condition: ConditionValid, reason: v1alpha1.ReasonHeaderInvalid}
	headers, field := in.Server.Spec.PassthroughHeaders, "spec.passthroughHeaders"
	if len(headers) == 0 {
		headers, field = config(in).PassthroughHeaders, "spec.config.passthroughHeaders"
	}
	for _, header := range headers {
		switch lower := strings.ToLower(header); {
		case lower == "authorization" || lower == "cookie":
			f.add("header %q in %s holds the client's own credentials, which are not for backends: remove it", header, field)
		case validate.HeaderName(header) != "":
			f.add("header %q in %s %s", header, field, validate.HeaderName(header))
		}
	}
	return f.problems
}
