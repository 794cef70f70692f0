// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate_test

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/randfill"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/render"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/translate"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// objects is how many random objects of each kind there are. They are the same at each run.
const objects = 10_000

// Whatever an older object says, and whatever is wrong with it, it has a translation and a status, and the API server takes that.
func TestRandomObjectsHaveATranslationAndAStatus(t *testing.T) {
	t.Parallel()
	filler := randfill.NewWithSeed(1).NilChance(0.5).NumElements(0, 3).Funcs(
		func(raw *runtime.RawExtension, c randfill.Continue) {
			raw.Raw = []byte(podTemplates[c.Intn(len(podTemplates))])
		},
	)
	for range objects {
		proxy, entry := &v1beta1.MCPRemoteProxy{}, &v1beta1.MCPServerEntry{}
		for _, part := range []any{
			&proxy.Name, &proxy.Labels, &proxy.Annotations, &proxy.Spec, &proxy.Status.Conditions,
			&entry.Name, &entry.Labels, &entry.Annotations, &entry.Spec,
		} {
			filler.Fill(part)
		}
		before := proxy.DeepCopy()
		endpoint := translate.RemoteProxy(proxy).Endpoint
		problems := validate.Endpoint(validate.Input{Endpoint: endpoint})
		_, _ = render.Proxy(endpoint, metav1.OwnerReference{}, references.Found{}, render.Settings{}) // It must not panic.
		status := translate.RemoteProxyStatus(proxy, translate.Findings{Problems: problems})
		requireConditions(t, status.Conditions, translate.RemoteProxyConditions)
		require.Equal(t, before, proxy, "the older object stays as it is")

		endpoint = translate.ServerEntry(entry).Endpoint
		problems = validate.Endpoint(validate.Input{Endpoint: endpoint})
		requireConditions(t, translate.ServerEntryStatus(entry, translate.Findings{Problems: problems}).Conditions, translate.ServerEntryConditions)
	}
}

// podTemplates are some that are usual, and some that are none.
var podTemplates = []string{
	``, `null`, `{}`, `[]`, `"text"`, `7`, `{"spec":`, `{"spec":null}`, `{"spec":{"containers":7}}`,
	`{"spec":{"containers":[null,{"name":"toolhive","colour":"red"},{"$patch":"delete"}]}}`,
	`{"metadata":{"labels":{"app":"x"},"annotations":null},"colour":{"a":[1]}}`, `{"metadata":[]}`,
}

// reason is what the API server takes for one.
var reason = regexp.MustCompile(`^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$`)

func requireConditions(t *testing.T, conditions []metav1.Condition, vocabulary []string) {
	t.Helper()
	var seen []string
	for _, condition := range conditions {
		require.True(t, slices.Contains(vocabulary, condition.Type) && !slices.Contains(seen, condition.Type), condition.Type)
		require.Regexp(t, reason, condition.Reason)
		require.LessOrEqual(t, len(condition.Message), 32768)
		seen = append(seen, condition.Type)
	}
}

// The pods of an older object stay as they are when the printed manifest takes over (R4.3): both render the same children, but for their
// owner, or have the same problems. What is tolerated keeps nobody from rendering.
func TestAProxyAndItsPrintedManifestRenderTheSameChildren(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	drawn := newDeck(t, proxyBase, slices.Concat(commonCases, proxyCases, oidcCases))
	rendered, tolerated := 0, 0
	for range objects {
		proxy := &v1beta1.MCPRemoteProxy{ObjectMeta: metav1.ObjectMeta{Name: "search", Namespace: namespace}}
		convert(t, drawn.spec(random), &proxy.Spec)
		found := situations[random.IntN(len(situations))](everything())
		endpoint := translate.RemoteProxy(proxy).Endpoint
		read := admitted(t, endpoint)
		problems := validate.Endpoint(validate.Input{Endpoint: endpoint, Found: found})
		require.Equal(t, problems, validate.Endpoint(validate.Input{Endpoint: read, Found: found}))
		faults, passed := validate.Tolerate(kind.MCPRemoteProxy, problems)
		if len(faults) > 0 {
			continue
		}
		rendered++
		if len(passed) > 0 {
			tolerated++
		}
		require.Equal(t, children(t, endpoint, found), children(t, read, found))
	}
	assert.Greater(t, rendered, objects/4, "most of what is drawn is of no use to this test")
	assert.Greater(t, tolerated, objects/20, "hardly any of what is drawn is tolerated")
}

// situations change what a proxy refers to into what ToolHive tolerates, or not.
var situations = []func(references.Found) references.Found{
	func(f references.Found) references.Found { return f },
	func(f references.Found) references.Found { f.Secrets = nil; return f },
	func(f references.Found) references.Found { f.Group, f.ToolConfig = nil, nil; return f },
	withAuth(v1beta1.MCPExternalAuthConfigSpec{
		Type: v1beta1.ExternalAuthTypeUpstreamInject, UpstreamInject: &v1beta1.UpstreamInjectSpec{ProviderName: "github"},
	}),
	withAuth(v1beta1.MCPExternalAuthConfigSpec{Type: v1beta1.ExternalAuthTypeTokenExchange, TokenExchange: &v1beta1.TokenExchangeConfig{
		TokenURL: "http://sts.example.com/token", ClientID: "search", SubjectProviderName: "github",
	}}),
	withAuth(v1beta1.MCPExternalAuthConfigSpec{Type: v1beta1.ExternalAuthTypeHeaderInjection, HeaderInjection: &v1beta1.HeaderInjectionConfig{
		HeaderName: "x-key", ValueSecretRef: v1beta1.SecretKeyRef{Name: "keys", Key: "api"},
	}}),
	withAuth(v1beta1.MCPExternalAuthConfigSpec{Type: v1beta1.ExternalAuthTypeOBO, OBO: &v1beta1.OBOConfig{}}),
}

