// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package proxyrunner

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/mcp-remote-endpoint/operator/test/toolhive/proxyrunner/issuer"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/proxyrunner/redis"
)

// redisPasswords are those of the golden inputs, by user.
var redisPasswords = map[string]string{
	redis.DefaultUser: "a-password-that-only-tests-use",
	"proxy":           "a-password-that-only-tests-use",
}

// lead changes a run configuration where it names a server that the runner talks to before it serves /health, so that it names one on
// this machine: the provider that an authorization server has its users log in at, and Redis. All others the runner talks to when a
// client needs them.
func lead(t *testing.T, config map[string]any, provider *issuer.Issuer) {
	t.Helper()
	if sessions := section(config, "scaling_config", "session_redis"); sessions != nil {
		sessions["address"] = redis.Start(t, false, redisPasswords)
	}
	if storage := section(config, "embedded_auth_server_config", "storage", "redis_config"); storage != nil {
		leadStorage(t, storage)
	}
	upstreams, _ := section(config, "embedded_auth_server_config")["upstreams"].([]any)
	for _, upstream := range upstreams {
		leadURL(t, section(upstream, "oidc_config"), "issuer_url", provider.URL)
		leadURL(t, section(upstream, "oauth2_config", "dcr_config"), "discovery_url", provider.URL)
	}
}

func leadStorage(t *testing.T, storage map[string]any) {
	t.Helper()
	// With Sentinels, the runner's Redis client looks up a name that it made up itself, at the machine's name server. No test asks beyond
	// this machine, so these configurations are started with an address.
	delete(storage, "sentinel_config")
	delete(storage, "sentinel_tls")
	storage["addr"] = redis.Start(t, storage["tls"] != nil, redisPasswords)
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

// section returns the object at a path, itself and not a copy, or nil if there is none.
func section(config any, path ...string) map[string]any {
	object, _ := config.(map[string]any)
	found, _, _ := unstructured.NestedFieldNoCopy(object, path...)
	object, _ = found.(map[string]any)
	return object
}

// trust adds a certificate to each bundle of them: nobody has the keys of those in the golden inputs.
func trust(secrets []corev1.Secret, certificate string) {
	for _, secret := range secrets {
		for key, value := range secret.StringData {
			if strings.HasPrefix(value, "-----BEGIN CERTIFICATE-----") {
				secret.StringData[key] = value + certificate
			}
		}
	}
}

// clusterAuthority is what each namespace of a cluster has, for pods that talk to the API server.
func clusterAuthority(certificate string) corev1.ConfigMap {
	return corev1.ConfigMap{
		ObjectMeta: metav1.ObjectMeta{Name: "kube-root-ca.crt"}, Data: map[string]string{"ca.crt": certificate},
	}
}

// confinement are variables that keep the runner on this machine: whatever else it would talk to is behind a proxy that is not there. They
// also have it trust the certificate as it would trust a public one.
func confinement(t *testing.T, certificate string) []string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "ca.crt")
	require.NoError(t, os.WriteFile(file, []byte(certificate), 0o600))
	return []string{"HTTP_PROXY=http://127.0.0.1:1", "HTTPS_PROXY=http://127.0.0.1:1", "SSL_CERT_FILE=" + file}
}
