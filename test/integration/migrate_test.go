// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// migrations are directories with manifests of older objects, the endpoints that the command makes of them, and its report.
const migrations = "../../cmd/operator/internal/migrate/testdata/golden/*"

// R4.4: what the command does not want to be decided is admitted beside the older object, and every field is known.
func TestWhatIsMigratedIsAdmittedBesideTheOlderObject(t *testing.T) {
	directories, err := filepath.Glob(migrations)
	require.NoError(t, err)
	require.NotEmpty(t, directories)
	admitted := 0
	for _, directory := range directories {
		applicable := applicableIn(t, directory)
		if len(applicable) == 0 {
			continue
		}
		t.Run(filepath.Base(directory), func(t *testing.T) {
			namespace := shared.createNamespace(t, "migrate-")
			for _, older := range objectsIn(t, directory, "in") {
				if applicable[older.GetKind()+" "+older.GetName()] {
					create(t, namespace, older, metav1.CreateOptions{})
				}
			}
			for _, endpoint := range objectsIn(t, directory, "out") {
				if applicable[endpoint.GetAnnotations()[v1alpha1.ReplacesAnnotation]+" "+endpoint.GetName()] {
					create(t, namespace, endpoint, metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}, FieldValidation: metav1.FieldValidationStrict})
					admitted++
				}
			}
		})
	}
	assert.Greater(t, admitted, 8)
}

// row is a line of the report's table.
var row = regexp.MustCompile(`(?m)^(MCPRemoteProxy|MCPServerEntry) (?:[^ /]+/)?([^ /]+) +(ready|lost|decide) `)

// applicableIn returns the kind and the name of each older object whose endpoint can be applied as it is.
func applicableIn(t *testing.T, directory string) map[string]bool {
	t.Helper()
	report, err := os.ReadFile(filepath.Join(directory, "report.txt"))
	require.NoError(t, err)
	applicable := map[string]bool{}
	for _, match := range row.FindAllStringSubmatch(string(report), -1) {
		if match[3] != "decide" {
			applicable[match[1]+" "+match[2]] = true
		}
	}
	return applicable
}

// objectsIn reads the objects of a file, in YAML or JSON, with those that are in lists, and nothing but their names, annotations and specs.
func objectsIn(t *testing.T, directory, name string) []*unstructured.Unstructured {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(directory, name+".*"))
	require.NoError(t, err)
	require.Len(t, files, 1)
	file, err := os.Open(files[0])
	require.NoError(t, err)
	defer file.Close()
	decoder := utilyaml.NewYAMLOrJSONDecoder(file, 4096)
	var objects []*unstructured.Unstructured
	for {
		var content map[string]any
		err := decoder.Decode(&content)
		if errors.Is(err, io.EOF) {
			return objects
		}
		require.NoError(t, err, files[0])
		objects = append(objects, flatten(&unstructured.Unstructured{Object: content})...)
	}
}

func flatten(object *unstructured.Unstructured) []*unstructured.Unstructured {
	items, isList, _ := unstructured.NestedSlice(object.Object, "items")
	if !isList {
		bare := &unstructured.Unstructured{Object: map[string]any{"spec": object.Object["spec"]}}
		bare.SetAPIVersion(object.GetAPIVersion())
		bare.SetKind(object.GetKind())
		bare.SetName(object.GetName())
		bare.SetAnnotations(object.GetAnnotations())
		return []*unstructured.Unstructured{bare}
	}
	var objects []*unstructured.Unstructured
	for _, item := range items {
		item := &unstructured.Unstructured{Object: item.(map[string]any)}
		if item.GetKind() == "" {
			item.SetAPIVersion(object.GetAPIVersion())
			item.SetKind(strings.TrimSuffix(object.GetKind(), "List"))
		}
		objects = append(objects, flatten(item)...)
	}
	return objects
}

func create(t *testing.T, namespace string, object *unstructured.Unstructured, options metav1.CreateOptions) {
	t.Helper()
	resource := kind.Kind(object.GetKind()).Resource()
	resource.Version = object.GroupVersionKind().Version
	_, err := shared.dynamic(t, resource, namespace).Create(testContext(t), object, options)
	require.NoError(t, err, "%s %s", object.GetKind(), object.GetName())
}
