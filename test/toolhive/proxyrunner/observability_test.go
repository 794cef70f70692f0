// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package proxyrunner

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/client"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/issuer"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/wait"
)

// auditEvent is what is read of a line of the audit log.
type auditEvent struct {
	Level    string            `json:"level"`
	Outcome  string            `json:"outcome"`
	Subjects map[string]string `json:"subjects"`
	Target   struct {
		Method string `json:"method"`
		Name   string `json:"name"`
	} `json:"target"`
}

func TestACallIsInTheAuditLog(t *testing.T) {
	s := newScene(t, remote.Options{})
	s.Case.Endpoint.Spec.ProxyConfig.Audit = &v1beta1.AuditConfig{Enabled: true}
	proxy := s.start(t)

	session := client.Connect(t, client.Streamable(t, proxy.URL, client.Bearer(s.token)))
	_, err := session.Call(t, remote.Echo, map[string]any{"text": "hello"})
	require.NoError(t, err)
	var event auditEvent
	line := proxy.Await(t, `"type":"mcp_tool_call"`)
	require.NoError(t, json.Unmarshal([]byte(line), &event))
	assert.Equal(t, "AUDIT", event.Level)
	assert.Equal(t, "success", event.Outcome)
	assert.Equal(t, issuer.Subject, event.Subjects["user_id"])
	assert.Equal(t, remote.Echo, event.Target.Name)
	assert.NotContains(t, proxy.String(), s.token, "the log has the client's token")
}

func TestThereIsNoAuditLogUnasked(t *testing.T) {
	s := newScene(t, remote.Options{})
	proxy := s.start(t)

	answer := client.Initialize(t, proxy.URL, client.Bearer(s.token))
	require.Equal(t, http.StatusOK, answer.Status)
	assert.NotContains(t, proxy.String(), "AUDIT")
}

func TestPrometheusMetricsAreServed(t *testing.T) {
	s := newScene(t, remote.Options{})
	s.Case.Endpoint.Spec.ProxyConfig.Telemetry = &v1alpha1.TelemetryConfig{
		MCPTelemetryConfigSpec: v1beta1.MCPTelemetryConfigSpec{Prometheus: &v1beta1.PrometheusConfig{Enabled: true}},
		ServiceName:            "named-by-the-user",
	}
	proxy := s.start(t)

	session := client.Connect(t, client.Streamable(t, proxy.URL, client.Bearer(s.token)))
	_, err := session.Call(t, remote.Echo, map[string]any{"text": "hello"})
	require.NoError(t, err)
	// The call is counted once its answer is on its way.
	wait.Until(t, proxy, func() bool {
		metrics := client.Get(t, proxy.URL+"/metrics")
		require.Equal(t, http.StatusOK, metrics.Status)
		return strings.Contains(metrics.Body, "toolhive_mcp_tool_calls_total") &&
			strings.Contains(metrics.Body, `service_name="named-by-the-user"`)
	})
}

func TestMetricsAreNotServedUnasked(t *testing.T) {
	s := newScene(t, remote.Options{})
	proxy := s.start(t)

	assert.Equal(t, http.StatusUnauthorized, client.Get(t, proxy.URL+"/metrics").Status, "the path is like any other")
}
