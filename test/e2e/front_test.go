// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/test/e2e/cluster"
)

// authority is a certificate for a remote server that signed itself.
type authority struct {
	certificate tls.Certificate
	pem         string
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), DNSNames: []string{cluster.Remote},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	require.NoError(t, err)
	return &authority{
		certificate: tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key},
		pem:         string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})),
	}
}

// front has a server speak https, with a certificate that can be renewed.
type front struct {
	// URL is where pods find it.
	URL string

	server  *httptest.Server
	current atomic.Pointer[authority]
}

// startFront starts a front of the server at the URL, which ends with the test.
func startFront(t *testing.T, of string, with *authority) *front {
	t.Helper()
	f := &front{}
	f.current.Store(with)
	target, err := url.Parse(of)
	require.NoError(t, err)
	target.Host = "127.0.0.1:" + target.Port() // Only pods know the server's name.
	f.server = httptest.NewUnstartedServer(httputil.NewSingleHostReverseProxy(target))
	f.server.Config.ErrorLog = log.New(io.Discard, "", 0) // Clients break off.
	f.server.TLS = &tls.Config{MinVersion: tls.VersionTLS12, GetConfigForClient: func(*tls.ClientHelloInfo) (*tls.Config, error) {
		return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{f.current.Load().certificate}}, nil
	}}
	f.server.StartTLS()
	t.Cleanup(func() {
		f.server.CloseClientConnections()
		f.server.Close()
	})
	f.URL = cluster.Rename(f.server.URL, cluster.Remote)
	return f
}

// Renew has all connections from now on be encrypted with another certificate.
func (f *front) Renew(with *authority) {
	f.current.Store(with)
	f.server.CloseClientConnections()
}
