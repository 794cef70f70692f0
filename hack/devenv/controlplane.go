// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package devenv

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"syscall"
)

// readyPrefix begins the first line that hack/localcluster writes to its standard output. The only others say, each, that the
// API server was restarted.
const readyPrefix = "ready kubeconfig="

// maxLines is more than are ever unread, so that the control plane never waits for its reader.
const maxLines = 64

// controlPlane is a process of hack/localcluster.
type controlPlane struct {
	*process
	stdin io.Closer
	lines chan string
}

// startControlPlane returns the control plane and the path of its kubeconfig.
func startControlPlane(ctx context.Context, o Options) (*controlPlane, string, error) {
	path, err := buildLocalcluster(ctx, o.Output)
	if err != nil {
		return nil, "", err
	}
	args := []string{"start", "--stop-with-stdin"}
	if o.AuditLog != "" {
		args = append(args, "--audit-log", o.AuditLog)
	}
	if len(o.Controllers) > 0 {
		args = append(args, "--controllers", strings.Join(o.Controllers, ","))
	}
	if o.Dir != "" {
		args = append(args, "--dir", o.Dir)
	}
	c := &controlPlane{process: newProcess("the control plane", path, args...), lines: make(chan string, maxLines)}
	c.command.Stdout = &lineWriter{each: func(line string) { c.lines <- line }}
	c.command.Stderr = &lineWriter{each: c.tail.add}
	if c.stdin, err = c.command.StdinPipe(); err != nil {
		return nil, "", fmt.Errorf("start %s: %w", c.name, err)
	}
	if err := c.start(); err != nil {
		return nil, "", err
	}
	line, err := c.nextLine(ctx)
	if err != nil {
		_ = c.stop() // The first error is the one to tell.
		return nil, "", err
	}
	return c, strings.TrimPrefix(line, readyPrefix), nil
}

// buildLocalcluster returns the path of the program.
func buildLocalcluster(ctx context.Context, progress io.Writer) (string, error) {
	root, err := Root()
	if err != nil {
		return "", err
	}
	var path bytes.Buffer
	build := buildCommand(ctx, root, filepath.Join(root, "hack", "localcluster", "build.sh"))
	build.Stdout, build.Stderr = &path, progress
	if err := build.Run(); err != nil {
		return "", fmt.Errorf("build the control plane: %w", err)
	}
	return strings.TrimSpace(path.String()), nil
}

func (c *controlPlane) nextLine(ctx context.Context) (string, error) {
	select {
	case line := <-c.lines:
		return line, nil
	case <-c.done:
		return "", c.endedByItself()
	case <-ctx.Done():
		return "", c.failure("is not ready: " + context.Cause(ctx).Error())
	}
}

func (c *controlPlane) restartAPIServer(ctx context.Context) error {
	for len(c.lines) > 0 { // of a restart that was not waited for
		<-c.lines
	}
	if err := c.command.Process.Signal(syscall.SIGUSR1); err != nil {
		return fmt.Errorf("restart the API server: %w", err)
	}
	_, err := c.nextLine(ctx)
	return err
}

// stop ends the control plane in order; it also removes its temporary files.
func (c *controlPlane) stop() error { return c.process.stop(c.stdin.Close) }
