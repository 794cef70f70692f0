// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/gatewaytest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/manifesttest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/render"
)

var update = flag.Bool("update", false, "write the golden files anew")

const goldenDirectory = "testdata"

// Each directory has a gateway, the members of its group as their controllers see them, and all that these refer to, input.yaml, and what is
// made of it, golden.yaml. Those that begin with v are inputs of recordings of ToolHive's operator (test/contract), without the settings that are
// refused.
func TestChildrenAreThoseOfTheGoldenFiles(t *testing.T) {
	for _, name := range goldenNames(t) {
		t.Run(name, func(t *testing.T) {
			in := gatewaytest.Read(t, inputOf(name)).Input(t)
			children := gatewaytest.Rendered(t, in)
			assert.Equal(t, children, gatewaytest.Rendered(t, in), "rendering is deterministic")
			requireGolden(t, filepath.Join(goldenDirectory, name, "golden.yaml"), encode(t, children))
		})
	}
}

func inputOf(golden string) string { return filepath.Join(goldenDirectory, golden, "input.yaml") }

func goldenNames(t testing.TB) []string {
	t.Helper()
	entries, err := os.ReadDir(goldenDirectory)
	require.NoError(t, err)
	var names []string
	for _, entry := range entries {
		if entry.IsDir() {
			names = append(names, entry.Name())
		}
	}
	return names
}

func requireGolden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(file, got, 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "go test ./pkg/controller/virtualserver/render -update writes it")
	assert.Equal(t, string(want), string(got), "go test ./pkg/controller/virtualserver/render -update writes %s anew", file)
}

// objectsOf lists the objects that there are to be.
func objectsOf(children *render.Children) []runtime.Object {
	var objects []runtime.Object
	for _, object := range []runtime.Object{
		children.ServiceAccount, children.Role, children.RoleBinding, children.ConfigMap, children.Service, children.Deployment,
	} {
		if !reflect.ValueOf(object).IsNil() {
			objects = append(objects, object)
		}
	}
	return objects
}

func encode(t testing.TB, children *render.Children) []byte {
	t.Helper()
	var documents [][]byte
	for _, object := range objectsOf(children) {
		encoded, err := yaml.Marshal(fieldsOf(t, object))
		require.NoError(t, err)
		documents = append(documents, encoded)
	}
	return bytes.Join(documents, []byte("---\n"))
}

func fieldsOf(t testing.TB, object runtime.Object) map[string]any {
	t.Helper()
	object = object.DeepCopyObject()
	kinds, _, err := manifesttest.Scheme.ObjectKinds(object)
	require.NoError(t, err)
	object.GetObjectKind().SetGroupVersionKind(kinds[0])
	fields, err := runtime.DefaultUnstructuredConverter.ToUnstructured(object)
	require.NoError(t, err)
	delete(fields, "status")
	return fields
}
