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
	tool := exec.CommandContext(ctx, "go", "tool", "-n", "thv-operator")
	list := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", "github.com/stacklok/toolhive")
	for _, command := range []*exec.Cmd{tool, list} {
		command.Dir = c.toolhive()
		command.Env = append(os.Environ(), "GOWORK=off")
	}
	if program, err = run(tool); err != nil {
		return "", "", fmt.Errorf("build ToolHive's operator: %w", err)
	}
	dir, err := run(list)
	if err != nil {
		return "", "", fmt.Errorf("find ToolHive: %w", err)
	}
	return strings.TrimSpace(program), filepath.Join(strings.TrimSpace(dir), "deploy", "charts", "operator-crds", "files", "crds"), nil
}
