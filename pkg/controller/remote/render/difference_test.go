// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/sets"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/render"
)

// checksumPrefix and checksumSuffix are around what distinguishes the checksums of pods.
const (
	checksumPrefix = "toolhive.stacklok.dev/"
	checksumSuffix = "-checksum"
)

// places lists where the children differ, by short paths: the pod template, the container, the content of the run configuration and
// the checksums stand beside the objects that they are part of. What is there only once is one place.
func places(t testing.TB, before, after *render.Children) []string {
	t.Helper()
	return differences("", treeOf(t, before), treeOf(t, after))
}

func treeOf(t testing.TB, children *render.Children) map[string]any {
	t.Helper()
	configMap, deployment := fieldsOf(t, children.ConfigMap), fieldsOf(t, children.Deployment)
	pod := take[map[string]any](t, deployment, "spec", "template")
	containers := take[[]any](t, pod, "spec", "containers")
	container := containers[0].(map[string]any)
	require.Equal(t, render.ContainerName, container["name"])
	tree := map[string]any{
		"configMap":  configMap,
		"runconfig":  parse(t, take[string](t, configMap, "data", runConfigFile)),
		"deployment": deployment,
		"pod":        pod,
		"checksum":   takeChecksums(pod),
		"containers": containers[1:],
		"container":  container,
		"service":    fieldsOf(t, children.Service),
	}
	if children.ServiceAccount != nil {
		tree["serviceAccount"] = fieldsOf(t, children.ServiceAccount)
	}
	return tree
}

// take removes a field and returns it.
func take[T any](t testing.TB, fields map[string]any, path ...string) T {
	t.Helper()
	value, found, err := unstructured.NestedFieldNoCopy(fields, path...)
	require.NoError(t, err)
	require.True(t, found, path)
	unstructured.RemoveNestedField(fields, path...)
	return value.(T)
}

func parse(t testing.TB, text string) (fields map[string]any) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(text), &fields))
	return fields
}

func takeChecksums(pod map[string]any) map[string]any {
	checksums := map[string]any{}
	annotations := pod["metadata"].(map[string]any)["annotations"].(map[string]any)
	for key, value := range annotations {
		if short, ok := strings.CutSuffix(key, checksumSuffix); ok {
			checksums[strings.TrimPrefix(short, checksumPrefix)] = value
			delete(annotations, key)
		}
	}
	return checksums
}

// differences returns the paths of what differs.
func differences(path string, before, after any) []string {
	a, aHasMembers := members(before)
	b, bHasMembers := members(after)
	switch {
	case equality.Semantic.DeepEqual(before, after):
		return nil
	case !aHasMembers || !bHasMembers:
		return []string{path}
	}
	var all []string
	for _, key := range slices.Sorted(maps.Keys(sets.KeySet(a).Union(sets.KeySet(b)))) {
		all = append(all, differences(strings.TrimPrefix(path+key, "."), a[key], b[key])...)
	}
	return all
}

// members returns what can be compared by itself, by the end of its path: fields, and those items of lists that are objects.
func members(value any) (map[string]any, bool) {
	byPath := map[string]any{}
	switch value := value.(type) {
	case map[string]any:
		for key, member := range value {
			byPath[step(key)] = member
		}
		return byPath, true
	case []any:
		for i, item := range value {
			object, ok := item.(map[string]any)
			if !ok {
				return nil, false
			}
			byPath["["+nameOf(object, i)+"]"] = item
		}
		return byPath, len(byPath) == len(value) && len(value) > 0
	}
	return nil, false
}

// step is a key as a part of a path.
func step(key string) string {
	if strings.ContainsAny(key, "./-") {
		return "[" + key + "]"
	}
	return "." + key
}

// nameOf is what distinguishes an item from others of its list, wherever it stands.
func nameOf(item map[string]any, index int) string {
	for _, key := range []string{"mountPath", "name", "client_id"} {
		if name, ok := item[key].(string); ok {
			return name
		}
	}
	return strconv.Itoa(index)
}

func TestDifferences(t *testing.T) {
	for _, test := range []struct {
		name          string
		before, after string
		want          []string
	}{
		{"of equal values", `{"a": {"b": 1}}`, `{"a": {"b": 1}}`, nil},
		{"are as deep as they can be", `{"a": {"b": 1, "c": 2}}`, `{"a": {"b": 1, "c": 3}}`, []string{"a.c"}},
		{"are one where all of it came or went", `{"a": {"b": {"c": 1, "d": 2}}}`, `{"a": {}}`, []string{"a.b"}},
		{"of objects in lists go by name", `{"a": [{"name": "x"}, {"name": "y", "v": 1}]}`, `{"a": [{"name": "y", "v": 2}, {"name": "z"}]}`,
			[]string{"a[x]", "a[y].v", "a[z]"}},
		{"of objects without a name go by place", `{"a": [{"v": 1}, {"v": 1}]}`, `{"a": [{"v": 1}, {"v": 2}]}`, []string{"a[1].v"}},
		{"of other lists are one", `{"a": ["x", "y"]}`, `{"a": ["y"]}`, []string{"a"}},
		{"of odd keys are in brackets", `{"a": {"x.y/z": 1}}`, `{"a": {}}`, []string{"a[x.y/z]"}},
		{"of a list that has become empty", `{"a": [{"name": "x"}]}`, `{"a": []}`, []string{"a"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.want, differences("", parse(t, test.before), parse(t, test.after)))
		})
	}
}
