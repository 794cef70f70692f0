// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package references_test

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
)

// endpointFields are the fields of an endpoint's spec that refer to objects, and the kinds of those.
var endpointFields = map[string]kind.Kind{
	"groupRef":              kind.MCPGroup,
	"externalAuthConfigRef": kind.MCPExternalAuthConfig,
	"headerForward.addHeadersFromSecret.valueSecretRef": kind.Secret,
	"caBundleRef":   kind.ConfigMap,
	"toolConfigRef": kind.MCPToolConfig,
}

// authConfigFields are the fields of an auth config's spec that name Secret keys which a gateway needs.
var authConfigFields = []string{
	"tokenExchange.clientSecretRef",
	"headerInjection.valueSecretRef",
	"xaa.idpClientSecretRef",
	"xaa.targetClientSecretRef",
}

// Nobody looks at what these refer to, since no proxy is deployed that could use it.
var (
	endpointFieldsOfProxies   = []string{"proxyConfig"}
	authConfigFieldsOfProxies = []string{"bearerToken", "embeddedAuthServer", "awsSts", "obo"}
)

// A new field that refers to an object and is not listed above fails this test; once it is listed, OfEndpoint must know it.
func TestOfEndpointFollowsEveryReferenceOfTheSpec(t *testing.T) {
	endpoint := &v1alpha1.MCPRemoteEndpoint{}
	fields := fill(t, &endpoint.Spec, endpointFieldsOfProxies)

	var want []references.Reference
	for field, k := range endpointFields {
		assert.Contains(t, fields, field)
		want = append(want, references.Reference{Kind: k, Name: field})
	}
	for _, field := range fields {
		assert.Contains(t, endpointFields, field, "spec.%s refers to an object that nobody looks at", field)
	}
	assert.ElementsMatch(t, want, references.OfEndpoint(endpoint))
}

func TestOfAuthConfigFollowsEveryReferenceOfTheSpec(t *testing.T) {
	config := &v1beta1.MCPExternalAuthConfig{}
	assert.ElementsMatch(t, authConfigFields, fill(t, &config.Spec, authConfigFieldsOfProxies))

	var want, found []v1beta1.SecretKeyRef
	for _, field := range authConfigFields {
		want = append(want, v1beta1.SecretKeyRef{Name: field, Key: "key of " + field})
	}
	for _, config.Spec.Type = range []v1beta1.ExternalAuthType{
		v1beta1.ExternalAuthTypeTokenExchange, v1beta1.ExternalAuthTypeHeaderInjection, v1beta1.ExternalAuthTypeXAA,
	} {
		found = append(found, references.OfAuthConfig(config)...)
	}
	assert.Equal(t, want, found, "in the order of the spec, each for its own type")
}

// A member that the type does not ask for can only be a left-over of an older schema.
func TestOfAuthConfigPassesOverMembersThatAreNotUsed(t *testing.T) {
	config := &v1beta1.MCPExternalAuthConfig{}
	fill(t, &config.Spec, nil)
	config.Spec.Type = v1beta1.ExternalAuthTypeUnauthenticated
	assert.Empty(t, references.OfAuthConfig(config))
}

func TestOfEndpoint(t *testing.T) {
	group := references.Reference{Kind: kind.MCPGroup, Name: "tools"}
	fromSecret := func(header, secret string) v1alpha1.HeaderFromSecret {
		return v1alpha1.HeaderFromSecret{HeaderName: header, ValueSecretRef: v1beta1.SecretKeyRef{Name: secret, Key: header}}
	}
	tests := map[string]struct {
		spec v1alpha1.MCPRemoteEndpointSpec
		want []references.Reference
	}{
		"the group is always there": {
			v1alpha1.MCPRemoteEndpointSpec{GroupRef: "tools"},
			[]references.Reference{group},
		},
		"plain headers refer to nothing": {
			v1alpha1.MCPRemoteEndpointSpec{
				GroupRef:      "tools",
				HeaderForward: &v1alpha1.HeaderForward{AddPlaintextHeaders: map[string]string{"A": "b"}},
			},
			[]references.Reference{group},
		},
		"each header refers to its Secret, also to the same one": {
			v1alpha1.MCPRemoteEndpointSpec{
				GroupRef: "tools",
				HeaderForward: &v1alpha1.HeaderForward{AddHeadersFromSecret: []v1alpha1.HeaderFromSecret{
					fromSecret("A", "s1"), fromSecret("B", "s2"), fromSecret("C", "s1"),
				}},
			},
			[]references.Reference{group, {Kind: kind.Secret, Name: "s1"}, {Kind: kind.Secret, Name: "s2"}, {Kind: kind.Secret, Name: "s1"}},
		},
		"in the order of the spec": {
			v1alpha1.MCPRemoteEndpointSpec{
				GroupRef:              "tools",
				ToolConfigRef:         &v1beta1.ToolConfigRef{Name: "filter"},
				CABundleRef:           &v1alpha1.CABundleRef{Name: "ca", Key: "ca.crt"},
				ExternalAuthConfigRef: &v1beta1.ExternalAuthConfigRef{Name: "auth"},
			},
			[]references.Reference{group, {Kind: kind.MCPExternalAuthConfig, Name: "auth"}, {Kind: kind.ConfigMap, Name: "ca"}, {Kind: kind.MCPToolConfig, Name: "filter"}},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, tt.want, references.OfEndpoint(&v1alpha1.MCPRemoteEndpoint{Spec: tt.spec}))
		})
	}
}

