// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package content_test

import "reflect"

// reachable collects every string and slice of bytes in the memory behind value, exported or not. What a function closes over
// cannot be seen.
func reachable(value any, into map[string]bool) {
	walk(reflect.ValueOf(value), into, map[uintptr]bool{})
}

func walk(v reflect.Value, into map[string]bool, seen map[uintptr]bool) {
	switch v.Kind() {
	case reflect.String:
		into[v.String()] = true
	case reflect.Pointer:
		if !v.IsNil() && !seen[v.Pointer()] {
			seen[v.Pointer()] = true
			walk(v.Elem(), into, seen)
		}
	case reflect.Interface:
		walk(v.Elem(), into, seen)
	case reflect.Struct:
		for _, field := range v.Fields() {
			walk(field, into, seen)
		}
	case reflect.Map:
		for entries := v.MapRange(); entries.Next(); {
			walk(entries.Key(), into, seen)
			walk(entries.Value(), into, seen)
		}
	case reflect.Slice, reflect.Array:
		if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 {
			into[string(v.Bytes())] = true
			return
		}
		for i := range v.Len() {
			walk(v.Index(i), into, seen)
		}
	default: // the others hold no text
	}
}
