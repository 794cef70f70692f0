// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"reflect"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// values are types that are structures in Go alone.
var values = map[reflect.Type]bool{
	reflect.TypeFor[runtime.RawExtension](): true,
	reflect.TypeFor[resource.Quantity]():    true,
	reflect.TypeFor[metav1.Duration]():      true,
}

// leaves lists the paths of the fields that have no fields themselves. The items of a list, and the entries of a map, that have fields
// are one path: list[].field.
func leaves(t reflect.Type, path string) []string {
	switch {
	case t.Kind() == reflect.Pointer:
		return leaves(t.Elem(), path)
	case isObject(t):
		return leavesOfObject(t, path)
	case (t.Kind() == reflect.Slice || t.Kind() == reflect.Map) && isObject(t.Elem()):
		return leaves(t.Elem(), path+"[]")
	}
	return []string{path}
}

func isObject(t reflect.Type) bool { return t.Kind() == reflect.Struct && !values[t] }

func leavesOfObject(t reflect.Type, path string) []string {
	var paths []string
	for field := range t.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case !field.IsExported() || name == "-":
		case name == "" && field.Anonymous:
			paths = append(paths, leaves(field.Type, path)...)
		default:
			paths = append(paths, leaves(field.Type, path+"."+name)...)
		}
	}
	return paths
}
