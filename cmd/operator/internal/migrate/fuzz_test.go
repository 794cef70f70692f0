// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package migrate_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/cmd/operator/internal/migrate"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// Text that has no legacy object in it is printed as it is; in other text, everything before and after is.
func FuzzOtherDocumentsPassUnchanged(f *testing.F) {
	for _, seed := range []string{"a: 1", "a: |\n  ---\n", "# a\n", "---\n...\n", "kind: List\nitems: [1]", "\u2028---\u0085", "a: b\r---\r", "{}{}", "%"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		m := migrate.OfInputs([]migrate.Input{{Text: text}})
		if len(m.Objects) > 0 {
			t.Skip("there is a legacy object")
		}
		manifests, err := m.Manifests()
		require.NoError(t, err)
		require.Equal(t, string(text), string(manifests))

		before := "a: 1\n---\n" + entry + "---\n"
		m = migrate.OfInputs([]migrate.Input{{Text: append([]byte(before), text...)}})
		manifests, err = m.Manifests()
		require.NoError(t, err)
		assert.Equal(t, "a: 1\n---\n"+migratedEntry+"---\n"+string(text), string(manifests))
	})
}

// Whatever text is in an object, its manifest means the endpoint that the object is translated to, and nothing else.
func FuzzManifestsMeanWhatTheyShould(f *testing.F) {
	for _, seed := range []string{"", "a", "a\nb", " a", "---\n", "# a", "\u2028---", "yes", "0x1", "1e3", "~", "a: b", "\x00", "{", "- a\n\n  b \n", "\u0085"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		raw, err := json.Marshal(map[string]string{text: text})
		require.NoError(t, err)
		var clean string
		encoded, err := json.Marshal(text)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(encoded, &clean), "JSON has no text that is not UTF-8")

		proxy := v1beta1.MCPRemoteProxy{}
		proxy.Name, proxy.Namespace = clean, clean
		proxy.Labels = map[string]string{clean: clean}
		proxy.Annotations = map[string]string{"a": clean}
		proxy.Spec.RemoteURL = clean
		proxy.Spec.GroupRef = &v1beta1.MCPGroupRefOrName{Name: clean}
		proxy.Spec.EndpointPrefix = clean
		proxy.Spec.Resources.Limits.CPU = clean
		proxy.Spec.PodTemplateSpec = &runtime.RawExtension{Raw: []byte(`{"metadata": {"annotations": ` + string(raw) + `}}`)}

		object := migrate.FromRemoteProxy(&proxy)
		manifests, err := migrate.OfCluster([]v1beta1.MCPRemoteProxy{proxy}, nil, nil).Manifests()
		require.NoError(t, err)
		got := &v1alpha1.MCPRemoteEndpoint{}
		require.NoError(t, yaml.UnmarshalStrict(manifests, got), string(manifests))
		requireSameJSON(t, object.Endpoint, got)
	})
}

func requireSameJSON(t *testing.T, want, got any) {
	t.Helper()
	wantText, err := json.Marshal(want)
	require.NoError(t, err)
	gotText, err := json.Marshal(got)
	require.NoError(t, err)
	require.JSONEq(t, string(wantText), string(gotText))
}

// The example in a manifest that says nothing of OIDC is one, once its marks are removed.
func TestTheExampleOfOIDCIsOne(t *testing.T) {
	m := migrate.OfInputs([]migrate.Input{{Text: []byte("kind: MCPRemoteProxy\napiVersion: toolhive.stacklok.dev/v1beta1\nmetadata: {name: a}\nspec: {}\n")}})
	manifests, err := m.Manifests()
	require.NoError(t, err)
	var endpoint v1alpha1.MCPRemoteEndpoint
	_, example, found := strings.Cut(string(manifests), "Give one of these two:\n")
	require.True(t, found)
	example = "spec:\n  proxyConfig:\n" + strings.ReplaceAll(example, "    # ", "    ")
	require.NoError(t, yaml.UnmarshalStrict([]byte(example), &endpoint))
	config := endpoint.Spec.ProxyConfig
	require.NotNil(t, config)
	require.NotNil(t, config.OIDCConfig)
	assert.Equal(t, v1alpha1.OIDCConfigTypeInline, config.OIDCConfig.Type)
	assert.NotEmpty(t, config.OIDCConfig.Inline.Issuer)
	require.NotNil(t, config.OIDCConfigRef)
	assert.NotEmpty(t, config.OIDCConfigRef.Name)
}
