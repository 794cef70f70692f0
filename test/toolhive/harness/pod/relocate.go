// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package pod

import (
	"bytes"
	"encoding/json"
	"path"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"
	corev1 "k8s.io/api/core/v1"
)

const (
	// scratchDir is writable in ToolHive's images, and their HOME.
	scratchDir = "/tmp"
	loopback   = "127.0.0.1"
	hostFlag   = "--host"

	// The names of the files that a program reads paths from.
	runConfigFile  = "runconfig.json"
	vmcpFile       = "config.yaml"
	authServerFile = "authserver-config.yaml"
)

// relocation moves the paths that a container's volumes are mounted at, and those below them, under root.
type relocation struct {
	root  string
	paths []string
}

func newRelocation(root string, mounts []corev1.VolumeMount) relocation {
	paths := []string{scratchDir}
	for _, mount := range mounts {
		paths = append(paths, mount.MountPath)
		if mount.SubPath != "" { // Several files share the folder, which the configuration may name.
			paths = append(paths, path.Dir(mount.MountPath))
		}
	}
	return relocation{root: root, paths: paths}
}

func (r relocation) path(value string) string {
	for _, known := range r.paths {
		if value == known || strings.HasPrefix(value, strings.TrimSuffix(known, "/")+"/") {
			return filepath.Join(r.root, value)
		}
	}
	return value
}

// list moves each path of a value such as that of SSL_CERT_DIR.
func (r relocation) list(value string) string {
	parts := strings.Split(value, string(filepath.ListSeparator))
	for i, part := range parts {
		parts[i] = r.path(part)
	}
	return strings.Join(parts, string(filepath.ListSeparator))
}

// args moves the paths in values of flags, and has the program listen on the loopback interface only.
func (r relocation) args(args []string) []string {
	moved := make([]string, 0, len(args))
	for _, arg := range args {
		if flag, value, ok := strings.Cut(arg, "="); ok {
			if arg = flag + "=" + r.path(value); flag == hostFlag {
				arg = flag + "=" + loopback
			}
		}
		moved = append(moved, arg)
	}
	return moved
}

// configuration moves the paths in a file, if it is one that the program reads paths from.
func (r relocation) configuration(name string, data []byte) ([]byte, error) {
	switch name {
	case runConfigFile:
		return r.runConfig(data)
	case vmcpFile, authServerFile:
		return r.yaml(data)
	default:
		return data, nil
	}
}

// yaml moves each path in a YAML file, and leaves all else as the program would have read it: keys that it refuses too.
func (r relocation) yaml(data []byte) ([]byte, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil {
		return nil, err
	}
	r.node(&document)
	return yaml.Marshal(&document)
}

func (r relocation) node(node *yaml.Node) {
	if node.Kind == yaml.ScalarNode {
		node.Value = r.path(node.Value)
	}
	for _, child := range node.Content {
		r.node(child)
	}
}

// runConfig moves each path in the runner's configuration, and has the runner listen on the loopback interface only.
func (r relocation) runConfig(data []byte) ([]byte, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var document map[string]any
	if err := decoder.Decode(&document); err != nil {
		return nil, err
	}
	document["host"] = loopback
	return json.Marshal(r.document(document))
}

func (r relocation) document(node any) any {
	switch node := node.(type) {
	case string:
		return r.path(node)
	case []any:
		for i := range node {
			node[i] = r.document(node[i])
		}
	case map[string]any:
		for key := range node {
			node[key] = r.document(node[key])
		}
	}
	return node
}
