// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package publish_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/publish"
)

// rival is an endpoint of type direct that was made in that second, with one header that has the value of a Secret's key, and these changes.
func rival(name string, second int64, header, key string, changes ...func(*publish.Rival)) publish.Rival {
	r := publish.Rival{Kind: kind.MCPRemoteEndpoint, Endpoint: &v1alpha1.MCPRemoteEndpoint{
		ObjectMeta: metav1.ObjectMeta{Name: name, CreationTimestamp: metav1.NewTime(time.Unix(second, 0))},
		Spec: v1alpha1.MCPRemoteEndpointSpec{Type: v1alpha1.EndpointTypeDirect, HeaderForward: &v1alpha1.HeaderForward{
			AddHeadersFromSecret: []v1alpha1.HeaderFromSecret{{HeaderName: header, ValueSecretRef: v1beta1.SecretKeyRef{Name: "keys", Key: key}}},
		}},
	}}
	for _, change := range changes {
		change(&r)
	}
	return r
}

func published(r *publish.Rival) {
	r.PublishedAs = publish.Entry(r.Endpoint, "", metav1.OwnerReference{})
}

func publishedBefore(r *publish.Rival) {
	published(r)
	r.PublishedAs.Spec.HeaderForward = nil
}

func userEntry(r *publish.Rival) { r.Kind = kind.MCPServerEntry }

func replacesEntry(r *publish.Rival) {
	r.Endpoint.Annotations = map[string]string{v1alpha1.ReplacesAnnotation: string(kind.MCPServerEntry)}
}

func replacesProxy(r *publish.Rival) {
	r.Endpoint.Annotations = map[string]string{v1alpha1.ReplacesAnnotation: string(kind.MCPRemoteProxy)}
}

func ofTypeProxy(r *publish.Rival) { r.Endpoint.Spec.Type = v1alpha1.EndpointTypeProxy }

func withoutHeaders(r *publish.Rival) { r.Endpoint.Spec.HeaderForward = nil }

func TestWhoHasAVariable(t *testing.T) {
	const (
		a, keyA, nobody = "a", "key-a", ""
	)
	for name, test := range map[string]struct {
		a, keyA publish.Rival
		yields  string
	}{
		"the older one":                                {rival(a, 1, "X-Key", "first"), rival(keyA, 2, "X", "second"), keyA},
		"the older one, by any name":                   {rival(a, 2, "X-Key", "first"), rival(keyA, 1, "X", "second"), a},
		"of the same age, the first by name":           {rival(a, 1, "X-Key", "first"), rival(keyA, 1, "X", "second"), keyA},
		"the one that is published":                    {rival(a, 1, "X-Key", "first"), rival(keyA, 2, "X", "second", published), a},
		"of two that are published, the older":         {rival(a, 1, "X-Key", "first", published), rival(keyA, 2, "X", "second", published), keyA},
		"not one that is published without the header": {rival(a, 1, "X-Key", "first", publishedBefore), rival(keyA, 2, "X", "second", published), a},
		"a user's own entry":                           {rival(a, 1, "X-Key", "first", published), rival(keyA, 2, "X", "second", userEntry), a},
		"one that replaces such an entry":              {rival(a, 1, "X-Key", "first"), rival(keyA, 2, "X", "second", replacesEntry), a},
		"not one that replaces, if another is published": {
			rival(a, 1, "X-Key", "first", published), rival(keyA, 2, "X", "second", replacesEntry), keyA,
		},
		"not one that replaces what has no variables": {rival(a, 1, "X-Key", "first"), rival(keyA, 2, "X", "second", replacesProxy), keyA},
		"both, if it is for the same value":           {rival(a, 1, "X-Key", "first"), rival(keyA, 2, "X", "first"), nobody},
		"both, if the variables differ":               {rival(a, 1, "X-Key", "first"), rival(keyA, 2, "Y", "second"), nobody},
		"both, if one has a proxy for it":             {rival(a, 1, "X-Key", "first", ofTypeProxy), rival(keyA, 2, "X", "second"), nobody},
		"both, if one has no headers":                 {rival(a, 1, "X-Key", "first", withoutHeaders), rival(keyA, 2, "X", "second"), nobody},
	} {
		t.Run(name, func(t *testing.T) {
			itself := map[string]publish.Rival{a: test.a, keyA: test.keyA}
			for name, other := range map[string]publish.Rival{a: test.keyA, keyA: test.a} {
				collision := publish.CollisionOf(itself[name], []publish.Rival{other})
				assert.Equal(t, name == test.yields, collision != nil, name)
			}
		})
	}
}

func TestACollisionNamesBothHeaders(t *testing.T) {
	collision := publish.CollisionOf(rival("key-a", 2, "X", "second"), []publish.Rival{rival("b", 1, "X", "third"), rival("a", 1, "X-Key", "first")})
	require.NotNil(t, collision)
	assert.Equal(t, "X", collision.Header)
	assert.Equal(t, "X-Key", collision.OtherHeader)
	assert.Equal(t, "a", collision.Other.Endpoint.Name)
}

// vMCP v0.44 makes the same names: test/toolhive/vmcp has it find the values.
func TestVariables(t *testing.T) {
	assert.Equal(t, "TOOLHIVE_SECRET_HEADER_FORWARD_X_API_KEY_SEARCH_1", publish.HeaderVariable("X-Api.Key", "search.1"))
	assert.Equal(t, []string{"TOOLHIVE_SECRET_HEADER_FORWARD_X_KEY_A"}, publish.Variables(rival("key-a", 1, "X", "first").Endpoint))
	assert.Equal(t, publish.HeaderVariable("X-Key", "a"), publish.HeaderVariable("X", "key-a"))
	assert.Empty(t, publish.Variables(rival("a", 1, "X", "first", ofTypeProxy).Endpoint), "the proxy adds them")
	assert.Empty(t, publish.Variables(rival("a", 1, "X", "first", withoutHeaders).Endpoint))
}
