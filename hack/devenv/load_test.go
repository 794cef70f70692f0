// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package devenv

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/util/sets"
)

// kustomized is how every kustomization begins.
const kustomized = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"

func configMap(name string) string {
	return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name + "\n"
}

// writeFiles makes a directory with these files, by relative path.
func writeFiles(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
	}
	return dir
}

func names(objects []Object) []string {
	var names []string
	for _, object := range objects {
		names = append(names, object.String())
	}
	return names
}

func TestLoad(t *testing.T) {
	for _, test := range []struct {
		name    string
		files   map[string]string
		load    []string
		want    []string
		wantErr string
	}{
		{
			name:  "a kustomization is followed in the order of its resources",
			files: map[string]string{"kustomization.yaml": kustomized + "resources: [b.yaml, sub]\n", "b.yaml": configMap("b"), "sub/kustomization.yaml": kustomized + "resources: [../a.yaml]\n", "a.yaml": configMap("a")},
			load:  []string{"."},
			want:  []string{"ConfigMap b", "ConfigMap a"},
		},
		{
			name:  "files are read in the order given",
			files: map[string]string{"a.yaml": configMap("a"), "b.yaml": configMap("b")},
			load:  []string{"b.yaml", "a.yaml"},
			want:  []string{"ConfigMap b", "ConfigMap a"},
		},
		{
			name:  "a file holds several documents, of which empty ones do not count",
			files: map[string]string{"a.yaml": "# A comment.\n---\n" + configMap("a") + "---\n# Another.\n---\n" + configMap("b")},
			load:  []string{"a.yaml"},
			want:  []string{"ConfigMap a", "ConfigMap b"},
		},
		{
			name:    "a field of a kustomization that is not understood is refused",
			files:   map[string]string{"kustomization.yaml": kustomized + "patches: []\n"},
			load:    []string{"."},
			wantErr: `only the field resources is understood here: error unmarshaling JSON: while decoding JSON: json: unknown field "patches"`,
		},
		{
			name:    "a kustomization that lists itself is refused",
			files:   map[string]string{"kustomization.yaml": kustomized + "resources: [sub]\n", "sub/kustomization.yaml": kustomized + "resources: [..]\n"},
			load:    []string{"."},
			wantErr: "is listed twice",
		},
		{
			name:    "a directory without a kustomization is refused",
			files:   map[string]string{"a.yaml": configMap("a")},
			load:    []string{"."},
			wantErr: "kustomization.yaml: no such file",
		},
		{
			name:    "a missing resource is refused",
			files:   map[string]string{"kustomization.yaml": kustomized + "resources: [gone.yaml]\n"},
			load:    []string{"."},
			wantErr: "gone.yaml: no such file",
		},
		{
			name:    "a document that is no object is refused with its number",
			files:   map[string]string{"a.yaml": configMap("a") + "---\nmetadata: {name: b}\n"},
			load:    []string{"a.yaml"},
			wantErr: "a.yaml: document 2: Object 'Kind' is missing",
		},
		{
			name:    "a key that is given twice is refused",
			files:   map[string]string{"a.yaml": configMap("a") + "kind: Secret\n"},
			load:    []string{"a.yaml"},
			wantErr: `key "kind" already set`,
		},
		{
			name:    "an object without a name is refused",
			files:   map[string]string{"a.yaml": "apiVersion: v1\nkind: ConfigMap\n"},
			load:    []string{"a.yaml"},
			wantErr: "document 1: ConfigMap has no metadata.name",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Chdir(writeFiles(t, test.files))
			objects, err := Load(test.load...)
			if test.wantErr != "" {
				require.ErrorContains(t, err, test.wantErr)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, test.want, names(objects))
		})
	}
}

func TestDefinitionsComeFirstAndTheRestKeepsItsOrder(t *testing.T) {
	dir := writeFiles(t, map[string]string{"all.yaml": strings.Join([]string{
		configMap("b"),
		"apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: later}\n",
		configMap("a"),
		"apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: sooner}\n",
	}, "---\n")})
	objects, err := Load(filepath.Join(dir, "all.yaml"))
	require.NoError(t, err)
	definitions, others := split(objects)
	assert.Equal(t, []string{"CustomResourceDefinition later", "CustomResourceDefinition sooner"}, names(definitions))
	assert.Equal(t, []string{"ConfigMap b", "ConfigMap a"}, names(others))
}

// The shipped manifests have to stay within what Load understands.
func TestTheShippedManifestsLoad(t *testing.T) {
	root, err := Root()
	require.NoError(t, err)
	objects, err := Load(filepath.Join(root, "manifests", "standalone"))
	require.NoError(t, err)
	installed := names(withoutWorkload(objects))
	assert.Contains(t, installed, "CustomResourceDefinition mcpremoteendpoints.toolhive.stacklok.dev")
	assert.Contains(t, installed, "ServiceAccount "+OperatorNamespace+"/"+OperatorServiceAccount)
	assert.NotContains(t, strings.Join(installed, " "), "Deployment")
}

// The operator's own objects, but for those that are about its pods.
func TestWhatIsInstalledForAnOperatorOutsideTheCluster(t *testing.T) {
	objects, err := Load("../../manifests/standalone")
	require.NoError(t, err)
	kinds := sets.New[string]()
	for _, object := range withoutWorkload(objects) {
		kinds.Insert(object.GetKind())
	}
	assert.Equal(t, sets.New("CustomResourceDefinition", "Namespace", "ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"), kinds)
}
