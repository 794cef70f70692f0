// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/client-go/tools/clientcmd"
)

func TestKubeconfigRoundTrip(t *testing.T) {
	data, err := kubeconfig("https://127.0.0.1:6443", []byte("authority"), "token")
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "kubeconfig")
	require.NoError(t, writeKubeconfig(path, data))

	config, err := clientcmd.BuildConfigFromFlags("", path)
	require.NoError(t, err)
	assert.Equal(t, "https://127.0.0.1:6443", config.Host)
	assert.Equal(t, "token", config.BearerToken)
	assert.Equal(t, []byte("authority"), config.CAData)
}

func TestRemoveKubeconfig(t *testing.T) {
	ours, err := kubeconfig("https://127.0.0.1:6443", nil, "token")
	require.NoError(t, err)
	const another = "apiVersion: v1\nkind: Config\nclusters:\n- name: production\n  cluster: {server: https://production.example}\n"
	tests := []struct {
		name     string
		text     string
		refusal  string
		survives bool
	}{
		{name: "one of an earlier run is removed", text: string(ours)},
		{name: "someone's own is kept and named", text: another, refusal: "was not written by localcluster", survives: true},
		{name: "an empty file is someone's own", text: "", refusal: "was not written by localcluster", survives: true},
		{name: "any other file is someone's own", text: "notes: [", refusal: "was not written by localcluster", survives: true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "kubeconfig")
			require.NoError(t, os.WriteFile(path, []byte(test.text), 0o600))
			err := removeKubeconfig(path)
			if test.survives {
				require.ErrorContains(t, err, path)
				require.ErrorContains(t, err, test.refusal)
				assert.FileExists(t, path)
				return
			}
			require.NoError(t, err)
			assert.NoFileExists(t, path)
		})
	}
	require.NoError(t, removeKubeconfig(filepath.Join(t.TempDir(), "absent")))
}
