// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runner

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// Build builds a tool in the Go module in dir, where a tool directive pins it, and returns the path of the program, which stays
// in Go's build cache. It takes minutes the first time, and a second or so from then on.
func Build(ctx context.Context, dir, tool string) (string, error) {
	command := exec.CommandContext(ctx, "go", "tool", "-n", tool)
	command.Dir = dir
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("build %s in %s: %w", tool, dir, err)
	}
	return strings.TrimSpace(string(out)), nil
}
