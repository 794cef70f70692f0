// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package standin

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/issuer"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/redis"
)

// password is that of the golden inputs, for each of their users.
const password = "a-password-that-only-tests-use"

var passwords = map[string]string{redis.DefaultUser: password, "proxy": password, "gateway": password}

// Redis starts a Redis that takes the users of the golden inputs, and returns its address.
func Redis(t *testing.T, encrypted bool) string {
	t.Helper()
	return redis.Start(t, encrypted, passwords)
}

// AuthServer changes the configuration of an authorization server: its users log in at the provider, and it stores what it knows in a Redis.
func AuthServer(t *testing.T, config map[string]any, provider *issuer.Issuer) {
	t.Helper()
	if storage := Section(config, "storage", "redis_config"); storage != nil {
		leadStorage(t, storage)
	}
	upstreams, _ := config["upstreams"].([]any)
	for _, upstream := range upstreams {
		leadURL(t, Section(upstream, "oidc_config"), "issuer_url", provider.URL)
		registration := Section(upstream, "oauth2_config", "dcr_config")
		leadURL(t, registration, "discovery_url", provider.URL)
		if _, ok := registration["registration_endpoint"]; ok {
			registration["registration_endpoint"] = provider.RegistrationURL()
		}
	}
}

func leadStorage(t *testing.T, storage map[string]any) {
	t.Helper()
	// With Sentinels, the Redis client looks up a name that it made up itself, at the machine's name server. No test asks beyond
	// this machine, so these configurations are started with an address.
	delete(storage, "sentinel_config")
	delete(storage, "sentinel_tls")
	storage["addr"] = Redis(t, storage["tls"] != nil)
}

// leadURL puts another server into the URL that stands under the key, if one does.
func leadURL(t *testing.T, object map[string]any, key, server string) {
	t.Helper()
	if address, ok := object[key].(string); ok {
		parsed, err := url.Parse(address)
		require.NoError(t, err)
		object[key] = server + parsed.Path
	}
}

// Section returns the object at a path, itself and not a copy, or nil if there is none.
func Section(config any, path ...string) map[string]any {
	object, _ := config.(map[string]any)
	found, _, _ := unstructured.NestedFieldNoCopy(object, path...)
	object, _ = found.(map[string]any)
	return object
}
