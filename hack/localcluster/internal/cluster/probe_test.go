// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAnswers(t *testing.T) {
	tests := []struct {
		name    string
		status  int
		body    string
		missing string
	}{
		{name: "ready with status 200 and the text", status: http.StatusOK, body: "[+]etcd ok"},
		{name: "not ready without the text", status: http.StatusOK, body: "healthz check passed", missing: "200 OK: healthz check passed"},
		{name: "a refusal is shown", status: http.StatusInternalServerError, body: "[-]etcd failed", missing: "500 Internal Server Error: [-]etcd failed"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(test.status)
				_, err := w.Write([]byte(test.body))
				assert.NoError(t, err)
			}))
			defer server.Close()
			err := answers(server.Client(), server.URL, "etcd ok")(t.Context())
			if test.missing == "" {
				assert.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, test.missing)
		})
	}
}

func TestExists(t *testing.T) {
	dir := t.TempDir()
	ready := exists(dir, "socket")
	require.ErrorIs(t, ready(t.Context()), os.ErrNotExist)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "socket"), nil, 0o600))
	require.NoError(t, ready(t.Context()))
}

func TestAll(t *testing.T) {
	yes := func(context.Context) error { return nil }
	no := func(context.Context) error { return os.ErrNotExist }
	require.NoError(t, all(yes, yes)(t.Context()))
	require.ErrorIs(t, all(yes, no)(t.Context()), os.ErrNotExist)
}
