// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runconfig_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
)

func TestTelemetryHeadersThatCannotBeSentAreLeftOut(t *testing.T) {
	sensitive := func(header, key string) v1beta1.SensitiveHeader {
		return v1beta1.SensitiveHeader{Name: header, SecretKeyRef: *secret("otel", key)}
	}
	s := &secured{
		proxy: v1alpha1.ProxyConfig{Telemetry: &v1alpha1.TelemetryConfig{MCPTelemetryConfigSpec: v1beta1.MCPTelemetryConfigSpec{
			OpenTelemetry: &v1beta1.MCPTelemetryOTelConfig{Enabled: true, SensitiveHeaders: []v1beta1.SensitiveHeader{
				sensitive("X-Good", "good"), sensitive("X-Missing", "missing"), sensitive("X-Comma", "comma"), sensitive("x-good", "good"),
			}},
		}}},
		found: references.Found{Secrets: map[string]digest.Digest{"otel": digest.Of("otel", map[string]string{"good": "v", "comma": "a,b"})}},
	}
	variable := s.config(t).Env[0].Name
	assert.Equal(t, map[string]string{variable: "otel/good", "OTEL_EXPORTER_OTLP_HEADERS": "X-Good=$(" + variable + ")"}, variables(t, s.config(t)))
}
