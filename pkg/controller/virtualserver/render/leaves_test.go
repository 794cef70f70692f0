// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"reflect"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// leaf is a field that has no fields itself. The items of a list that have fields are one step of its path, [], and the entries of a map {}.
type leaf struct {
	path []string
	kind reflect.Kind
}

func (l leaf) String() string { return strings.Join(l.path, ".") }

// values are types that are structures in Go alone.
var values = map[reflect.Type]bool{
	reflect.TypeFor[runtime.RawExtension](): true,
	reflect.TypeFor[v1beta1.JSON]():         true,
}

func leaves(t reflect.Type, path ...string) []leaf {
	switch {
	case t.Kind() == reflect.Pointer:
		return leaves(t.Elem(), path...)
	case isObject(t):
		return leavesOfObject(t, path)
	case t.Kind() == reflect.Slice && isObject(t.Elem()):
		return leaves(t.Elem(), extended(path, "[]")...)
	case t.Kind() == reflect.Map && isObject(t.Elem()):
		return leaves(t.Elem(), extended(path, "{}")...)
	}
	return []leaf{{path, t.Kind()}}
}

func isObject(t reflect.Type) bool { return t.Kind() == reflect.Struct && !values[t] }

func leavesOfObject(t reflect.Type, path []string) []leaf {
	var all []leaf
	for field := range t.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case !field.IsExported() || name == "-":
		case name == "" && field.Anonymous:
			all = append(all, leaves(field.Type, path...)...)
		default:
			all = append(all, leaves(field.Type, extended(path, name)...)...)
		}
	}
	return all
}

func extended(path []string, step string) []string { return append(slices.Clip(path), step) }
