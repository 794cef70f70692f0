// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utiljson "k8s.io/apimachinery/pkg/util/json"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// An object that is admitted and that Go cannot decode would stop all the others, since a list is decoded as a whole (R5.7). So each field has the JSON
// type that Go wants, by the schema, or a type that decodes itself. Of these, all but the ones that are listed here never fail.
//
// The schemas are those of this project's CRDs. That ToolHive's have the same types and formats is what test/toolhive compares.
var decodedWithCare = map[string]string{
	// The schema has a rule of its own for them (hack/tools/crdversions). Nobody else's CRD has this kind.
	"MCPRemoteEndpoint.spec.proxyConfig.resources.limits.*":   "resource.Quantity",
	"MCPRemoteEndpoint.spec.proxyConfig.resources.requests.*": "resource.Quantity",
}

func TestWhatIsAdmittedCanBeDecoded(t *testing.T) {
	f := fields{t: t, fail: map[string]string{}}
	for kind, root := range kinds(t) {
		properties, _ := schemaOf(t, kind)["properties"].(map[string]any)
		for field := range root.Fields() {
			if name, _ := jsonName(field); name == "spec" || name == "status" { // The API server itself decodes the rest.
				f.inner(kind+"."+name, field.Type, properties[name])
			}
		}
	}
	assert.Equal(t, decodedWithCare, f.fail, "fields that can fail to be decoded: let the schema admit only what Go can read, or use a type that reads anything")
	assert.Greater(t, f.count, 500)
}

// kinds are all that there are, lists aside.
func kinds(t *testing.T) map[string]reflect.Type {
	t.Helper()
	scheme := runtime.NewScheme()
	require.NoError(t, v1alpha1.Install(scheme))
	require.NoError(t, v1beta1.Install(scheme))
	found := map[string]reflect.Type{}
	for _, version := range []schema.GroupVersion{v1alpha1.SchemeGroupVersion, v1beta1.SchemeGroupVersion} {
		for kind, of := range scheme.KnownTypes(version) {
			if strings.HasPrefix(of.PkgPath(), "github.com/") && !strings.HasSuffix(kind, "List") {
				found[kind] = of
			}
		}
	}
	require.Greater(t, len(found), 10)
	return found
}

// schemaOf is that of a kind's version that is stored.
func schemaOf(t *testing.T, kind string) map[string]any {
	t.Helper()
	files, err := filepath.Glob("../../../../manifests/crds/toolhive.*.yaml")
	require.NoError(t, err)
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		var crd struct {
			Spec struct {
				Names    struct{ Kind string }
				Versions []struct {
					Storage bool
					Schema  struct {
						OpenAPIV3Schema map[string]any `json:"openAPIV3Schema"`
					}
				}
			}
		}
		require.NoError(t, yaml.Unmarshal(content, &crd))
		for _, version := range crd.Spec.Versions {
			if crd.Spec.Names.Kind == kind && version.Storage {
				return version.Schema.OpenAPIV3Schema
			}
		}
	}
	require.Fail(t, "no CRD", kind)
	return nil
}

// fields compares Go types with schemas.
type fields struct {
	t *testing.T
	// fail lists the fields that decode themselves and may fail to, with their types.
	fail  map[string]string
	count int
}

func (f *fields) field(path string, of reflect.Type, schema map[string]any) {
	if of.Kind() == reflect.Pointer {
		f.field(path, of.Elem(), schema)
		return
	}
	f.count++
	if reflect.PointerTo(of).Implements(reflect.TypeFor[json.Unmarshaler]()) {
		if mayFail(of) {
			f.fail[path] = of.String()
		}
		return
	}
	want := map[reflect.Kind]string{
		reflect.String: "string", reflect.Bool: "boolean", reflect.Int32: "integer", reflect.Int64: "integer",
		reflect.Struct: "object", reflect.Map: "object", reflect.Slice: "array",
	}[of.Kind()]
	if !assert.Equal(f.t, want, fmt.Sprint(schema["type"]), "%s: the type of a %s", path, of) {
		return
	}
	switch of.Kind() {
	case reflect.Int32:
		assert.Equal(f.t, "int32", schema["format"], "%s: the format of an int32", path)
	case reflect.Struct:
		f.members(path, of, schema)
	case reflect.Map:
		f.inner(path+".*", of.Elem(), schema["additionalProperties"])
	case reflect.Slice:
		f.inner(path+"[]", of.Elem(), schema["items"])
	default:
	}
}

func (f *fields) inner(path string, of reflect.Type, schema any) {
	inner, _ := schema.(map[string]any)
	f.field(path, of, inner)
}

func (f *fields) members(path string, of reflect.Type, schema map[string]any) {
	properties, _ := schema["properties"].(map[string]any)
	for field := range of.Fields() {
		name, inline := jsonName(field)
		if inline {
			f.members(path, field.Type, schema)
			continue
		}
		f.inner(path+"."+name, field.Type, properties[name])
	}
}

func jsonName(field reflect.StructField) (name string, inline bool) {
	name, _, _ = strings.Cut(field.Tag.Get("json"), ",")
	return name, name == "" && field.Anonymous
}

// mayFail decodes what a schema may admit, and more.
func mayFail(of reflect.Type) bool {
	return slices.ContainsFunc([]string{
		`null`, `1`, `-1.5`, `1e99`, `true`, `"a"`, `""`, `[]`, `[1]`, `{}`, `{"name": 1}`, `{"a": {"b": [null]}}`,
		`{"conditions": 1}`, `{"observedGeneration": "1"}`,
		`{"conditions": [{"type": "Ready", "lastTransitionTime": "2026-01-01t00:00:00z"}]}`,
	}, func(text string) bool { return utiljson.Unmarshal([]byte(text), reflect.New(of).Interface()) != nil })
}

// What a status says besides goes with what cannot be read of it, and nothing of another object.
func TestAStatusThatCannotBeReadIsLeftEmpty(t *testing.T) {
	const odd = `{"items": [
		{"metadata": {"name": "a"}, "spec": {"groupRef": "team"}, "status": {"phase": "Ready", "conditions": [{"type": "Ready", "lastTransitionTime": "2026-01-01t00:00:00z"}]}},
		{"metadata": {"name": "b"}, "status": {"phase": "Ready", "conditions": [{"type": "Ready", "lastTransitionTime": "2026-01-01T00:00:00Z"}]}}]}`
	var list v1alpha1.MCPRemoteEndpointList
	require.NoError(t, utiljson.Unmarshal([]byte(odd), &list))
	require.Len(t, list.Items, 2)
	assert.Equal(t, "team", list.Items[0].Spec.GroupRef)
	assert.Equal(t, v1alpha1.MCPRemoteEndpointStatus{}, list.Items[0].Status)
	assert.Equal(t, v1alpha1.PhaseReady, list.Items[1].Status.Phase)
	assert.Len(t, list.Items[1].Status.Conditions, 1)
}
