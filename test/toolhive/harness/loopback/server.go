// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package loopback

import (
	"crypto/tls"
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"testing"
)

// Server is a running server. It ends with the test.
type Server struct {
	// URL is where it serves, without a path.
	URL string
	// CA is the certificate to trust, as PEM, when it speaks https.
	CA string
}

// Start starts a server, with a certificate that no machine trusts if it is to speak https.
func Start(t *testing.T, handler http.Handler, https bool) Server {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // Tests have clients that distrust the certificate.
	t.Cleanup(func() {
		// Streams stay open for as long as the other side likes.
		server.CloseClientConnections()
		server.Close()
	})
	if !https {
		server.Start()
		return Server{URL: server.URL}
	}
	server.StartTLS()
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	return Server{URL: server.URL, CA: string(ca)}
}

// Certificate returns the certificate of all servers that speak https, with its key, for servers of other protocols.
func Certificate() tls.Certificate {
	server := httptest.NewTLSServer(http.NotFoundHandler())
	defer server.Close()
	return server.TLS.Certificates[0]
}
