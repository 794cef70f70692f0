// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package compile

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// Target says what to compile.
type Target struct {
	// Module is the directory of a Go module.
	Module string
	// Package is a main package in that module, or in one that it requires.
	Package string
	// LinkerFlags come after those that leave out the symbol table.
	LinkerFlags string
	// Arch is an architecture, as GOARCH has it. The operating system is Linux.
	Arch string
	// Dir gets the program. It need not exist.
	Dir string
}

// Static compiles the package and returns the path of the program, which has the name that "go build" gives it. The same sources
// and Go make the same bytes: neither paths nor the state of the repository are in them. Go's messages go to standard error.
func Static(ctx context.Context, target Target) (string, error) {
	dir, err := filepath.Abs(target.Dir)
	if err == nil {
		err = os.MkdirAll(dir, 0o700)
	}
	if err != nil {
		return "", fmt.Errorf("make the directory of the program: %w", err)
	}
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false",
		"-ldflags", "-s -w "+target.LinkerFlags, "-o", dir+"/", target.Package)
	build.Dir = target.Module
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH="+target.Arch, "GOWORK=off")
	build.Stderr = os.Stderr
	build.Cancel = func() error { return build.Process.Signal(syscall.SIGTERM) } // lets Go remove its temporary files
	if err := build.Run(); err != nil {
		return "", fmt.Errorf("compile %s in %s for %s: %w", target.Package, target.Module, target.Arch, err)
	}
	programs, err := os.ReadDir(dir)
	if err != nil {
		return "", fmt.Errorf("find the program: %w", err)
	}
	if len(programs) != 1 {
		return "", fmt.Errorf("compile %s: made %d programs in place of one: name a single main package", target.Package, len(programs))
	}
	return filepath.Join(dir, programs[0].Name()), nil
}
