// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package migrate_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	kjson "sigs.k8s.io/json"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/cmd/operator/internal/migrate"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Each directory has an input, in.yaml or in.json, the manifests that it becomes, out with the same extension or out.yaml, and the report.
func TestManifestsAndReportsAreThoseOfTheGoldenFiles(t *testing.T) {
	directories, err := filepath.Glob("testdata/golden/*")
	require.NoError(t, err)
	require.NotEmpty(t, directories)
	for _, directory := range directories {
		t.Run(filepath.Base(directory), func(t *testing.T) {
			input := readInput(t, directory)
			m := migrate.OfInputs([]migrate.Input{input})
			require.Empty(t, m.Errors)

			manifests, err := m.Manifests()
			require.NoError(t, err)
			requireGolden(t, filepath.Join(directory, outputName(input.Name, manifests)), manifests)
			requireGolden(t, filepath.Join(directory, "report.txt"), m.Report())

			requireStrict(t, manifests)
			requireSettled(t, manifests)
		})
	}
}

func readInput(t *testing.T, directory string) migrate.Input {
	t.Helper()
	for _, name := range []string{"in.yaml", "in.json"} {
		text, err := os.ReadFile(filepath.Join(directory, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		require.NoError(t, err)
		return migrate.Input{Name: name, Text: text}
	}
	require.FailNow(t, "no input", directory)
	return migrate.Input{}
}

func outputName(input string, output []byte) string {
	if filepath.Ext(input) == ".json" && bytes.HasPrefix(output, []byte("{\n")) {
		return "out.json"
	}
	return "out.yaml"
}

func requireGolden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(file, got, 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "go test ./cmd/operator/internal/migrate -update writes it")
	require.Equal(t, string(want), string(got), "go test ./cmd/operator/internal/migrate -update writes %s anew", file)
}

// requireStrict wants no field in the endpoints of some manifests that an endpoint does not have.
func requireStrict(t *testing.T, manifests []byte) {
	t.Helper()
	for text := range strings.SplitSeq("\n"+string(manifests), "\n---") {
		raw, err := yaml.YAMLToJSONStrict([]byte("---" + text))
		require.NoError(t, err, text)
		for _, item := range items(t, raw) {
			if !bytes.Contains(item, []byte(`"MCPRemoteEndpoint"`)) {
				continue
			}
			unknown, err := kjson.UnmarshalStrict(item, &v1alpha1.MCPRemoteEndpoint{})
			require.NoError(t, err)
			require.Empty(t, unknown)
		}
	}
}

// requireSettled wants manifests that have nothing left to migrate.
func requireSettled(t *testing.T, manifests []byte) {
	t.Helper()
	again := migrate.OfInputs([]migrate.Input{{Name: "out", Text: manifests}})
	assert.Empty(t, again.Objects)
	text, err := again.Manifests()
	require.NoError(t, err)
	assert.Equal(t, string(manifests), string(text))
}

// items returns an object itself, or what is in a list.
func items(t *testing.T, raw []byte) [][]byte {
	t.Helper()
	var list struct {
		Kind  string            `json:"kind"`
		Items []json.RawMessage `json:"items"`
	}
	if kjson.UnmarshalCaseSensitivePreserveInts(raw, &list) != nil || list.Items == nil {
		return [][]byte{raw}
	}
	var all [][]byte
	for _, item := range list.Items {
		all = append(all, item)
	}
	return all
}
