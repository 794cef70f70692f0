// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Mcpserver is a small MCP server on the official SDK, for clusters that try things out: it speaks streamable HTTP at /mcp and SSE at
// /sse, and answers 200 at /healthz.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

const (
	// headerTimeout is how long a client may take to send the header of a request.
	headerTimeout = 10 * time.Second
	// stopGrace is how long requests that are being answered may take after a signal, which is less than what pods get.
	stopGrace = 10 * time.Second
)

// options are the command line.
type options struct {
	address   string
	name      string
	stateless bool
	cert, key string
}

func main() {
	var o options
	flag.StringVar(&o.address, "address", ":8080", "`address` to listen on")
	flag.StringVar(&o.name, "name", "mcpserver", "`name` that the server gives itself, and that its tool whoami answers")
	flag.BoolVar(&o.stateless, "stateless", false, "keep no sessions, so that any of several replicas answers any request")
	flag.StringVar(&o.cert, "tls-cert", "", "`file` with the certificate, for https")
	flag.StringVar(&o.key, "tls-key", "", "`file` with the certificate's key")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := serve(ctx, o)
	stop()
	if err != nil {
		slog.Error("ended", "error", err)
		os.Exit(1)
	}
}

// serve serves until the context is done, and then ends in order.
func serve(ctx context.Context, o options) error {
	server := &http.Server{Addr: o.address, Handler: handler(o), ReadHeaderTimeout: headerTimeout}
	ended := make(chan error, 1)
	go func() {
		if o.cert != "" {
			ended <- server.ListenAndServeTLS(o.cert, o.key)
			return
		}
		ended <- server.ListenAndServe()
	}()
	slog.Info("serving", "address", o.address, "name", o.name, "tls", o.cert != "")
	select {
	case err := <-ended:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.Background(), stopGrace)
	defer cancel()
	if err := server.Shutdown(grace); errors.Is(err, context.DeadlineExceeded) {
		return server.Close() // Streams never end by themselves.
	}
	return nil
}

func handler(o options) http.Handler {
	server := newServer(o.name)
	same := func(*http.Request) *mcp.Server { return server }
	mux := http.NewServeMux()
	mux.Handle("/mcp", mcp.NewStreamableHTTPHandler(same, &mcp.StreamableHTTPOptions{Stateless: o.stateless}))
	mux.Handle("/sse", mcp.NewSSEHandler(same, nil))
	mux.HandleFunc("/healthz", func(http.ResponseWriter, *http.Request) {})
	return mux
}
