// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// goldenInputs are endpoints, each called search and of type proxy, that together have every feature; package render holds what is made of
// them.
const goldenInputs = "../../pkg/controller/remote/render/testdata/golden/*/input.yaml"

// A real API server admits every field as it is written, each child is written once, and nothing once more after a restart: what the API
// server makes of the objects is what was applied.
func TestEveryFeatureOfProxiesSettlesAfterOneWriteForEachChild(t *testing.T) {
	inputs, err := filepath.Glob(goldenInputs)
	require.NoError(t, err)
	require.NotEmpty(t, inputs)
	before := shared.settle(t)
	namespaces := map[string]string{}
	for _, input := range inputs {
		namespace := shared.createNamespace(t, "golden-")
		namespaces[filepath.Base(filepath.Dir(input))] = namespace
		for _, object := range readManifests(t, input) {
			_, err := shared.dynamic(t, kind.Kind(object.GetKind()).Resource(), namespace).
				Create(testContext(t), object, metav1.CreateOptions{FieldValidation: metav1.FieldValidationStrict})
			require.NoError(t, err, "%s: %s", input, object.GetKind())
		}
	}
	for _, namespace := range namespaces {
		shared.awaitEndpoint(t, namespace, "search", func(e *v1alpha1.MCPRemoteEndpoint) bool {
			return hasReason(v1alpha1.ConditionReady, v1alpha1.ReasonDeploymentProgressing)(e) || hasReason(v1alpha1.ConditionReady, v1alpha1.ReasonScaledToZero)(e)
		})
	}
	settled := shared.settle(t)
	for name, namespace := range namespaces {
		writes := slices.DeleteFunc(shared.audit.writesSince(t, before, namespace), func(write string) bool {
			return strings.Contains(write, "/status ") || strings.Contains(write, " events ")
		})
		assert.Equal(t, slices.Compact(slices.Sorted(slices.Values(writes))), slices.Sorted(slices.Values(writes)), name)
		assert.GreaterOrEqual(t, len(writes), 3, name)
	}
	restartOperator(t)
	shared.settle(t)
	for name, namespace := range namespaces {
		assert.Empty(t, shared.audit.writesSince(t, settled, namespace), name)
	}
}

func readManifests(t *testing.T, file string) []*unstructured.Unstructured {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	documents := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(data)))
	var objects []*unstructured.Unstructured
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return objects
		}
		require.NoError(t, err, file)
		object := &unstructured.Unstructured{}
		require.NoError(t, yaml.Unmarshal(document, &object.Object), file)
		objects = append(objects, object)
	}
}
