// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package devenv

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// buildGrace is how long a build that was interrupted may take to remove its temporary files.
const buildGrace = 10 * time.Second

// BuildOperator builds the operator into bin/dev, with the race detector if race is set, and returns the path of the program.
// It is not for release: "make build" gives it a version. What the compiler says goes to output.
func BuildOperator(ctx context.Context, output io.Writer, race bool) (string, error) {
	root, err := Root()
	if err != nil {
		return "", err
	}
	path := filepath.Join(root, "bin", "dev", "operator")
	args := []string{"build", "-ldflags", "-X k8s.io/component-base/version.gitVersion=v0.0.0-dev"}
	if race {
		path += "-race"
		args = append(args, "-race")
	}
	build := buildCommand(ctx, root, "go", append(args, "-o", path, "./cmd/operator")...)
	build.Stdout, build.Stderr = output, output
	if err := build.Run(); err != nil {
		return "", fmt.Errorf("build the operator: %w", err)
	}
	return path, nil
}

// buildCommand returns a command that is interrupted when ctx is done: Go removes its temporary files then, and does not when it
// is killed. It stays in the process group of this process, so that Ctrl-C in a terminal reaches all that a build started.
func buildCommand(ctx context.Context, dir, name string, args ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, name, args...)
	command.Dir = dir
	command.SysProcAttr = endWithParent(&syscall.SysProcAttr{}, syscall.SIGINT)
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGINT) }
	command.WaitDelay = buildGrace
	return command
}
