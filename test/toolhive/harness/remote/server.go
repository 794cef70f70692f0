// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote

import (
	"net/http"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/loopback"
)

// Paths of the server. Everything else is not found.
const (
	StreamablePath = "/remote/mcp"
	SSEPath        = "/remote/sse"
)

// Options say how the server differs from one that speaks plain http with anybody.
type Options struct {
	// TLS has it speak https, with a certificate that no machine trusts.
	TLS bool
	// Stateless has it speak protocol revision 2026-07-28, which has no sessions, as well as the earlier ones.
	Stateless bool
	// Require are headers without which a request is refused with 401.
	Require map[string]string
}

// Server is a running MCP server. It ends with the test.
type Server struct {
	// URL is where it serves, without a path.
	URL string
	// CA is the certificate to trust, as PEM, when it speaks https.
	CA string

	recorder *recorder
}

// Start starts a server that speaks both HTTP transports, each at its path.
func Start(t *testing.T, options Options) *Server {
	t.Helper()
	server := newMCPServer()
	same := func(*http.Request) *mcp.Server { return server }
	mux := http.NewServeMux()
	// It stands for a remote server, and may have any name.
	mux.Handle(StreamablePath, mcp.NewStreamableHTTPHandler(same, &mcp.StreamableHTTPOptions{
		Stateless: options.Stateless, DisableLocalhostProtection: true,
	}))
	mux.Handle(SSEPath, mcp.NewSSEHandler(same, &mcp.SSEOptions{DisableLocalhostProtection: true}))
	recorder := &recorder{next: require(options.Require, mux)}
	listening := loopback.Start(t, recorder, options.TLS)
	return &Server{URL: listening.URL, CA: listening.CA, recorder: recorder}
}

// require refuses requests that lack one of the headers.
func require(headers map[string]string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		for name, value := range headers {
			if request.Header.Get(name) != value {
				http.Error(w, "header "+name+" is not as it must be", http.StatusUnauthorized)
				return
			}
		}
		next.ServeHTTP(w, request)
	})
}

// Requests are all requests so far, those that were refused among them.
func (s *Server) Requests() []Request { return s.recorder.all() }

// Calls are the calls of a tool so far.
func (s *Server) Calls(tool string) []Request {
	var calls []Request
	for _, request := range s.Requests() {
		if request.Method == "tools/call" && request.Tool == tool {
			calls = append(calls, request)
		}
	}
	return calls
}
