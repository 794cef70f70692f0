// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/test/e2e/cluster"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/loopback"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
)

// collector receives telemetry over HTTP (OTLP), and remembers what it got by path.
type collector struct {
	mutex    sync.Mutex
	received map[string][]byte
}

// ServeHTTP remembers the body.
func (c *collector) ServeHTTP(_ http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return // The exporter is gone.
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.received[request.URL.Path] = append(c.received[request.URL.Path], body...)
}

// has tells whether something with the text was sent to the path. Texts stand in protocol buffers as they are.
func (c *collector) has(path, text string) bool {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return bytes.Contains(c.received[path], []byte(text))
}

func TestTracesReachTheCollector(t *testing.T) {
	t.Parallel()
	s := newScene(t, remote.Options{})
	c := &collector{received: map[string][]byte{}}
	address := cluster.Rename(loopback.Start(t, c, false).URL, cluster.Collector)
	s.requireServed(t, s.deploy(t, s.proxied("search", func(e *v1alpha1.MCPRemoteEndpoint) {
		e.Spec.ProxyConfig.Telemetry = &v1alpha1.TelemetryConfig{ServiceName: "named-by-the-user", MCPTelemetryConfigSpec: v1beta1.MCPTelemetryConfigSpec{
			OpenTelemetry: &v1beta1.MCPTelemetryOTelConfig{
				Enabled: true, Endpoint: strings.TrimPrefix(address, "http://"), Insecure: true,
				Tracing: &v1beta1.OpenTelemetryTracingConfig{Enabled: true, SamplingRate: "1"},
			},
		}}
	})))
	s.until(t, "the collector has the trace", func() bool {
		return c.has("/v1/traces", "named-by-the-user") && c.has("/v1/traces", remote.Echo)
	})
}
