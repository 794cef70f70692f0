// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestProbes(t *testing.T) {
	alive, dead := func() error { return nil }, func() error { return errors.New("the lease has expired") }
	for _, test := range []struct {
		name    string
		live    func() error
		synced  bool
		request string
		status  int
		body    string
	}{
		{"alive", alive, false, "GET /healthz", http.StatusOK, "ok\n"},
		{"dead", dead, true, "GET /healthz", http.StatusInternalServerError, "the lease has expired\n"},
		{"ready when the caches are synced", alive, true, "GET /readyz", http.StatusOK, "ok\n"},
		{"not ready before", alive, false, "GET /readyz", http.StatusServiceUnavailable, "caches are not synced yet\n"},
		{"readiness is not liveness", dead, true, "GET /readyz", http.StatusOK, "ok\n"},
		{"nothing can be posted", alive, true, "POST /healthz", http.StatusMethodNotAllowed, "Method Not Allowed\n"},
		{"nothing else is served", alive, true, "GET /metrics", http.StatusNotFound, "404 page not found\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			probes := &health{live: test.live}
			probes.synced.Store(test.synced)
			status, body := answer(probes.handler(), test.request)
			assert.Equal(t, test.status, status)
			assert.Equal(t, test.body, body)
		})
	}
}

func TestMetricsAreServed(t *testing.T) {
	status, body := answer(metricsHandler(), "GET /metrics")
	assert.Equal(t, http.StatusOK, status)
	assert.Contains(t, body, "go_goroutines")
}

// answer gives a handler's answer to a request such as "GET /healthz".
func answer(handler http.Handler, request string) (status int, body string) {
	method, path, _ := strings.Cut(request, " ")
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, httptest.NewRequest(method, path, nil))
	return recorder.Code, recorder.Body.String()
}

func TestAPortInUseIsAnErrorAtOnce(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	_, err = serve(t.Context(), "metrics", taken.Addr().String(), http.NotFoundHandler())
	require.ErrorContains(t, err, "serve metrics")
	assert.ErrorContains(t, err, "address already in use")
}

func TestAnEmptyAddressIsServedNowhere(t *testing.T) {
	wait, err := serve(t.Context(), "metrics", "", http.NotFoundHandler())
	require.NoError(t, err)
	wait()
}

func TestAServerAnswersUntilItIsToldToEnd(t *testing.T) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := free.Addr().String()
	require.NoError(t, free.Close())

	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	wait, err := serve(ctx, "greeting", address, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "hello")
	}))
	require.NoError(t, err)
	response, err := http.Get("http://" + address)
	require.NoError(t, err)
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	assert.Equal(t, "hello", string(body))

	cancel()
	wait()
	again, err := net.Listen("tcp", address)
	require.NoError(t, err, "the port is free again")
	require.NoError(t, again.Close())
}
