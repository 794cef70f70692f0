// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/manifesttest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/render"
)

var update = flag.Bool("update", false, "write the golden files anew")

const goldenDirectory = "testdata/golden"

// runConfigFile is the key of the ConfigMap that the runner reads. It has a golden file of its own.
const runConfigFile = "runconfig.json"

// Each directory has an endpoint with all that it refers to, input.yaml, and what is made of it: children.yaml, and runconfig.json, which
// is the content of the ConfigMap.
func TestChildrenAreThoseOfTheGoldenFiles(t *testing.T) {
	for _, name := range goldenNames(t) {
		t.Run(name, func(t *testing.T) {
			directory := filepath.Join(goldenDirectory, name)
			in := readManifest(t, filepath.Join(directory, "input.yaml")).input(t)
			children := rendered(t, in)
			assert.Equal(t, children, rendered(t, in), "rendering is deterministic")

			requireGolden(t, filepath.Join(directory, runConfigFile), []byte(children.ConfigMap.Data[runConfigFile]))
			requireGolden(t, filepath.Join(directory, "children.yaml"), encode(t, children))
		})
	}
}

func goldenNames(t testing.TB) []string {
	t.Helper()
	entries, err := os.ReadDir(goldenDirectory)
	require.NoError(t, err)
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func requireGolden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(file, got, 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "go test ./pkg/controller/remote/render -update writes it")
	assert.Equal(t, string(want), string(got), "go test ./pkg/controller/remote/render -update writes %s anew", file)
}

// encode writes the children as YAML documents, without the run configuration.
func encode(t testing.TB, children *render.Children) []byte {
	t.Helper()
	var documents [][]byte
	for _, object := range []runtime.Object{children.ConfigMap, children.Service, children.Deployment} {
		documents = append(documents, encodeObject(t, object))
	}
	if children.ServiceAccount != nil {
		documents = append(documents, encodeObject(t, children.ServiceAccount))
	}
	return bytes.Join(documents, []byte("---\n"))
}

func encodeObject(t testing.TB, object runtime.Object) []byte {
	t.Helper()
	object = object.DeepCopyObject()
	kinds, _, err := manifesttest.Scheme.ObjectKinds(object)
	require.NoError(t, err)
	object.GetObjectKind().SetGroupVersionKind(kinds[0])
	fields := fieldsOf(t, object)
	delete(fields, "status")
	if data, ok := fields["data"].(map[string]any); ok {
		delete(data, runConfigFile)
	}
	encoded, err := yaml.Marshal(fields)
	require.NoError(t, err)
	return encoded
}

func fieldsOf(t testing.TB, object runtime.Object) map[string]any {
	t.Helper()
	fields, err := runtime.DefaultUnstructuredConverter.ToUnstructured(object)
	require.NoError(t, err)
	return fields
}
