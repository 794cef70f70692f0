// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/runtime"
	kjson "sigs.k8s.io/json"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/translate"
)

// fieldCase is a part of an older object's spec, and what becomes of it.
type fieldCase struct {
	name string
	// spec and want are YAML. They are merged over the base of their kind.
	spec string
	want string
	// notes are "level field", beside those that the base has.
	notes []string
	// annotated means that the endpoint is to permit plain http.
	annotated bool
}

// The bases have all that an endpoint must have, so that there are no notes but those of a case.
var (
	proxyBase = `
remoteUrl: https://mcp.example.com/mcp
transport: sse
groupRef: {name: team}
oidcConfigRef: {name: idp, audience: search}
`
	proxyEndpointBase = `
type: proxy
remoteURL: https://mcp.example.com/mcp
transport: sse
groupRef: team
proxyConfig:
  oidcConfigRef: {name: idp, audience: search}
`
	entryBase = `
remoteUrl: https://mcp.example.com/mcp
transport: sse
groupRef: {name: team}
`
	entryEndpointBase = `
type: direct
remoteURL: https://mcp.example.com/mcp
transport: sse
groupRef: team
`
)

func TestEachFieldOfARemoteProxyHasAPlaceOrANote(t *testing.T) {
	for _, test := range slices.Concat(commonCases, proxyCases, oidcCases) {
		t.Run(test.name, func(t *testing.T) {
			proxy := &v1beta1.MCPRemoteProxy{}
			proxy.Name = "search"
			convert(t, merged(t, proxyBase, test.spec), &proxy.Spec)
			requireCase(t, test, translate.RemoteProxy(proxy), proxyEndpointBase)
		})
	}
}

func TestEachFieldOfAServerEntryHasAPlaceOrANote(t *testing.T) {
	for _, test := range slices.Concat(commonCases, entryCases) {
		t.Run(test.name, func(t *testing.T) {
			entry := &v1beta1.MCPServerEntry{}
			entry.Name = "search"
			convert(t, merged(t, entryBase, test.spec), &entry.Spec)
			requireCase(t, test, translate.ServerEntry(entry), entryEndpointBase)
		})
	}
}

func requireCase(t *testing.T, test fieldCase, result translate.Result, base string) {
	t.Helper()
	want := &v1alpha1.MCPRemoteEndpointSpec{}
	convert(t, merged(t, base, test.want), want)
	got := result.Endpoint.Spec
	require.Equal(t, text(t, want), text(t, got))
	assert.Equal(t, test.annotated, result.Endpoint.Annotations[v1alpha1.AllowInsecureAnnotation] == "true", "the annotation for plain http")

	var notes []string
	for _, note := range result.Notes {
		notes = append(notes, fmt.Sprintf("%s %s", note.Level, note.Field))
	}
	assert.Equal(t, test.notes, notes)
	requireNothingForgotten(t, test, result)
}

// defaults give way to what is said elsewhere, without a note.
var defaults = []string{"<nil>", "", "8080"}

// requireNothingForgotten holds each case to what it shows: a value that the endpoint does not have must have a note.
func requireNothingForgotten(t *testing.T, test fieldCase, result translate.Result) {
	t.Helper()
	endpoint := scalars(parse(t, text(t, result.Endpoint.Spec)), "spec")
	for path, value := range scalars(parse(t, test.spec), "spec") {
		noted := slices.ContainsFunc(result.Notes, func(note translate.Note) bool { return strings.HasPrefix(path, note.Field) })
		placed := slices.Contains(defaults, value) || slices.Contains(slices.Collect(maps.Values(endpoint)), value)
		assert.True(t, noted || placed, "%s: %s is nowhere", path, value)
	}
}

func TestEachFieldHasACase(t *testing.T) {
	for _, of := range []struct {
		spec  reflect.Type
		cases []fieldCase
		base  string
	}{
		{reflect.TypeFor[v1beta1.MCPRemoteProxySpec](), slices.Concat(commonCases, proxyCases, oidcCases), proxyBase},
		{reflect.TypeFor[v1beta1.MCPServerEntrySpec](), slices.Concat(commonCases, entryCases), entryBase},
	} {
		covered := map[string]bool{}
		for _, fragment := range append([]fieldCase{{spec: of.base}}, of.cases...) {
			for path := range scalars(parse(t, fragment.spec), "spec") {
				covered[items.ReplaceAllString(path, "[]")] = true
			}
		}
		for _, leaf := range leaves(of.spec, "spec") {
			assert.True(t, isCovered(covered, leaf), "%s: %s has no case", of.spec, leaf)
		}
	}
}

// items are the numbers of list items in paths.
var items = regexp.MustCompile(`\[[^]]*\]`)

// isCovered takes a path into a field for that field, since maps, and what has no fields in Go, have paths of their own in YAML.
func isCovered(covered map[string]bool, leaf string) bool {
	for path := range covered {
		if rest, ok := strings.CutPrefix(path, leaf); ok && (rest == "" || rest[0] == '.' || rest[0] == '[') {
			return true
		}
	}
	return false
}

// leaves lists the paths of the fields that have no fields themselves, as YAML spells them.
func leaves(t reflect.Type, path string) []string {
	switch {
	case t.Kind() == reflect.Pointer:
		return leaves(t.Elem(), path)
	case t == reflect.TypeFor[runtime.RawExtension]() || t == reflect.TypeFor[v1beta1.MCPGroupRefOrName]():
		return []string{path}
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct:
		return leaves(t.Elem(), path+"[]")
	case t.Kind() != reflect.Struct:
		return []string{path}
	}
	var paths []string
	for field := range t.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "" {
			paths = append(paths, leaves(field.Type, path)...)
		} else {
			paths = append(paths, leaves(field.Type, path+"."+name)...)
		}
	}
	return paths
}

// scalars returns the values at the ends of all paths, as text.
func scalars(value any, path string) map[string]string {
	all := map[string]string{}
	switch value := value.(type) {
	case map[string]any:
		for key, member := range value {
			maps.Copy(all, scalars(member, path+"."+key))
		}
	case []any:
		for i, item := range value {
			maps.Copy(all, scalars(item, fmt.Sprintf("%s[%d]", path, i)))
		}
	default:
		all[path] = fmt.Sprint(value)
	}
	return all
}

// merged returns the object that base becomes when members of over take the place of its own. A member that is null is removed.
func merged(t testing.TB, base, over string) map[string]any {
	t.Helper()
	return merge(parse(t, base), parse(t, over))
}

func merge(base, over map[string]any) map[string]any {
	for key, value := range over {
		inner, ok := value.(map[string]any)
		outer, both := base[key].(map[string]any)
		switch {
		case value == nil:
			delete(base, key)
		case ok && both:
			base[key] = merge(outer, inner)
		default:
			base[key] = value
		}
	}
	return base
}

func parse(t testing.TB, text string) map[string]any {
	t.Helper()
	parsed := map[string]any{}
	require.NoError(t, yaml.Unmarshal([]byte(text), &parsed))
	return parsed
}

func convert(t testing.TB, from map[string]any, to any) {
	t.Helper()
	encoded, err := json.Marshal(from)
	require.NoError(t, err)
	unknown, err := kjson.UnmarshalStrict(encoded, to)
	require.NoError(t, err)
	require.Empty(t, unknown)
}

func text(t testing.TB, value any) string {
	t.Helper()
	encoded, err := yaml.Marshal(value)
	require.NoError(t, err)
	return string(encoded)
}
