// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package pod

import (
	"bytes"
	"encoding/json"
	"path"
	"path/filepath"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// scratchDir is writable in the proxy's image, and its HOME.
const scratchDir = "/tmp"

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

// runConfig moves each path in the runner's configuration, and has the runner listen on the loopback interface only.
func (r relocation) runConfig(data []byte) ([]byte, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var document map[string]any
	if err := decoder.Decode(&document); err != nil {
		return nil, err
	}
	document["host"] = "127.0.0.1"
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
