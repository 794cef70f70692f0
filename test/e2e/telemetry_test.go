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

	"github.com/stretchr/testify/assert"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/test/e2e/cluster"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/loopback"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
)

// collector receives telemetry over HTTP (OTLP), and remembers what it got by path, and the headers of the last request.
type collector struct {
	mutex    sync.Mutex
	received map[string][]byte
	header   http.Header
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
	c.header = request.Header
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
	key := s.secret(t, "collector", "s3cret")
	s.requireServed(t, s.deploy(t, s.proxied("search", func(e *v1alpha1.MCPRemoteEndpoint) {
		e.Spec.ProxyConfig.Telemetry = &v1alpha1.TelemetryConfig{ServiceName: "named-by-the-user", MCPTelemetryConfigSpec: v1beta1.MCPTelemetryConfigSpec{
			OpenTelemetry: &v1beta1.MCPTelemetryOTelConfig{
				Enabled: true, Endpoint: strings.TrimPrefix(address, "http://"), Insecure: true,
				Tracing:          &v1beta1.OpenTelemetryTracingConfig{Enabled: true, SamplingRate: "1"},
				Headers:          map[string]string{"X-Tenant": "a, b=c $(HOME) 100%"},
				SensitiveHeaders: []v1beta1.SensitiveHeader{{Name: "X-API-Key", SecretKeyRef: key}},
			},
		}}
	})))
	s.until(t, "the collector has the trace", func() bool {
		return c.has("/v1/traces", "named-by-the-user") && c.has("/v1/traces", remote.Echo)
	})
	c.mutex.Lock()
	defer c.mutex.Unlock()
	assert.Equal(t, "a, b=c $(HOME) 100%", c.header.Get("X-Tenant"))
	assert.Equal(t, "s3cret", c.header.Get("X-API-Key"))
}
