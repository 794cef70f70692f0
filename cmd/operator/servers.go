// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"k8s.io/component-base/metrics/legacyregistry"
	"k8s.io/klog/v2"
)

// shutdownGrace is how long requests that are being answered may take when the program ends.
const shutdownGrace = 5 * time.Second

// health answers the probes of the kubelet.
type health struct {
	// live is nil, or says why the program should be restarted.
	live func() error
	// synced says whether the caches hold what the API server has (R5.2).
	synced atomic.Bool
}

func (h *health) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		if err := h.live(); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if !h.synced.Load() {
			http.Error(w, "caches are not synced yet", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	return mux
}

func metricsHandler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", legacyregistry.Handler())
	return mux
}

// serveAll serves the probes and the metrics, each where the options say, until stop is called.
func serveAll(ctx context.Context, o *options, probes *health) (stop func(), err error) {
	stopProbes, err := serve(ctx, "probes", o.healthAddress, probes.handler())
	if err != nil {
		return nil, err
	}
	stopMetrics, err := serve(ctx, "metrics", o.metricsAddress, metricsHandler())
	if err != nil {
		stopProbes()
		return nil, err
	}
	return func() {
		stopMetrics()
		stopProbes()
	}, nil
}

// serve answers requests at address until stop is called. The address is taken before it returns, so that a port which is in
// use is an error at once.
func serve(ctx context.Context, name, address string, handler http.Handler) (stop func(), err error) {
	if address == "" {
		return func() {}, nil
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("serve %s: %w", name, err)
	}
	logger := klog.FromContext(ctx)
	logger.Info("Serving", "what", name, "address", listener.Addr().String())

	server := &http.Server{Handler: handler, ReadHeaderTimeout: shutdownGrace}
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			logger.Error(err, "Server failed", "what", name)
		}
	}()
	return func() {
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownGrace)
		defer cancel()
		if err := server.Shutdown(grace); err != nil {
			logger.Error(err, "Server did not end in time", "what", name)
		}
		<-stopped
	}, nil
}
