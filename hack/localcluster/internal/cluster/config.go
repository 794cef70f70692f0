// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// DefaultTimeout is many times what a start takes on a machine with 2 busy cores.
const DefaultTimeout = 2 * time.Minute

// Config says what cluster to start. With nothing but Timeout and Progress it is a throw-away cluster.
type Config struct {
	// Kubeconfig is the path of the administrator's kubeconfig. Empty means "kubeconfig" in the cluster's directory.
	Kubeconfig string
	// Port of the API server. 0 means a free one.
	Port int
	// AuditLog is the path of a file to which the API server adds one Metadata event per answered request. Empty means none.
	AuditLog string
	// Controllers are those that the controller manager runs, as its flag of that name has them: "*" for all that are on by
	// default, "-name" for all but that one. Empty means the default. The cluster is not ready without serviceaccount-controller.
	Controllers []string
	// TokenAuthFile is the path of a Kubernetes static token file with further users. Empty means none.
	TokenAuthFile string
	// Node adds a node. Only a process that package isolation has put into namespaces of its own can have one. Nil means none.
	Node *Node
	// Timeout is how long a start, or a restart of components, may take.
	Timeout time.Duration
	// Progress gets one line for each step. Required.
	Progress io.Writer
	// Stream gets a copy of the components' logs. Nil means no copy.
	Stream io.Writer
}

// absolute resolves the paths, because the components run in another directory than this process.
func (c Config) absolute(dir *Directory) (Config, error) {
	if c.Kubeconfig == "" {
		c.Kubeconfig = dir.file(adminKubeconfig)
	}
	for _, path := range []*string{&c.Kubeconfig, &c.AuditLog} {
		if *path == "" {
			continue
		}
		absolute, err := filepath.Abs(*path)
		if err != nil {
			return c, fmt.Errorf("resolve %s: %w", *path, err)
		}
		*path = absolute
	}
	return c, nil
}

func (c Config) extraTokens() ([]byte, error) {
	if c.TokenAuthFile == "" {
		return nil, nil
	}
	data, err := os.ReadFile(c.TokenAuthFile)
	if err != nil {
		return nil, fmt.Errorf("read the users' tokens: %w", err)
	}
	return data, nil
}
