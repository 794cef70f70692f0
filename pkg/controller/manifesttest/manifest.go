// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package manifesttest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	kubernetesscheme "k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/yaml"

	toolhivescheme "github.com/mcp-remote-endpoint/operator/pkg/generated/clientset/versioned/scheme"
)

// Manifest is what a user applies, as the fields of each object.
type Manifest []map[string]any

// Read reads files with one YAML document for each object.
func Read(t testing.TB, files ...string) Manifest {
	t.Helper()
	var m Manifest
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		documents := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(data)))
		for {
			document, err := documents.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err)
			var object map[string]any
			require.NoError(t, yaml.UnmarshalStrict(document, &object), file)
			m = append(m, object)
		}
	}
	return m
}

// Object returns the fields of the first object of a kind.
func (m Manifest) Object(t testing.TB, kind string) map[string]any {
	t.Helper()
	for _, object := range m {
		if object["kind"] == kind {
			return object
		}
	}
	require.Fail(t, "there is no "+kind)
	return nil
}

// Scheme knows the objects of manifests, and those that are rendered.
var Scheme = func() *runtime.Scheme {
	scheme := runtime.NewScheme()
	utilruntime.Must(kubernetesscheme.AddToScheme(scheme))
	utilruntime.Must(toolhivescheme.AddToScheme(scheme))
	return scheme
}()

// decoder refuses fields that it does not know.
var decoder = serializer.NewCodecFactory(Scheme, serializer.EnableStrict).UniversalDeserializer()

// Objects decodes the objects.
func (m Manifest) Objects(t testing.TB) []runtime.Object {
	t.Helper()
	var objects []runtime.Object
	for _, fields := range m {
		data, err := json.Marshal(fields)
		require.NoError(t, err)
		object, err := runtime.Decode(decoder, data)
		require.NoError(t, err)
		objects = append(objects, object)
	}
	return objects
}
