// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate_test

import (
	"encoding/json"
	"math/rand/v2"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/randfill"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/render"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/translate"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// objects is how many random objects of each kind there are. They are the same at each run.
const objects = 10_000

// Whatever an older object says, and whatever is wrong with it, it has a translation and a status, and the API server takes that.
func TestRandomObjectsHaveATranslationAndAStatus(t *testing.T) {
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
		status := translate.RemoteProxyStatus(proxy, v1alpha1.MCPRemoteEndpointStatus{}, problems, references.Found{})
		requireConditions(t, status.Conditions, translate.RemoteProxyConditions)
		require.Equal(t, before, proxy, "the older object stays as it is")

		endpoint = translate.ServerEntry(entry).Endpoint
		problems = validate.Endpoint(validate.Input{Endpoint: endpoint})
		requireConditions(t, translate.ServerEntryStatus(entry, problems).Conditions, translate.ServerEntryConditions)
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
// owner.
func TestAProxyAndItsPrintedManifestRenderTheSameChildren(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	drawn := newDeck(t, proxyBase, slices.Concat(commonCases, proxyCases, oidcCases))
	valid := 0
	for range objects {
		proxy := &v1beta1.MCPRemoteProxy{ObjectMeta: metav1.ObjectMeta{Name: "search", Namespace: namespace}}
		convert(t, drawn.spec(random), &proxy.Spec)
		endpoint := translate.RemoteProxy(proxy).Endpoint
		in := validate.Input{Endpoint: endpoint, Found: everything()}
		if len(validate.Endpoint(in)) > 0 {
			continue
		}
		valid++
		require.Equal(t, children(t, endpoint), children(t, printed(t, endpoint)))
	}
	assert.Greater(t, valid, objects/10, "most of what is drawn is of no use to this test")
}

func TestAnEntryAndItsPrintedManifestAreTheSame(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	drawn := newDeck(t, entryBase, slices.Concat(commonCases, entryCases))
	for range objects {
		entry := &v1beta1.MCPServerEntry{ObjectMeta: metav1.ObjectMeta{Name: "search", Namespace: namespace}}
		convert(t, drawn.spec(random), &entry.Spec)
		endpoint := translate.ServerEntry(entry).Endpoint
		require.Equal(t, endpoint, printed(t, endpoint))
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

// printed returns what is read of the manifest of an endpoint.
func printed(t testing.TB, endpoint *v1alpha1.MCPRemoteEndpoint) *v1alpha1.MCPRemoteEndpoint {
	t.Helper()
	read := &v1alpha1.MCPRemoteEndpoint{}
	require.NoError(t, yaml.UnmarshalStrict([]byte(text(t, endpoint)), read))
	return read
}

func children(t testing.TB, endpoint *v1alpha1.MCPRemoteEndpoint) string {
	t.Helper()
	rendered, err := render.Proxy(endpoint, metav1.OwnerReference{}, everything(), render.Settings{ProxyImage: "proxyrunner:v0.44.0"})
	require.NoError(t, err)
	encoded, err := json.Marshal(rendered)
	require.NoError(t, err)
	return string(encoded)
}
