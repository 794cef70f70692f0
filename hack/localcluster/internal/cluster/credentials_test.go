// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"bytes"
	"encoding/csv"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	certutil "k8s.io/client-go/util/cert"

	"github.com/mcp-remote-endpoint/operator/hack/localcluster/internal/isolation"
)

func TestTokenFile(t *testing.T) {
	extra := []byte("secret,jane,jane,\"dev,ops\"\n")
	all := []client{{kubeconfig: "c.kubeconfig", user: "controllers"}, {kubeconfig: "n.kubeconfig", user: "node", groups: "nodes"}}
	tokens := map[string]string{"c.kubeconfig": "c", "n.kubeconfig": "n"}
	file, err := tokenFile(credentials{adminToken: "a", tokens: tokens}, all, extra)
	require.NoError(t, err)
	reader := csv.NewReader(bytes.NewReader(file))
	reader.FieldsPerRecord = -1
	lines, err := reader.ReadAll()
	require.NoError(t, err)
	assert.Equal(t, [][]string{
		{"a", "kubernetes-admin", "kubernetes-admin", "system:masters"},
		{"c", "controllers", "controllers", ""},
		{"n", "node", "node", "nodes"},
		{"secret", "jane", "jane", "dev,ops"},
	}, lines)
}

func TestOnlyTheServiceAccountKeyIsKept(t *testing.T) {
	dir, err := OpenDirectory(t.TempDir())
	require.NoError(t, err)
	read := func(name string) string {
		data, err := os.ReadFile(dir.file(name))
		require.NoError(t, err)
		return string(data)
	}

	first, err := writeCredentials(dir, clients(true), nil)
	require.NoError(t, err)
	key := read(serviceAccountKey)
	second, err := writeCredentials(dir, clients(true), nil)
	require.NoError(t, err)

	assert.Equal(t, key, read(serviceAccountKey))
	assert.NotEqual(t, first.adminToken, second.adminToken)
	assert.NotEqual(t, first.tokens[controllersKubeconfig], second.tokens[controllersKubeconfig])
	assert.Equal(t, string(second.authority), read(servingCert))
	require.NoError(t, dir.Close())
}

func TestTheCertificateIsForEachAddressOfTheAPIServer(t *testing.T) {
	dir, err := OpenDirectory(t.TempDir())
	require.NoError(t, err)
	c, err := writeCredentials(dir, clients(true), nil)
	require.NoError(t, err)
	certificates, err := certutil.ParseCertsPEM(c.authority)
	require.NoError(t, err)
	for _, address := range []string{loopback, "10.96.0.1", isolation.NodeAddress, "kubernetes.default.svc"} {
		assert.NoError(t, certificates[0].VerifyHostname(address))
	}
	require.NoError(t, dir.Close())
}
