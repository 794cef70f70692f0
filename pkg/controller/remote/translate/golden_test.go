// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/translate"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden is an endpoint, and what there is to say of it.
type golden struct {
	Endpoint *v1alpha1.MCPRemoteEndpoint `json:"endpoint"`
	Notes    []string                    `json:"notes,omitempty"`
}

// Each directory has an older object, input.yaml, and what it becomes: output.yaml.
func TestTranslationsAreThoseOfTheGoldenFiles(t *testing.T) {
	inputs, err := filepath.Glob("testdata/*/input.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, inputs)
	for _, input := range inputs {
		directory := filepath.Dir(input)
		t.Run(filepath.Base(directory), func(t *testing.T) {
			manifest, err := os.ReadFile(input)
			require.NoError(t, err)
			result := translated(t, manifest)
			got := golden{Endpoint: result.Endpoint}
			for _, note := range result.Notes {
				got.Notes = append(got.Notes, string(note.Level)+": "+note.String())
			}
			requireGolden(t, filepath.Join(directory, "output.yaml"), text(t, got))
		})
	}
}

func translated(t testing.TB, manifest []byte) translate.Result {
	t.Helper()
	var meta metav1.TypeMeta
	require.NoError(t, yaml.Unmarshal(manifest, &meta))
	if meta.Kind == string(kind.MCPServerEntry) {
		entry := &v1beta1.MCPServerEntry{}
		require.NoError(t, yaml.UnmarshalStrict(manifest, entry))
		return translate.ServerEntry(entry)
	}
	require.Equal(t, string(kind.MCPRemoteProxy), meta.Kind)
	proxy := &v1beta1.MCPRemoteProxy{}
	require.NoError(t, yaml.UnmarshalStrict(manifest, proxy))
	return translate.RemoteProxy(proxy)
}

func requireGolden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "go test ./pkg/controller/remote/translate -update writes it")
	assert.Equal(t, string(want), got, "go test ./pkg/controller/remote/translate -update writes %s anew", file)
}
