// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package relay

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func listen(t *testing.T, network, address string) net.Listener {
	t.Helper()
	listener, err := net.Listen(network, address)
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	return listener
}

// upper returns the address of a server that answers what its client sends, in capitals, when the client has said that there is no
// more.
func upper(t *testing.T) string {
	t.Helper()
	listener := listen(t, "tcp", "127.0.0.1:0")
	go func() {
		client, err := listener.Accept()
		if !assert.NoError(t, err) {
			return
		}
		text, err := io.ReadAll(client)
		assert.NoError(t, err)
		_, err = client.Write(bytes.ToUpper(text))
		assert.NoError(t, err)
		assert.NoError(t, client.Close())
	}()
	return listener.Addr().String()
}

func TestServePassesBothWaysAndTellsTheEnd(t *testing.T) {
	server := upper(t)
	front := listen(t, "tcp", "127.0.0.1:0")
	go Serve(front, func(net.Conn) (net.Conn, error) { return net.Dial("tcp", server) })

	client, err := net.Dial("tcp", front.Addr().String())
	require.NoError(t, err)
	defer client.Close()
	text := strings.Repeat("hello ", 1e5)
	_, err = client.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, client.(*net.TCPConn).CloseWrite())
	answer, err := io.ReadAll(client)
	require.NoError(t, err)
	assert.Len(t, answer, len(text))
	assert.Empty(t, strings.Trim(string(answer), "HELO "))
}

func TestServeResetsWhenThereIsNoServer(t *testing.T) {
	front := listen(t, "tcp", "127.0.0.1:0")
	go Serve(front, func(net.Conn) (net.Conn, error) { return nil, errors.New("nobody is there") })
	client, err := net.Dial("tcp", front.Addr().String())
	if err == nil { // else it was reset at once
		defer client.Close()
		_, err = client.Read(make([]byte, 1))
	}
	require.ErrorIs(t, err, syscall.ECONNRESET)
}

func TestSOCKS(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "hello") }))
	defer server.Close()
	socks := listen(t, "tcp", "127.0.0.1:0")
	go func() { _ = ServeSOCKS(socks, "127.0.0.1:0") }()
	transport := &http.Transport{Proxy: func(*http.Request) (*url.URL, error) {
		return &url.URL{Scheme: "socks5h", Host: socks.Addr().String()}, nil
	}}
	answer, err := (&http.Client{Transport: transport}).Get(server.URL)
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	assert.Equal(t, "hello", string(text))
}

func TestMachine(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "machine.sock")
	listener := listen(t, "unix", socket)
	go Machine(listener)
	_, port, err := net.SplitHostPort(upper(t))
	require.NoError(t, err)
	var number uint16
	_, err = fmt.Sscan(port, &number)
	require.NoError(t, err)

	server, err := dialMachine(socket, number)
	require.NoError(t, err)
	defer server.Close()
	_, err = server.Write([]byte("hello"))
	require.NoError(t, err)
	require.NoError(t, server.(*net.UnixConn).CloseWrite())
	answer, err := io.ReadAll(server)
	require.NoError(t, err)
	assert.Equal(t, "HELLO", string(answer))

	unused := listen(t, "tcp", "127.0.0.1:0")
	require.NoError(t, unused.Close())
	_, err = dialMachine(socket, uint16(unused.Addr().(*net.TCPAddr).Port))
	require.ErrorIs(t, err, io.EOF, "nobody listens there")
}
