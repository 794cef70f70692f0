// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	kubernetesscheme "k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	toolhivescheme "github.com/mcp-remote-endpoint/operator/pkg/generated/clientset/versioned/scheme"
)

// outcome is outcome.yaml.
type outcome struct {
	Phase      string             `json:"phase"`
	URL        string             `json:"url"`
	Message    string             `json:"message"`
	Hashes     map[string]string  `json:"hashes"`
	Conditions []outcomeCondition `json:"conditions"`
	// Children are the resources and names of the objects that were made.
	Children []string `json:"children"`
	// Configs are the hashes that whoever serves the configurations wrote into their status.
	Configs []configHash `json:"configs"`
}

type outcomeCondition struct {
	Type   string `json:"type"`
	Status string `json:"status"`
	Reason string `json:"reason"`
}

type configHash struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
	Hash string `json:"configHash"`
}

// condition returns the status and reason of a condition, or nothing.
func (o outcome) condition(conditionType string) string {
	for _, condition := range o.Conditions {
		if condition.Type == conditionType {
			return condition.Status + " " + condition.Reason
		}
	}
	return ""
}

func readOutcome(t *testing.T, folder string) outcome {
	t.Helper()
	var recorded outcome
	readYAML(t, filepath.Join(folder, "outcome.yaml"), &recorded)
	return recorded
}

// readRendering reads what ToolHive's operator rendered.
func readRendering(t *testing.T, folder string) *rendering {
	t.Helper()
	r := &rendering{Deployment: &appsv1.Deployment{}, Service: &corev1.Service{}, Children: set(readOutcome(t, folder).Children)}
	readYAML(t, filepath.Join(folder, "runconfig.json"), &r.RunConfig)
	readYAML(t, filepath.Join(folder, "deployment.yaml"), r.Deployment)
	readYAML(t, filepath.Join(folder, "service.yaml"), r.Service)
	if account := filepath.Join(folder, "serviceaccount.yaml"); exists(account) {
		recorded := &corev1.ServiceAccount{}
		readYAML(t, account, recorded)
		r.PullSecrets = recorded.ImagePullSecrets
	}
	setFileModes(r.pod().Spec.Volumes)
	return r
}

// exists says whether there is such a file in testdata. A ServiceAccount is kept where there is more to it than its name.
func exists(path string) bool {
	_, err := os.Stat(filepath.Join("testdata", path))
	return err == nil
}

func readYAML(t *testing.T, path string, into any) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", path))
	require.NoError(t, err)
	require.NoError(t, yaml.UnmarshalStrict(content, into), path)
}

// readInput returns the objects of a case, and the endpoint among them.
func readInput(t *testing.T, name string) ([]controllertest.Object, *v1alpha1.MCPRemoteEndpoint) {
	t.Helper()
	objects := readObjects(t, name, "input.yaml")
	return objects, the[*v1alpha1.MCPRemoteEndpoint](objects)
}

// readOlder returns them with the recorded MCPRemoteProxy in place of the endpoint.
func readOlder(t *testing.T, name string) ([]controllertest.Object, *v1beta1.MCPRemoteProxy) {
	t.Helper()
	objects, endpoint := readInput(t, name)
	objects = slices.DeleteFunc(objects, func(object controllertest.Object) bool { return object == endpoint })
	older := the[*v1beta1.MCPRemoteProxy](readObjects(t, name, "older.yaml"))
	return append(objects, older), older
}

func readObjects(t *testing.T, name, file string) []controllertest.Object {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name, file))
	require.NoError(t, err)
	var objects []controllertest.Object
	documents := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(content)))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return objects
		}
		require.NoError(t, err)
		objects = append(objects, decode(t, document))
	}
}

// decode does what the API server does on admission, but for defaults, which stand in the input.
func decode(t *testing.T, document []byte) controllertest.Object {
	t.Helper()
	decoded, _, err := serializer.NewCodecFactory(scheme(), serializer.EnableStrict).UniversalDeserializer().Decode(document, nil, nil)
	require.NoError(t, err)
	if secret, ok := decoded.(*corev1.Secret); ok {
		secret.Data = map[string][]byte{}
		for key, value := range secret.StringData {
			secret.Data[key] = []byte(value)
		}
		secret.StringData = nil
	}
	object := decoded.(controllertest.Object)
	object.SetNamespace(controllertest.Namespace)
	return object
}

func scheme() *runtime.Scheme {
	all := runtime.NewScheme()
	utilruntime.Must(kubernetesscheme.AddToScheme(all))
	utilruntime.Must(toolhivescheme.AddToScheme(all))
	return all
}

// caseNames are the folders of testdata.
func caseNames(t *testing.T) []string {
	t.Helper()
	folders, err := os.ReadDir("testdata")
	require.NoError(t, err)
	names := make([]string, 0, len(folders))
	for _, folder := range folders {
		names = append(names, folder.Name())
	}
	return names
}

// tree is a value as JSON has it.
func tree(value any) any {
	encoded, err := json.Marshal(value)
	utilruntime.Must(err)
	var decoded any
	utilruntime.Must(json.Unmarshal(encoded, &decoded))
	return decoded
}
