// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Names of the node's components. Those of Kubernetes are also the commands that run them.
const (
	Scheduler  = "kube-scheduler"
	Containerd = "containerd"
	Kubelet    = "kubelet"
	Proxy      = "kube-proxy"
	DNS        = "coredns"
)

// nodeDir holds the files of the node, in the cluster's directory and in nodeFiles. Each start makes it anew.
const nodeDir = "node"

// nodeName is what the node is called.
const nodeName = "node"

// Node says what the node has.
type Node struct {
	// Images are the paths of tar archives with container images.
	Images []string
	// Cgroup is the name of the cgroup below which those of the pods are.
	Cgroup string
}

// nodeFiles configure the node's programs. They name files in isolation.Home, where the node has the cluster's directory, and
// addresses in its own network, so that they are the same for every node.
//
//go:embed node
var nodeFiles embed.FS

// nodeSetup is where the node's components find what they need.
type nodeSetup struct {
	cgroup string
	dns    string   // CoreDNS' program
	images []string // the first is the one that holds the namespaces of a pod
}

// setup writes the node's files, and finds what the build has put beside this program. Without a node it does nothing.
func (n *Node) setup(dir *Directory, executable string) (*nodeSetup, error) {
	if n == nil {
		return nil, nil
	}
	if err := writeNodeFiles(dir); err != nil {
		return nil, fmt.Errorf("write the node's files: %w", err)
	}
	beside := func(name string) string { return filepath.Join(filepath.Dir(executable), name) }
	s := &nodeSetup{cgroup: n.Cgroup, dns: beside(DNS), images: append([]string{beside("pause.tar")}, n.Images...)}
	for _, path := range append([]string{s.dns}, s.images...) {
		if _, err := os.Stat(path); err != nil {
			return nil, fmt.Errorf("find what the node needs: %w", err)
		}
	}
	return s, nil
}

func writeNodeFiles(dir *Directory) error {
	files, err := fs.Sub(nodeFiles, nodeDir)
	return errors.Join(err, os.RemoveAll(dir.file(nodeDir)), os.CopyFS(dir.file(nodeDir), files))
}
