// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package standin

import (
	"net/url"
	"os"
	"path/filepath"
	"runtime"
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

// AuthServer changes the configuration of an authorization server: its users log in at the provider, and it stores what it knows in a Redis. It
// returns the file of names of hosts that the process must have for that, or nothing if it needs none.
func AuthServer(t *testing.T, config map[string]any, provider *issuer.Issuer) (hostsFile string) {
	t.Helper()
	if storage := Section(config, "storage", "redis_config"); storage != nil {
		hostsFile = leadStorage(t, storage)
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
	return hostsFile
}

func leadStorage(t *testing.T, storage map[string]any) (hostsFile string) {
	t.Helper()
	address, sentinel := Redis(t, storage["tls"] != nil), Section(storage, "sentinel_config")
	// With Sentinels, the Redis client looks up a name that it made up itself. No test asks a name server, so that the process needs the name in
	// a file. Where it can have none of its own, it is started with an address.
	if sentinel != nil && runtime.GOOS == "linux" {
		master, _ := sentinel["master_name"].(string)
		sentinel["sentinel_addrs"] = []any{redis.StartSentinel(t, storage["sentinel_tls"] != nil, master, address)}
		hostsFile = filepath.Join(t.TempDir(), "hosts")
		require.NoError(t, os.WriteFile(hostsFile, []byte("127.0.0.1 FailoverClient\n"), 0o600))
		return hostsFile
	}
	delete(storage, "sentinel_config")
	delete(storage, "sentinel_tls")
	storage["addr"] = address
	return ""
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
