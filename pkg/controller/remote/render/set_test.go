// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"maps"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// steps are the keys and [items] of a path.
var steps = regexp.MustCompile(`[^.\[\]]+`)

// set gives a field of an object a value, or removes it where that is nil. What the path leads through is made where there is none.
func set(t testing.TB, object map[string]any, path string, value any) {
	t.Helper()
	var node any = object
	require.Equal(t, any(object), setIn(t, node, steps.FindAllString(path, -1), value))
}

// setIn returns node as it is after the change.
func setIn(t testing.TB, node any, path []string, value any) any {
	t.Helper()
	if len(path) == 0 {
		return value
	}
	key := path[0]
	index, err := strconv.Atoi(key)
	list, isList := node.([]any)
	if isList || node == nil && err == nil {
		require.NoError(t, err, key)
		if index == len(list) {
			list = append(list, nil)
		}
		list[index] = setIn(t, list[index], path[1:], value)
		return list
	}
	fields, _ := node.(map[string]any)
	if fields == nil {
		fields = map[string]any{}
	}
	fields[key] = setIn(t, fields[key], path[1:], value)
	if fields[key] == nil {
		delete(fields, key)
	}
	return fields
}

func TestSet(t *testing.T) {
	for _, test := range []struct {
		name, object, path string
		value              any
		want               string
	}{
		{"a field", `{"a": {"b": 1}}`, "a.b", "x", `{"a": {"b": "x"}}`},
		{"a field of an item", `{"a": [{"b": 1}]}`, "a[0].b", "x", `{"a": [{"b": "x"}]}`},
		{"a field of a new item", `{}`, "a[0].b", "x", `{"a": [{"b": "x"}]}`},
		{"an entry", `{"a": {"b": {"c": 1}}}`, "a[b].c", "x", `{"a": {"b": {"c": "x"}}}`},
		{"nothing", `{"a": {"b": 1}}`, "a.b", nil, `{"a": {}}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			object := parse(t, test.object)
			set(t, object, test.path, test.value)
			assert.Equal(t, parse(t, test.want), object)
		})
	}
}

// withOtherContent adds to each Secret and ConfigMap each value under another key, and one of each kind, called other, with
// all keys: something to refer to instead. Digests are salted with names and keys, so they differ.
func withOtherContent(m manifest) manifest {
	for kind, member := range map[string]string{"Secret": "stringData", "ConfigMap": "data"} {
		all := map[string]any{}
		for _, object := range m {
			values, ok := object[member].(map[string]any)
			if object["kind"] != kind || !ok {
				continue
			}
			for key, value := range maps.Clone(values) {
				values["other-"+key] = value
			}
			maps.Copy(all, values)
		}
		m = append(m, map[string]any{"apiVersion": "v1", "kind": kind, "metadata": map[string]any{"name": "other"}, member: all})
	}
	return m
}
