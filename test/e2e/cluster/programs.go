// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/runner"
)

// Migrate runs "operator migrate" as the administrator, on this machine, and returns what it printed.
func (c *Cluster) Migrate(ctx context.Context, args ...string) (string, error) {
	program := filepath.Join(c.Root, "bin", "e2e", "operator")
	// With the flags of hack/images, so that Go has compiled most of it already.
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-o", program, "./cmd/operator")
	build.Dir = c.Root
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off")
	if _, err := run(build); err != nil {
		return "", err
	}
	return run(exec.CommandContext(ctx, program, append([]string{"migrate", "--kubeconfig", c.Kubeconfig}, args...)...))
}

// toolhive is the directory of the Go module that pins ToolHive.
func (c *Cluster) toolhive() string { return filepath.Join(c.Root, "test", "toolhive") }

// ToolHiveOperator builds ToolHive's own operator and returns the path of the program, and that of the directory with its
// CustomResourceDefinitions.
func (c *Cluster) ToolHiveOperator(ctx context.Context) (program, definitions string, err error) {
	if program, err = runner.Build(ctx, c.toolhive(), "thv-operator"); err != nil {
		return "", "", err
	}
	list := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", "github.com/stacklok/toolhive")
	list.Dir = c.toolhive()
	list.Env = append(os.Environ(), "GOWORK=off")
	dir, err := run(list)
	if err != nil {
		return "", "", fmt.Errorf("find ToolHive: %w", err)
	}
	return program, filepath.Join(strings.TrimSpace(dir), "deploy", "charts", "operator-crds", "files", "crds"), nil
}
