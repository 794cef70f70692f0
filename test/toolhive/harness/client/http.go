// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package client

import (
	"bufio"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const initialize = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{` +
	`"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}`

// Answer is an answer in HTTP.
type Answer struct {
	Status int
	Header http.Header
	Body   string
}

// Initialize sends the first message of a session, without a client library that would interpret the answer.
func Initialize(t *testing.T, url string, headers Headers) Answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(initialize))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json, text/event-stream")
	return send(t, request, headers)
}

// Get gets what is at a URL.
func Get(t *testing.T, url string) Answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	require.NoError(t, err)
	return send(t, request, nil)
}

func send(t *testing.T, request *http.Request, headers Headers) Answer {
	t.Helper()
	response, err := headers.client(t).Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return Answer{Status: response.StatusCode, Header: response.Header, Body: string(body)}
}

// SSEEndpoint opens a stream of the SSE transport and returns where the server says to send messages to, its first event.
func SSEEndpoint(t *testing.T, url string, headers Headers) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	require.NoError(t, err)
	request.Header.Set("Accept", "text/event-stream")
	response, err := headers.client(t).Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	for lines := bufio.NewScanner(response.Body); lines.Scan(); {
		if data, ok := strings.CutPrefix(lines.Text(), "data:"); ok {
			return strings.TrimSpace(data)
		}
	}
	require.FailNow(t, "the stream ended without an event", "status %d", response.StatusCode)
	return ""
}
