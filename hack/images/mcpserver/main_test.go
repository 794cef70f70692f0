// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// withHeader adds a header to each request.
type withHeader struct{ name, value string }

// RoundTrip implements http.RoundTripper.
func (w withHeader) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	request.Header.Set(w.name, w.value)
	return http.DefaultTransport.RoundTrip(request)
}

func TestEachToolAnswersOverEachTransport(t *testing.T) {
	client := &http.Client{Transport: withHeader{"X-Api-Key", "secret"}}
	for _, stateless := range []bool{false, true} {
		server := httptest.NewServer(handler(options{name: "remote", stateless: stateless}))
		t.Cleanup(server.Close)
		tests := []struct {
			name      string
			transport mcp.Transport
			headers   string
		}{
			{
				name:      "streamable HTTP",
				transport: &mcp.StreamableClientTransport{Endpoint: server.URL + "/mcp", HTTPClient: client},
				headers:   `"X-Api-Key":["secret"]`,
			},
			{
				name:      "SSE, which has no header for tools",
				transport: &mcp.SSEClientTransport{Endpoint: server.URL + "/sse", HTTPClient: client},
				headers:   "null",
			},
		}
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				session, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), test.transport, nil)
				require.NoError(t, err)
				defer session.Close()
				assert.Equal(t, "hello", call(t.Context(), t, session, "echo", map[string]any{"text": "hello"}))
				assert.Equal(t, "5", call(t.Context(), t, session, "add", map[string]any{"a": 2, "b": 3}))
				assert.Equal(t, "remote", call(t.Context(), t, session, "whoami", nil))
				assert.Contains(t, call(t.Context(), t, session, "headers", nil), test.headers)
			})
		}
	}
}

func call(ctx context.Context, t *testing.T, session *mcp.ClientSession, tool string, arguments map[string]any) string {
	t.Helper()
	result, err := session.CallTool(ctx, &mcp.CallToolParams{Name: tool, Arguments: arguments})
	require.NoError(t, err)
	require.Len(t, result.Content, 1)
	return result.Content[0].(*mcp.TextContent).Text
}

func TestHealth(t *testing.T) {
	answer := httptest.NewRecorder()
	handler(options{}).ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/healthz", http.NoBody))
	assert.Equal(t, http.StatusOK, answer.Code)
}
