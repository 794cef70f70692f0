// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package gatewaytest

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Set gives a field of the first object of a kind another value, or removes it where that is nil. The steps of a path, such as
// spec/config/aggregation/tools/0, are separated by slashes. What the path leads through is made where there is none, but for items of lists
// other than one at the end.
func (m Manifest) Set(t testing.TB, kind, path string, value any) {
	t.Helper()
	setIn(t, m.Object(t, kind), strings.Split(path, "/"), value)
}

// setIn returns node as it is after the change.
func setIn(t testing.TB, node any, path []string, value any) any {
	t.Helper()
	if len(path) == 0 {
		return value
	}
	if list, ok := node.([]any); ok {
		return setItem(t, list, path, value)
	}
	fields, ok := node.(map[string]any)
	if !ok {
		fields = map[string]any{}
	}
	if changed := setIn(t, fields[path[0]], path[1:], value); changed == nil {
		delete(fields, path[0])
	} else {
		fields[path[0]] = changed
	}
	return fields
}

func setItem(t testing.TB, list []any, path []string, value any) []any {
	t.Helper()
	i, err := strconv.Atoi(path[0])
	require.NoError(t, err)
	if i == len(list) {
		list = append(list, nil)
	}
	list[i] = setIn(t, list[i], path[1:], value)
	return slices.DeleteFunc(list, func(item any) bool { return item == nil })
}