func TestOfAuthConfigLeavesOutWhatIsNotSet(t *testing.T) {
	tests := map[string]v1beta1.MCPExternalAuthConfigSpec{
		"no member":                      {},
		"token exchange without secret":  {TokenExchange: &v1beta1.TokenExchangeConfig{}},
		"cross access without a secret":  {XAA: &v1beta1.XAASpec{}},
		"upstream injection has no such": {UpstreamInject: &v1beta1.UpstreamInjectSpec{}},
	}
	for name, spec := range tests {
		t.Run(name, func(t *testing.T) {
			assert.Empty(t, references.OfAuthConfig(&v1beta1.MCPExternalAuthConfig{Spec: spec}))
		})
	}
}

// fill sets every reference in spec, except in the fields that are left out, to an object that is called like the path of
// the reference, and returns these paths.
func fill(t *testing.T, spec any, leftOut []string) []string {
	t.Helper()
	f := filler{t: t, leftOut: map[string]bool{}}
	for _, field := range leftOut {
		f.leftOut[field] = true
	}
	f.visit(reflect.ValueOf(spec).Elem(), "")
	require.NotEmpty(t, f.paths)
	require.Empty(t, f.leftOut, "these are no fields of %T", spec)
	return f.paths
}

type filler struct {
	t       *testing.T
	leftOut map[string]bool
	paths   []string
}

func (f *filler) visit(value reflect.Value, path string) {
	if value.Kind() == reflect.Map {
		require.Equal(f.t, reflect.String, value.Type().Elem().Kind(), "%s: this test does not look into maps of other things", path)
	}
	if value.Kind() != reflect.Struct {
		return
	}
	for i := range value.NumField() {
		f.visitField(value.Type().Field(i), value.Field(i), path)
	}
}

func (f *filler) visitField(field reflect.StructField, value reflect.Value, path string) {
	name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
	path = strings.TrimPrefix(path+"."+name, ".")
	if f.leftOut[path] {
		delete(f.leftOut, path)
		return
	}
	value = element(value)
	if referenceName.MatchString(field.Name) || referenceName.MatchString(value.Type().Name()) {
		f.paths = append(f.paths, path)
		refer(value, path)
		return
	}
	f.visit(value, path)
}

// referenceName is what fields that refer to objects, or their types, are called.
var referenceName = regexp.MustCompile("(Refs?|Reference|Selector)$")

// element returns the value that pointers and lists lead to. It makes the pointers, and gives each list one element.
func element(value reflect.Value) reflect.Value {
	for {
		switch value.Kind() {
		case reflect.Pointer:
			value.Set(reflect.New(value.Type().Elem()))
			value = value.Elem()
		case reflect.Slice:
			value.Set(reflect.MakeSlice(value.Type(), 1, 1))
			value = value.Index(0)
		default:
			return value
		}
	}
}

// refer sets a reference, which is the name of an object or has it.
func refer(value reflect.Value, path string) {
	if value.Kind() == reflect.String {
		value.SetString(path)
		return
	}
	value.FieldByName("Name").SetString(path)
	if key := value.FieldByName("Key"); key.IsValid() {
		key.SetString("key of " + path)
	}
}
