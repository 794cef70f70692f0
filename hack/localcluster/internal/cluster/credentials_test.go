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
)

func TestTokenFile(t *testing.T) {
	extra := []byte("secret,jane,jane,\"dev,ops\"\n")
	file, err := tokenFile(credentials{adminToken: "a", controllersToken: "c"}, extra)
	require.NoError(t, err)
	reader := csv.NewReader(bytes.NewReader(file))
	reader.FieldsPerRecord = -1
	lines, err := reader.ReadAll()
	require.NoError(t, err)
	assert.Equal(t, [][]string{
		{"a", "kubernetes-admin", "kubernetes-admin", "system:masters"},
		{"c", "system:kube-controller-manager", "system:kube-controller-manager", ""},
		{"secret", "jane", "jane", "dev,ops"},
	}, lines)
}

func TestOnlyTheServiceAccountKeyIsKept(t *testing.T) {
	dir, err := openDirectory(t.TempDir())
	require.NoError(t, err)
	read := func(name string) string {
		data, err := os.ReadFile(dir.file(name))
		require.NoError(t, err)
		return string(data)
	}

	first, err := writeCredentials(dir, nil)
	require.NoError(t, err)
	key := read(serviceAccountKey)
	second, err := writeCredentials(dir, nil)
	require.NoError(t, err)

	assert.Equal(t, key, read(serviceAccountKey))
	assert.NotEqual(t, first.adminToken, second.adminToken)
	assert.Equal(t, string(second.authority), read(servingCert))
	require.NoError(t, dir.close())
}
