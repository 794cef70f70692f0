// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote_test

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	kubernetesscheme "k8s.io/client-go/kubernetes/scheme"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	toolhivescheme "github.com/mcp-remote-endpoint/operator/pkg/generated/clientset/versioned/scheme"
)

// Whatever an endpoint says, its proxy is written once: what the API server then has as applied equals what is wanted (R5.5). Otherwise
// each look at the proxy, such as that of a new operator, would write it again.
func TestEachGoldenProxyIsWrittenOnce(t *testing.T) {
	inputs, err := filepath.Glob("render/testdata/golden/*/input.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, inputs)
	for _, input := range inputs {
		t.Run(filepath.Base(filepath.Dir(input)), func(t *testing.T) {
			controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
				objects, writes := readGolden(t, input)
				_, stop := start(t, c)
				c.Create(t, objects...)
				c.RequireWrites(t, writes...)
				c.RequireQuiet(t, day)

				stop()
				start(t, c)
				c.RequireWrites(t)
			})
		})
	}
}

// readGolden returns the objects of a golden input, and the writes that make its proxy.
func readGolden(t *testing.T, file string) (objects []controllertest.Object, writes []string) {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	writes = []string{
		"apply configmaps default/search-runconfig",
		"apply deployments default/search",
		"apply mcpremoteendpoints/status default/search",
		"apply services default/mcp-search-remote-proxy",
		"apply serviceaccounts default/search-remote-proxy-runner",
	}
	for documents := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(data))); ; {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return objects, writes
		}
		require.NoError(t, err)
		object := decode(t, document)
		if _, own := object.(*corev1.ServiceAccount); own {
			writes = writes[:len(writes)-1]
		}
		objects = append(objects, object)
	}
}

var decoder = func() runtime.Decoder {
	scheme := runtime.NewScheme()
	utilruntime.Must(kubernetesscheme.AddToScheme(scheme))
	utilruntime.Must(toolhivescheme.AddToScheme(scheme))
	return serializer.NewCodecFactory(scheme, serializer.EnableStrict).UniversalDeserializer()
}()

// decode does what admission does besides: it gives objects a namespace, and encodes the values of Secrets.
func decode(t *testing.T, document []byte) controllertest.Object {
	t.Helper()
	decoded, err := runtime.Decode(decoder, document)
	require.NoError(t, err)
	object := decoded.(controllertest.Object)
	object.SetNamespace(controllertest.Namespace)
	if secret, ok := object.(*corev1.Secret); ok {
		secret.Data = map[string][]byte{}
		for key, value := range secret.StringData {
			secret.Data[key] = []byte(value)
		}
		secret.StringData = nil
	}
	return object
}
