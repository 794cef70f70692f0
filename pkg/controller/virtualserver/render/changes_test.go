// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"maps"
	"reflect"
	"slices"
)

// samples are values to try: those of enumerations, and some of each form that fields have.
var samples = map[reflect.Kind][]any{
	reflect.String: {
		"x", "2m", "0.2", "2", "https://other.example.com", "/x", "X-Other", "sse", "memory", "anonymous", "oidc", "inline", "discovered", "externalAuthConfigRef",
		"manual", "priority", "allow", "deny", "None", "ClientIP", "NodePort", "LoadBalancer", "debug", "fail", "tei", "abort", "continue", "skip_remaining",
		"tool", "elicitation", "number", "{{.params.topic}}", "default", "policies", "cedar.yaml", "POST", "code-host", "corp", "configMap", "other", "other.yaml", "x:6379",
		`[{"uid": {"type": "User", "id": "x"}, "attrs": {}, "parents": []}]`,
	},
	reflect.Bool:  {true, false},
	reflect.Int32: {2, 7},
	reflect.Int64: {2, 7},
	reflect.Slice: {[]any{"x"}, []any{"https://other.example.com"}, []any{"X-Other"}, []any{"openid"}, []any{"email"}, []any{"x:26379"}, []any{"forbid(principal, action, resource);"}, []any{}},
	reflect.Map:   {map[string]any{"x": "x"}, map[string]any{"X-Other": "x"}, map[string]any{"x": "2m"}, map[string]any{}},
	// What is any object, or any value, in Go.
	reflect.Struct: {map[string]any{"type": "object"}, map[string]any{"url": "x"}, map[string]any{"spec": map[string]any{"hostNetwork": true}}, map[string]any{"x": "x"}},
}

// changesOf are changes of the first value at a place, which say whether there was anything to change.
func changesOf(gateway map[string]any, leaf leaf) []func(map[string]any) bool {
	present, isThere := get(gateway, leaf.path)
	values := slices.Clone(samples[leaf.kind])
	switch value := present.(type) {
	case string:
		values = append(values, value+"x")
	case []any:
		values = append(values, value[:len(value)-min(1, len(value))])
	case map[string]any:
		more := maps.Clone(value)
		more["x"] = "x"
		values = append(values, more)
	}
	var all []func(map[string]any) bool
	for _, value := range values {
		all = append(all, func(gateway map[string]any) bool { return put(gateway, leaf.path, value) })
	}
	if isThere {
		all = append(all, func(gateway map[string]any) bool { return put(gateway, leaf.path, nil) })
	}
	return all
}

// get returns the first value at a place.
func get(node any, path []string) (any, bool) {
	if len(path) == 0 {
		return node, true
	}
	switch node := node.(type) {
	case map[string]any:
		if path[0] == "{}" {
			for _, key := range slices.Sorted(maps.Keys(node)) {
				if value, ok := get(node[key], path[1:]); ok {
					return value, true
				}
			}
			return nil, false
		}
		value, ok := node[path[0]]
		if !ok {
			return nil, false
		}
		return get(value, path[1:])
	case []any:
		if path[0] != "[]" {
			return nil, false
		}
		for _, item := range node {
			if value, ok := get(item, path[1:]); ok {
				return value, true
			}
		}
	}
	return nil, false
}

// put changes the first value at a place, makes what leads there, and removes what is to be nil. It is false if there is a list or a map on the
// way that has no items.
func put(node map[string]any, path []string, value any) bool {
	key := path[0]
	switch {
	case len(path) == 1 && value == nil:
		delete(node, key)
		return true
	case len(path) == 1:
		node[key] = value
		return true
	case path[1] == "[]" || path[1] == "{}":
		return putIntoFirst(node, key, path[1:], value)
	}
	inner, ok := node[key].(map[string]any)
	if !ok {
		inner = map[string]any{}
		node[key] = inner
	}
	return put(inner, path[1:], value)
}

// putIntoFirst prefers an item that has the field.
func putIntoFirst(node map[string]any, key string, path []string, value any) bool {
	var items []map[string]any
	switch all := node[key].(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(all)) {
			items = append(items, all[name].(map[string]any))
		}
	case []any:
		for _, item := range all {
			items = append(items, item.(map[string]any))
		}
	default:
		items = []map[string]any{{}}
		node[key] = []any{items[0]}
		if path[0] == "{}" {
			node[key] = map[string]any{"x": items[0]}
		}
	}
	if len(items) == 0 {
		return false
	}
	path = path[1:]
	at := max(0, slices.IndexFunc(items, func(item map[string]any) bool {
		_, ok := get(item, path)
		return ok
	}))
	return put(items[at], path, value)
}
