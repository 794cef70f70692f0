// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package standin

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Trust adds a certificate to each bundle of them: nobody has the keys of those in the golden inputs.
func Trust(secrets []corev1.Secret, certificate string) {
	for _, secret := range secrets {
		for key, value := range secret.StringData {
			if strings.HasPrefix(value, "-----BEGIN CERTIFICATE-----") {
				secret.StringData[key] = value + certificate
			}
		}
	}
}

// ClusterAuthority is what each namespace of a cluster has, for pods that talk to the API server.
func ClusterAuthority(certificate string) corev1.ConfigMap {
	return corev1.ConfigMap{
		ObjectMeta: metav1.ObjectMeta{Name: "kube-root-ca.crt"}, Data: map[string]string{"ca.crt": certificate},
	}
}

// Confinement are variables that keep a program on this machine: whatever else it would talk to is behind a proxy that is not there. They
// also have it trust the certificate as it would trust a public one.
func Confinement(t *testing.T, certificate string) []string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "ca.crt")
	require.NoError(t, os.WriteFile(file, []byte(certificate), 0o600))
	return []string{"HTTP_PROXY=http://127.0.0.1:1", "HTTPS_PROXY=http://127.0.0.1:1", "SSL_CERT_FILE=" + file}
}
