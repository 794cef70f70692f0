// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtual

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/gatewaytest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/render"
)

const goldenDirectory = "../../../pkg/controller/virtualserver/render/testdata"

// outcome is outcome.yaml.
type outcome struct {
	Phase      string      `json:"phase"`
	URL        string      `json:"url"`
	Conditions []condition `json:"conditions"`
	Children   []string    `json:"children"`
}

type condition struct {
	Type   string `json:"type"`
	Status string `json:"status"`
	Reason string `json:"reason"`
}

func readOutcome(t *testing.T, name string) outcome {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name, "outcome.yaml"))
	require.NoError(t, err)
	var recorded outcome
	require.NoError(t, yaml.UnmarshalStrict(content, &recorded))
	return recorded
}

// caseNames are the folders of testdata.
func caseNames(t *testing.T) []string {
	t.Helper()
	folders, err := os.ReadDir("testdata")
	require.NoError(t, err)
	var names []string
	for _, folder := range folders {
		names = append(names, folder.Name())
	}
	return names
}

// values are those of a tree, by their paths. Items of lists are told apart by their names, or by their places.
type values map[string]string

func (v values) add(path string, node any) {
	switch node := node.(type) {
	case map[string]any:
		for key, value := range node {
			v.add(path+"/"+key, value)
		}
	case []any:
		for i, value := range node {
			key := fmt.Sprint(i)
			if fields, ok := value.(map[string]any); ok && fields["name"] != nil {
				key = fmt.Sprint(fields["name"])
			}
			v.add(path+"/"+key, value)
		}
	default:
		v[path] = fmt.Sprint(node)
	}
}

// theirs is what ToolHive's operator rendered.
func theirs(t *testing.T, name string) values {
	t.Helper()
	rendered := values{}
	for _, object := range []string{"config", "authserver", "deployment", "service", "role"} {
		content, err := os.ReadFile(filepath.Join("testdata", name, object+".yaml"))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		require.NoError(t, err)
		rendered.add(object, parse(t, string(content)))
	}
	return rendered
}

func parse(t *testing.T, text string) map[string]any {
	t.Helper()
	var fields map[string]any
	require.NoError(t, yaml.Unmarshal([]byte(text), &fields))
	return fields
}

// snapshot is what this operator finds. change, which may be nil, changes the input.
func snapshot(t *testing.T, name string, change func(*testing.T, gatewaytest.Manifest)) virtualserver.Snapshot {
	t.Helper()
	file := filepath.Join("testdata", name, "input.yaml")
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		file = filepath.Join(goldenDirectory, name, "input.yaml")
	}
	manifest := gatewaytest.Read(t, file)
	if change != nil {
		change(t, manifest)
	}
	s := virtualserver.Snapshot{Input: manifest.Input(t)}
	s.Live = virtualserver.LiveOf(nil, nil)
	return s
}

// image is that of the recordings.
const image = "vmcp:v0.44.0"

// ours is what this operator renders when it is told to pull images with some Secrets.
func ours(t *testing.T, s virtualserver.Snapshot, pullSecrets ...string) values {
	t.Helper()
	verdict := virtualserver.Judge(s)
	require.Empty(t, verdict.Problems)
	owner := metav1.OwnerReference{
		APIVersion: "toolhive.stacklok.dev/v1beta1", Kind: "VirtualMCPServer", Name: "vm", Controller: new(true), BlockOwnerDeletion: new(true),
	}
	children, err := render.Gateway(s.Input, verdict.Selection, owner, render.Settings{Image: image, ImagePullSecrets: pullSecrets})
	require.NoError(t, err)
	rendered := values{}
	rendered.add("config", parse(t, children.ConfigMap.Data["config.yaml"]))
	rendered.add("authserver", parse(t, children.ConfigMap.Data["authserver-config.yaml"]))
	rendered.add("service", tree(t, "v1", "Service", children.Service))
	if children.Role != nil {
		rendered.add("role", tree(t, "rbac.authorization.k8s.io/v1", "Role", children.Role))
	}
	if children.Deployment != nil {
		rendered.add("deployment", tree(t, "apps/v1", "Deployment", children.Deployment))
	}
	maps.DeleteFunc(rendered, func(path, _ string) bool { return strings.HasSuffix(path, "/metadata/ownerReferences/vm/uid") })
	return rendered
}

// tree is an object as JSON has it.
func tree(t *testing.T, apiVersion, kind string, object any) map[string]any {
	t.Helper()
	encoded, err := json.Marshal(object)
	require.NoError(t, err)
	var fields map[string]any
	require.NoError(t, json.Unmarshal(encoded, &fields))
	delete(fields, "status")
	fields["apiVersion"], fields["kind"] = apiVersion, kind
	return fields
}
