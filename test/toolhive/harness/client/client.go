// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package client

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/stretchr/testify/require"
)

// Headers are added to each request of a client.
type Headers map[string]string

// Bearer are the headers of a client with a token.
func Bearer(token string) Headers { return Headers{"Authorization": "Bearer " + token} }

// Proxy says through which proxy all clients connect, as http.Transport has it. Unless it is set, they connect directly.
var Proxy func(*http.Request) (*url.URL, error)

// client returns an HTTP client with connections of its own, which end with the test: a server that shuts down waits for those that
// were opened and never used.
func (h Headers) client(t *testing.T) *http.Client {
	t.Helper()
	transport := &http.Transport{Proxy: Proxy}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: &withHeaders{headers: h, next: transport}}
}

type withHeaders struct {
	headers Headers
	next    http.RoundTripper
}

// RoundTrip adds the headers and sends the request.
func (w *withHeaders) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	for name, value := range w.headers {
		request.Header.Set(name, value)
	}
	return w.next.RoundTrip(request)
}

// Streamable is the transport of today.
func Streamable(t *testing.T, url string, headers Headers) mcp.Transport {
	t.Helper()
	return &mcp.StreamableClientTransport{Endpoint: url, HTTPClient: headers.client(t), MaxRetries: -1}
}

// SSE is the transport of protocol version 2024-11-05.
func SSE(t *testing.T, url string, headers Headers) mcp.Transport {
	t.Helper()
	return &mcp.SSEClientTransport{Endpoint: url, HTTPClient: headers.client(t)}
}

// Session is an MCP session. It ends with the test.
type Session struct{ session *mcp.ClientSession }

// Connect opens a session. With servers that know protocol revision 2026-07-28, which has no sessions, it is one of this client only.
func Connect(t *testing.T, transport mcp.Transport) Session {
	t.Helper()
	return connect(t, transport)
}

// ConnectOld opens a session as a client does that knows revision 2025-11-25 and no later one.
func ConnectOld(t *testing.T, transport mcp.Transport) Session {
	t.Helper()
	return connect(t, transport, notDiscovering)
}

// notDiscovering lacks the method that a client of revision 2026-07-28 begins with. Without it, the official client falls back.
func notDiscovering(next mcp.MethodHandler) mcp.MethodHandler {
	return func(ctx context.Context, method string, request mcp.Request) (mcp.Result, error) {
		if method == "server/discover" {
			return nil, errors.New("unknown to this client")
		}
		return next(ctx, method, request)
	}
}

func connect(t *testing.T, transport mcp.Transport, middleware ...mcp.Middleware) Session {
	t.Helper()
	client := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	client.AddSendingMiddleware(middleware...)
	session, err := client.Connect(t.Context(), transport, nil)
	require.NoError(t, err)
	t.Cleanup(func() {
		// What is on the other side may have ended before.
		_ = session.Close()
	})
	return Session{session: session}
}

// Tools lists the tools by name, sorted, with their descriptions.
func (s Session) Tools(t *testing.T) (names []string, descriptions map[string]string) {
	t.Helper()
	descriptions = map[string]string{}
	for tool, err := range s.session.Tools(t.Context(), nil) {
		require.NoError(t, err)
		names = append(names, tool.Name)
		descriptions[tool.Name] = tool.Description
	}
	slices.Sort(names)
	return names, descriptions
}

// Call calls a tool and returns the text that it answers. The error is that of the protocol, or of the proxy.
func (s Session) Call(t *testing.T, tool string, arguments map[string]any) (string, error) {
	t.Helper()
	result, err := s.session.CallTool(t.Context(), &mcp.CallToolParams{Name: tool, Arguments: arguments})
	if err != nil {
		return "", err
	}
	require.Len(t, result.Content, 1)
	text, ok := result.Content[0].(*mcp.TextContent)
	require.True(t, ok, "%T", result.Content[0])
	return text.Text, nil
}