func withAuth(spec v1beta1.MCPExternalAuthConfigSpec) func(references.Found) references.Found {
	return func(f references.Found) references.Found {
		f.AuthConfig = &v1beta1.MCPExternalAuthConfig{ObjectMeta: named("auth"), Spec: spec}
		return f
	}
}

func TestAnEntryAndItsPrintedManifestHaveTheSameProblems(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	drawn := newDeck(t, entryBase, slices.Concat(commonCases, entryCases))
	for range objects {
		entry := &v1beta1.MCPServerEntry{ObjectMeta: metav1.ObjectMeta{Name: "search", Namespace: namespace}}
		convert(t, drawn.spec(random), &entry.Spec)
		found := situations[random.IntN(len(situations))](everything())
		endpoint := translate.ServerEntry(entry).Endpoint
		read := admitted(t, endpoint)
		require.Equal(t, validate.Endpoint(validate.Input{Endpoint: endpoint, Found: found}), validate.Endpoint(validate.Input{Endpoint: read, Found: found}))
		setDefaultCAKey(endpoint)
		require.Equal(t, endpoint, read)
	}
}

// setDefaultCAKey sets the one default that the translation of an entry leaves to admission.
func setDefaultCAKey(endpoint *v1alpha1.MCPRemoteEndpoint) {
	if ref := endpoint.Spec.CABundleRef; ref != nil && ref.Key == "" {
		ref.Key = "ca.crt"
	}
}

// deck is what the specs of random objects are drawn from.
type deck struct {
	base  map[string]any
	parts []map[string]any
}

func newDeck(t testing.TB, base string, cases []fieldCase) deck {
	t.Helper()
	d := deck{base: parse(t, base)}
	for _, c := range cases {
		d.parts = append(d.parts, parse(t, c.spec))
	}
	return d
}

// spec merges some parts over the base.
func (d *deck) spec(random *rand.Rand) map[string]any {
	spec := runtime.DeepCopyJSON(d.base)
	for range random.IntN(6) {
		spec = merge(spec, runtime.DeepCopyJSON(d.parts[random.IntN(len(d.parts))]))
	}
	return spec
}

// admitted returns what the API server stores of the manifest of an endpoint.
func admitted(t testing.TB, endpoint *v1alpha1.MCPRemoteEndpoint) *v1alpha1.MCPRemoteEndpoint {
	t.Helper()
	object := parse(t, text(t, endpoint))
	setDefaults(object, endpointSchema())
	read := &v1alpha1.MCPRemoteEndpoint{}
	convert(t, object, read)
	return read
}

// endpointSchema is that of the CustomResourceDefinition.
var endpointSchema = sync.OnceValue(func() map[string]any {
	content, err := os.ReadFile("../../../../manifests/crds/toolhive.stacklok.dev_mcpremoteendpoints.yaml")
	if err != nil {
		panic(err)
	}
	var definition struct {
		Spec struct {
			Versions []struct {
				Schema struct {
					Root map[string]any `json:"openAPIV3Schema"`
				} `json:"schema"`
			} `json:"versions"`
		} `json:"spec"`
	}
	if err := yaml.Unmarshal(content, &definition); err != nil {
		panic(err)
	}
	return definition.Spec.Versions[0].Schema.Root
})

// setDefaults sets the defaults of a schema in an object, as the API server does on admission.
func setDefaults(value any, schema map[string]any) {
	switch value := value.(type) {
	case map[string]any:
		properties, _ := schema["properties"].(map[string]any)
		for name, property := range properties {
			property := property.(map[string]any)
			if fallback, ok := property["default"]; ok && value[name] == nil {
				value[name] = runtime.DeepCopyJSONValue(fallback)
			}
			setDefaults(value[name], property)
		}
	case []any:
		items, _ := schema["items"].(map[string]any)
		for _, item := range value {
			setDefaults(item, items)
		}
	}
}

// children renders a proxy, whose variables must have names of their own: server-side apply takes no others.
func children(t testing.TB, endpoint *v1alpha1.MCPRemoteEndpoint, found references.Found) string {
	t.Helper()
	rendered, err := render.Proxy(endpoint, metav1.OwnerReference{}, found, render.Settings{ProxyImage: "proxyrunner:v0.44.0"})
	require.NoError(t, err)
	for _, container := range rendered.Deployment.Spec.Template.Spec.Containers {
		names := map[string]bool{}
		for _, variable := range container.Env {
			require.False(t, names[variable.Name], variable.Name)
			names[variable.Name] = true
		}
	}
	encoded, err := json.Marshal(rendered)
	require.NoError(t, err)
	return string(encoded)
}
