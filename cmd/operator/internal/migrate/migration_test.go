// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package migrate_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/cmd/operator/internal/migrate"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/translate"
)

const (
	entry = `apiVersion: toolhive.stacklok.dev/v1beta1
kind: MCPServerEntry
metadata: {name: docs}
spec: {remoteUrl: "https://docs.example.com/mcp", transport: sse, groupRef: {name: remotes}}
`
	migratedEntry = `apiVersion: toolhive.stacklok.dev/v1alpha1
kind: MCPRemoteEndpoint
metadata:
  name: docs
  annotations:
    toolhive.stacklok.dev/replaces: MCPServerEntry
spec:
  type: direct
  remoteURL: https://docs.example.com/mcp
  transport: sse
  groupRef: remotes
`
)

func TestWhatCannotBeReadStaysAndIsNamed(t *testing.T) {
	for _, test := range []struct {
		name string
		text string
		want string
	}{
		{"no YAML", "a: {{ .Values }}\n", "bad.yaml: document 1 (line 1): "},
		{"no UTF-8", "a: \xff\n", "bad.yaml: document 1 (line 1): the text is not UTF-8"},
		{"a document after others", "# a\na: 1\n---\nb: 1\n--- {\n", "bad.yaml: document 3 (line 5): "},
		{"a value of the wrong type", "kind: MCPRemoteProxy\napiVersion: toolhive.stacklok.dev/v1beta1\nmetadata: {name: web}\nspec: {replicas: many}\n",
			`bad.yaml: document 1 (line 1): MCPRemoteProxy "web": json: cannot unmarshal string into Go struct field MCPRemoteProxySpec.spec.replicas`},
		{"metadata of the wrong type", "kind: MCPServerEntry\napiVersion: toolhive.stacklok.dev/v1beta1\nmetadata: {name: 5}\n",
			`bad.yaml: document 1 (line 1): MCPServerEntry "": json: cannot unmarshal number`},
		{"an unknown version", "kind: MCPServerEntry\napiVersion: toolhive.stacklok.dev/v1\nmetadata: {name: docs}\n",
			`bad.yaml: document 1 (line 1): MCPServerEntry "docs": apiVersion "toolhive.stacklok.dev/v1" is not known: use v1beta1 or v1alpha1`},
		{"a template whose YAML is in order", strings.Replace(entry, "docs}", `"{{ .Values.name }}"}`, 1), `bad.yaml: document 1 (line 1): MCPServerEntry "{{ .Values.name }}": it is a template`},
		{"a template of a list", "kind: MCPServerEntryList\napiVersion: toolhive.stacklok.dev/v1beta1\nitems:\n- {metadata: {name: a}, spec: {remoteUrl: '{{ .Values.url }}'}}\n", "it is a template"},
		{"no version", "kind: MCPServerEntry\nmetadata: {name: docs}\n", `bad.yaml: document 1 (line 1): MCPServerEntry "docs" has no apiVersion: write toolhive.stacklok.dev/v1beta1`},
		{"a list without a version", "kind: MCPRemoteProxyList\nitems: []\n", "has no apiVersion"},
		{"a key that is given twice", entry + "spec: {}\n", `key "spec" already set in map`},
		{"a key that is given twice, in JSON", `{"apiVersion": "toolhive.stacklok.dev/v1beta1", "kind": "MCPServerEntry", "spec": {}, "spec": {}}`,
			`duplicate field "spec"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := migrate.OfInputs([]migrate.Input{{Name: "good.yaml", Text: []byte(entry)}, {Name: "bad.yaml", Text: []byte(test.text)}})
			require.Len(t, m.Errors, 1)
			assert.ErrorContains(t, m.Errors[0], test.want)
			assert.Len(t, m.Objects, 1, "others are migrated all the same")

			manifests, err := m.Manifests()
			require.NoError(t, err)
			assert.Equal(t, migratedEntry+"---\n"+test.text, string(manifests))
			assert.Contains(t, string(m.Report()), "\nNot migrated\n  "+strings.SplitN(m.Errors[0].Error(), "\n", 2)[0])
		})
	}
}

func TestTemplatesOfOthersAreNoneOfOurs(t *testing.T) {
	m := migrate.OfInputs([]migrate.Input{{Text: []byte("kind: ConfigMap\napiVersion: v1\ndata: {a: '{{ .Values.a }}'}\n---\n" + entry)}})
	assert.Empty(t, m.Errors)
	assert.Len(t, m.Objects, 1)
}

// What must not be applied cannot be by accident.
func TestWhatMustNotBeAppliedIsCommentedOut(t *testing.T) {
	other := strings.NewReplacer("MCPServerEntry", "MCPRemoteProxy", "spec: {", "spec: {oidcConfigRef: {name: a, audience: b}, ").Replace(entry)
	for name, text := range map[string]string{
		"an endpoint of the name that replaces nothing": "kind: MCPRemoteEndpoint\napiVersion: toolhive.stacklok.dev/v1alpha1\nmetadata: {name: docs}\n---\n" + entry,
		"two objects of the name":                       entry + "---\n" + other,
		"an object that is being deleted":               strings.Replace(entry, "name: docs", "name: docs, deletionTimestamp: '2026-01-01T00:00:00Z'", 1),
		"in JSON as well":                               `{"kind": "MCPServerEntry", "apiVersion": "toolhive.stacklok.dev/v1beta1", "metadata": {"name": "docs", "deletionTimestamp": "2026-01-01T00:00:00Z"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			m := migrate.OfInputs([]migrate.Input{{Text: []byte(text)}})
			for _, object := range m.Objects {
				assert.Equal(t, migrate.Decide, object.Result(), object.Name())
				assert.True(t, object.Withheld)
			}
			manifests, err := m.Manifests()
			require.NoError(t, err)
			assert.Contains(t, string(manifests), "# kind: MCPRemoteEndpoint\n")
			assert.NotContains(t, string(manifests), "\nkind: MCPRemoteEndpoint\nmetadata:\n  name: docs\n")
		})
	}
}

// Nothing in a reference to a group is lost without a word, although its type reads two spellings.
func TestFieldsOfAGroupThatDoNotExist(t *testing.T) {
	for _, k := range []string{"MCPServerEntry", "MCPRemoteProxy"} {
		text := strings.Replace(strings.Replace(entry, "{name: remotes}", "{name: remotes, namespace: other}", 1), "MCPServerEntry", k, 1)
		m := migrate.OfInputs([]migrate.Input{{Text: []byte(text)}})
		require.Len(t, m.Objects, 1)
		notes := slices.DeleteFunc(m.Objects[0].Notes, func(n translate.Note) bool { return n.Level != translate.Lost })
		require.Len(t, notes, 1)
		assert.Equal(t, "spec.groupRef.namespace", notes[0].Field)
	}
}

func TestAnItemThatCannotBeReadStaysInItsPlace(t *testing.T) {
	m := migrate.OfInputs([]migrate.Input{{Name: "list.yaml", Text: []byte(`kind: List
apiVersion: v1
items:
- {kind: MCPRemoteProxy, apiVersion: toolhive.stacklok.dev/v1beta1, metadata: {name: web}, spec: []}
- {kind: MCPServerEntry, apiVersion: toolhive.stacklok.dev/v1beta1, metadata: {name: docs},
   spec: {remoteUrl: "https://docs.example.com/mcp", transport: sse, groupRef: {name: remotes}}}
`)}})
	require.Len(t, m.Errors, 1)
	manifests, err := m.Manifests()
	require.NoError(t, err)
	assert.Equal(t, "apiVersion: toolhive.stacklok.dev/v1beta1\nkind: MCPRemoteProxy\nmetadata:\n  name: web\nspec: []\n---\n"+migratedEntry, string(manifests))
}

func TestInputsFollowEachOther(t *testing.T) {
	const other = "kind: ConfigMap # as it was"
	for _, test := range []struct {
		name  string
		texts []string
		want  string
	}{
		{"with a marker between them", []string{other + "\n", entry}, other + "\n---\n" + migratedEntry},
		{"with the one marker that is there", []string{other + "\n", "# a\n---\n" + entry}, other + "\n# a\n---\n" + migratedEntry},
		{"with a line break where there was none", []string{other, entry}, other + "\n---\n" + migratedEntry},
		{"whether anything changes or not", []string{other, "---\n" + other}, other + "\n---\n" + other},
		{"without empty ones", []string{"", entry, ""}, migratedEntry},
		{"in what is YAML from its beginning", []string{"{}", "{}"}, "---\n{}\n---\n{}"},
		{"with the lines at the end of documents", []string{entry + "# a\n...\n", other}, migratedEntry + "# a\n...\n---\n" + other},
	} {
		t.Run(test.name, func(t *testing.T) {
			var inputs []migrate.Input
			for _, text := range test.texts {
				inputs = append(inputs, migrate.Input{Text: []byte(text)})
			}
			manifests, err := migrate.OfInputs(inputs).Manifests()
			require.NoError(t, err)
			assert.Equal(t, test.want, string(manifests))
		})
	}
}

func TestOverlaysMayRepeatAnObject(t *testing.T) {
	m := migrate.OfInputs([]migrate.Input{{Text: []byte(entry)}, {Text: []byte(entry)}})
	assert.Len(t, m.Objects, 2)
	assert.Equal(t, migrate.Ready, m.Result())
}

func TestResultIsTheWorst(t *testing.T) {
	unknown := entry + "status: {of: no, interest: 1}\nunknown: 1\n"
	undecided := "kind: MCPServerEntry\napiVersion: toolhive.stacklok.dev/v1beta1\nmetadata: {name: docs}\nspec: {}\n"
	for _, test := range []struct {
		name string
		text string
		want migrate.Result
	}{
		{"nothing is ready", "", migrate.Ready},
		{"a note is ready", "kind: MCPServerEntry\napiVersion: toolhive.stacklok.dev/v1beta1\nmetadata: {name: docs}\n" +
			"spec: {remoteUrl: \"http://docs.example.com/mcp\", transport: sse, groupRef: remotes}\n", migrate.Ready},
		{"an unknown field is lost", entry + "---\n" + unknown, migrate.Lost},
		{"a decision is more than a loss", unknown + "---\n" + undecided, migrate.Decide},
	} {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.want, migrate.OfInputs([]migrate.Input{{Text: []byte(test.text)}}).Result())
		})
	}
}

