// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"net"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestReservePort(t *testing.T) {
	reserved, err := reservePort(0)
	require.NoError(t, err)
	address := (&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: reserved.number}).String()

	_, err = net.Dial("tcp", address)
	require.ErrorIs(t, err, syscall.ECONNREFUSED, "nobody listens on a reserved port")
	_, err = net.Listen("tcp", address)
	require.ErrorIs(t, err, syscall.EADDRINUSE, "another program does not get it")
	_, err = reservePort(reserved.number)
	require.ErrorContains(t, err, "is taken by another program", "another cluster does not get it")

	for range 2 { // as the API server does, also after a restart
		listener := listenShared(t, address)
		_, err = reservePort(reserved.number)
		require.ErrorContains(t, err, "is taken by another program", "another cluster does not get it while it is used")
		connection, err := net.Dial("tcp", address)
		require.NoError(t, err, "all connections reach the program that listens")
		require.NoError(t, connection.Close())
		require.NoError(t, listener.Close())
	}

	require.NoError(t, reserved.release())
	again, err := reservePort(reserved.number)
	require.NoError(t, err, "a released port is free at once")
	require.NoError(t, again.release())
}

func listenShared(t *testing.T, address string) net.Listener {
	t.Helper()
	config := net.ListenConfig{Control: func(_, _ string, raw syscall.RawConn) error {
		return raw.Control(func(fd uintptr) { assert.NoError(t, shareSocket(int(fd))) })
	}}
	listener, err := config.Listen(t.Context(), "tcp", address)
	require.NoError(t, err)
	return listener
}
