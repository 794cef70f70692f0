// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package relay

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"

	"github.com/armon/go-socks5"
)

// ServeSOCKS is a SOCKS5 server that connects to what its clients name. It looks names up at the DNS server with the address. It
// returns when the listener is closed.
func ServeSOCKS(listener net.Listener, dns string) error {
	server, err := socks5.New(&socks5.Config{
		Resolver: resolver{&net.Resolver{
			PreferGo: true,
			Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
				return new(net.Dialer).DialContext(ctx, network, dns)
			},
		}},
		Logger: log.New(io.Discard, "", 0), // the client learns what goes wrong
	})
	if err != nil {
		return fmt.Errorf("make the SOCKS server: %w", err)
	}
	return server.Serve(listener)
}

type resolver struct{ *net.Resolver }

// Resolve implements socks5.NameResolver.
func (r resolver) Resolve(ctx context.Context, name string) (context.Context, net.IP, error) {
	found, err := r.LookupIP(ctx, "ip4", name+".") // the dot keeps the machine's search domains away
	if err != nil {
		return ctx, nil, err
	}
	return ctx, found[0], nil
}