func TestOfCluster(t *testing.T) {
	named := func(name string) metav1.ObjectMeta {
		return metav1.ObjectMeta{Namespace: "team", Name: name, UID: "1", ResourceVersion: "2", Generation: 3}
	}
	spec := v1beta1.MCPServerEntrySpec{
		RemoteURL: "https://docs.example.com/mcp", Transport: v1beta1.TransportSSE, GroupRef: v1beta1.MCPGroupRefOrName{Name: "remotes"},
	}
	deleted := named("deleted")
	deleted.DeletionTimestamp = &metav1.Time{}
	replaced := named("replaced")
	replaced.Annotations = map[string]string{v1alpha1.ReplacesAnnotation: "MCPServerEntry"}
	published := named("published")
	published.Labels = map[string]string{v1alpha1.PublishedLabel: "true"}
	unlabelled := named("unlabelled") // It lost the label, and is put right at once.
	unlabelled.OwnerReferences = []metav1.OwnerReference{{Kind: "MCPRemoteEndpoint", Name: "unlabelled", Controller: new(true)}}
	m := migrate.OfCluster(nil, []v1beta1.MCPServerEntry{
		{ObjectMeta: named("docs"), Spec: spec},
		{ObjectMeta: deleted, Spec: spec},
		{ObjectMeta: named("taken"), Spec: spec},
		{ObjectMeta: named("replaced"), Spec: spec},
		{ObjectMeta: published, Spec: spec},
		{ObjectMeta: unlabelled, Spec: spec},
	}, []v1alpha1.MCPRemoteEndpoint{
		{ObjectMeta: named("taken")}, {ObjectMeta: replaced}, {ObjectMeta: named("published")}, {ObjectMeta: named("unlabelled")},
	})

	var results []string
	for _, object := range m.Objects {
		results = append(results, object.Name()+" "+string(object.Result()))
	}
	assert.Equal(t, []string{"MCPServerEntry team/docs ready", "MCPServerEntry team/deleted decide", "MCPServerEntry team/taken decide"}, results,
		"what is replaced is left out, and what was made of an endpoint")

	manifests, err := migrate.OfCluster(nil, []v1beta1.MCPServerEntry{{ObjectMeta: named("a"), Spec: spec}, {ObjectMeta: named("b"), Spec: spec}}, nil).Manifests()
	require.NoError(t, err)
	assert.Equal(t, inTeam("a")+"---\n"+inTeam("b"), string(manifests))
}

func inTeam(name string) string {
	return `apiVersion: toolhive.stacklok.dev/v1alpha1
kind: MCPRemoteEndpoint
metadata:
  name: ` + name + `
  namespace: team
  annotations:
    toolhive.stacklok.dev/replaces: MCPServerEntry
spec:
  type: direct
  remoteURL: https://docs.example.com/mcp
  transport: sse
  groupRef: remotes
`
}
