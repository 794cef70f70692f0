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

// Build builds a program of ToolHive's in the Go module in dir, which pins it, and returns the path of the program, which stays in Go's build
// cache. It takes minutes the first time, and a second or so from then on. The flags are those of hack/images, so that Go compiles each package
// once for both.
func Build(ctx context.Context, dir, program string) (path string, err error) {
	// The first run puts the program into the cache, and the second has it from there.
	for range 2 {
		command := exec.CommandContext(ctx, "go", "run", "-exec=echo", "-trimpath", "-buildvcs=false", "github.com/stacklok/toolhive/cmd/"+program)
		command.Dir = dir
		command.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off")
		command.Stderr = os.Stderr
		out, err := command.Output()
		if err != nil {
			return "", fmt.Errorf("build %s in %s: %w", program, dir, err)
		}
		path = strings.TrimSpace(string(out))
	}
	return path, nil
}
