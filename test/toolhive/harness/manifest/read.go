// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"bufio"
	"errors"
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
)

// Read reads the documents of a YAML file that are of the groups core and apps, and of those that functions such as rbacv1.AddToScheme add.
// It passes over all others.
func Read(t *testing.T, path string, more ...func(*runtime.Scheme) error) []runtime.Object {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	decoder := newDecoder(t, append(more, corev1.AddToScheme, appsv1.AddToScheme))
	var objects []runtime.Object
	documents := utilyaml.NewYAMLReader(bufio.NewReader(file))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return objects
		}
		require.NoError(t, err)
		object, err := runtime.Decode(decoder, document)
		if runtime.IsNotRegisteredError(err) {
			continue
		}
		require.NoError(t, err, path)
		objects = append(objects, object)
	}
}

func newDecoder(t *testing.T, groups []func(*runtime.Scheme) error) runtime.Decoder {
	t.Helper()
	scheme := runtime.NewScheme()
	for _, add := range groups {
		require.NoError(t, add(scheme))
	}
	return serializer.NewCodecFactory(scheme).UniversalDeserializer()
}
