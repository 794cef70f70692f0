// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package vmcp

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/vmcp/gateway"
)

// The prefixes of environment variables that headers of backends come in: a manifest of names for each backend, and values.
const (
	manifestPrefix = "TOOLHIVE_HEADER_FORWARD_"
	secretPrefix   = "TOOLHIVE_SECRET_"
)

// headers is the manifest of a backend's headers.
type headers struct {
	Plaintext  map[string]string `json:"addPlaintextHeaders,omitempty"`
	FromSecret map[string]string `json:"addHeadersFromSecret,omitempty"`
}

// forward has the gateway add headers to what it sends to the backend whose name is normalized to that.
func forward(t *testing.T, g *gateway.Gateway, normalized string, h headers) {
	t.Helper()
	manifest, err := json.Marshal(h)
	require.NoError(t, err)
	g.Env(manifestPrefix+normalized, string(manifest))
}

func TestHeadersAreForwarded(t *testing.T) {
	t.Parallel()
	server := remote.Start(t, remote.Options{Require: map[string]string{
		"X-API-Key": "s3cret", "X.API.Key": "other", "X-Tenant": "one", "Authorization": "Bearer s3cret",
	}})
	g := gateway.New(streamable("a-b.c1", server))
	forward(t, g, "A_B_C1", headers{
		Plaintext:  map[string]string{"X-Tenant": "one"},
		FromSecret: map[string]string{"X-API-Key": "0a1b", "X.API.Key": "any thing, even this/1", "Authorization": "auth"},
	})
	g.SecretEnv(secretPrefix+"0a1b", "s3cret")
	g.SecretEnv(secretPrefix+"any thing, even this/1", "other")
	g.SecretEnv(secretPrefix+"auth", "Bearer s3cret")
	requireServed(t, g, "a-b.c1")
}

func TestHeadersAreNotForwardedToOthers(t *testing.T) {
	t.Parallel()
	one, other := remote.Start(t, remote.Options{}), remote.Start(t, remote.Options{})
	g := gateway.New(streamable("one", one), streamable("other", other))
	forward(t, g, "ONE", headers{FromSecret: map[string]string{"X-API-Key": "key"}})
	g.SecretEnv(secretPrefix+"key", "s3cret")
	requireServed(t, g, "one", "other")

	for _, request := range one.Requests() {
		assert.Equal(t, "s3cret", request.Header.Get("X-API-Key"))
	}
	for _, request := range other.Requests() {
		assert.Empty(t, request.Header.Get("X-API-Key"))
	}
}

// The operator therefore never has two backends of a gateway with names that are normalized to the same.
func TestBackendsOfOneNormalizedNameShareTheirHeaders(t *testing.T) {
	t.Parallel()
	one, other := remote.Start(t, remote.Options{}), remote.Start(t, remote.Options{})
	g := gateway.New(streamable("a.b", one), streamable("a-b", other))
	forward(t, g, "A_B", headers{FromSecret: map[string]string{"X-API-Key": "key"}})
	g.SecretEnv(secretPrefix+"key", "s3cret")
	requireServed(t, g, "a.b", "a-b")

	for _, request := range append(one.Requests(), other.Requests()...) {
		assert.Equal(t, "s3cret", request.Header.Get("X-API-Key"))
	}
}

// The operator therefore checks what it writes: vmcp serves a backend without its headers, and says so in its log only.
func TestHeadersOfAMalformedManifestAreLeftOut(t *testing.T) {
	t.Parallel()
	server := remote.Start(t, remote.Options{})
	g := gateway.New(streamable("one", server))
	g.Env(manifestPrefix+"ONE", `{"addPlaintextHeaders":{"X-Tenant":"one"}`)
	requireServed(t, g, "one")
	for _, request := range server.Requests() {
		assert.Empty(t, request.Header.Get("X-Tenant"))
	}
}
