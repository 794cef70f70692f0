// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package relay

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os/exec"
	"strconv"

	"golang.org/x/sys/unix"
)

// Machine serves connections to any port of the machine's loopback address. A client sends the port, as two bytes, and gets a zero
// when it is connected. The listener is a Unix socket, which networks do not part. Machine returns when it is closed.
func Machine(listener net.Listener) {
	Serve(listener, func(client net.Conn) (net.Conn, error) {
		var port [2]byte
		if _, err := io.ReadFull(client, port[:]); err != nil {
			return nil, err
		}
		number := strconv.Itoa(int(binary.BigEndian.Uint16(port[:])))
		server, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", number))
		if err != nil {
			return nil, err
		}
		if _, err := client.Write([]byte{0}); err != nil {
			return nil, errors.Join(err, server.Close())
		}
		return server, nil
	})
}

// ToMachine has connections to any port of the address, which must be this network's, end at that port of the machine's loopback
// address. The socket is the one that Machine serves. It goes on until the listener is closed.
func ToMachine(listener net.Listener, address, socket string) error {
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return err
	}
	for _, chain := range []string{"PREROUTING", "OUTPUT"} { // of pods, and of the node's own processes
		rule := exec.Command("iptables", "--wait", "--table", "nat", "--insert", chain, "--protocol", "tcp",
			"--destination", address, "--jump", "REDIRECT", "--to-ports", port)
		if out, err := rule.CombinedOutput(); err != nil {
			return fmt.Errorf("redirect connections to %s: %w: %s", address, err, out)
		}
	}
	go Serve(listener, func(client net.Conn) (net.Conn, error) {
		port, err := originalPort(client.(*net.TCPConn))
		if err != nil {
			return nil, err
		}
		return dialMachine(socket, port)
	})
	return nil
}

func dialMachine(socket string, port uint16) (net.Conn, error) {
	server, err := net.Dial("unix", socket)
	if err != nil {
		return nil, err
	}
	_, err = server.Write(binary.BigEndian.AppendUint16(nil, port))
	if err == nil {
		_, err = io.ReadFull(server, make([]byte, 1))
	}
	if err != nil {
		return nil, errors.Join(err, server.Close())
	}
	return server, nil
}

// originalPort is the port that the client connected to, before the redirection.
func originalPort(client *net.TCPConn) (uint16, error) {
	raw, err := client.SyscallConn()
	if err != nil {
		return 0, err
	}
	var port uint16
	var errOption error
	err = raw.Control(func(fd uintptr) {
		// The kernel answers a struct sockaddr_in. This is the call for options of that size: the first bytes are what counts.
		var option *unix.IPv6Mreq
		if option, errOption = unix.GetsockoptIPv6Mreq(int(fd), unix.IPPROTO_IP, unix.SO_ORIGINAL_DST); errOption == nil {
			port = binary.BigEndian.Uint16(option.Multiaddr[2:4])
		}
	})
	return port, errors.Join(err, errOption)
}
