// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package relay

import (
	"errors"
	"io"
	"net"
	"sync"
)

// Serve passes each connection that the listener accepts on to the one that dial returns for it, until the listener is closed. When
// there is none the client's connection is reset.
func Serve(listener net.Listener, dial func(client net.Conn) (net.Conn, error)) {
	for {
		client, err := listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			continue // that client is gone
		}
		go pass(client, dial)
	}
}

func pass(client net.Conn, dial func(net.Conn) (net.Conn, error)) {
	defer client.Close()
	server, err := dial(client)
	if err != nil {
		if connection, ok := client.(*net.TCPConn); ok {
			_ = connection.SetLinger(0) // it is reset in any case, if this process ends
		}
		return
	}
	defer server.Close()
	var both sync.WaitGroup
	both.Go(func() { oneWay(client, server) })
	both.Go(func() { oneWay(server, client) })
	both.Wait()
}

// oneWay copies until one side sends no more, and tells the other side so.
func oneWay(to, from net.Conn) {
	_, err := io.Copy(to, from)
	if err != nil { // a broken connection is broken in both directions
		_ = to.Close()
		_ = from.Close()
		return
	}
	if half, ok := to.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite() // fails when the connection is broken
	}
}
