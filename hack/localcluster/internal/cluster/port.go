// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// port is a TCP port of the loopback address that stays this cluster's own, also while no program listens on it: a socket
// is bound to it and never listens. A program that binds with SO_REUSEPORT, as the same user, can listen on it.
type port struct {
	number int
	socket int
}

// reservePort reserves the port, or a free one when number is 0. It fails when the port is taken.
func reservePort(number int) (*port, error) {
	// Listening proves that nobody else has the port, not even bound as below.
	listener, err := net.Listen("tcp", net.JoinHostPort(loopback, strconv.Itoa(number)))
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("port %d of %s is taken by another program: stop that program, or choose another port", number, loopback)
	}
	if err != nil {
		return nil, fmt.Errorf("find a port: %w", err)
	}
	defer listener.Close()
	if err := share(listener.(*net.TCPListener)); err != nil {
		return nil, fmt.Errorf("share port %d: %w", number, err)
	}
	number = listener.Addr().(*net.TCPAddr).Port
	socket, err := bind(number)
	if err != nil {
		return nil, fmt.Errorf("reserve port %d: %w", number, err)
	}
	return &port{number: number, socket: socket}, nil
}

func (p *port) release() error { return unix.Close(p.socket) }

// share allows other sockets of this user on the listener's port from now on.
func share(listener *net.TCPListener) error {
	raw, err := listener.SyscallConn()
	if err != nil {
		return err
	}
	var optErr error
	err = raw.Control(func(fd uintptr) { optErr = shareSocket(int(fd)) })
	return errors.Join(err, optErr)
}

func shareSocket(fd int) error {
	return os.NewSyscallError("setsockopt", unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEPORT, 1))
}

func bind(number int) (int, error) {
	socket, err := newSocket()
	if err != nil {
		return 0, os.NewSyscallError("socket", err)
	}
	err = shareSocket(socket)
	if err == nil {
		address := &unix.SockaddrInet4{Port: number, Addr: [4]byte{127, 0, 0, 1}}
		err = os.NewSyscallError("bind", unix.Bind(socket, address))
	}
	if err != nil {
		return 0, errors.Join(err, unix.Close(socket))
	}
	return socket, nil
}

// newSocket keeps children from inheriting the socket; the lock is for systems that cannot say so in one call.
func newSocket() (int, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	socket, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err == nil {
		unix.CloseOnExec(socket)
	}
	return socket, err
}
