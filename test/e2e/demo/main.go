// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Demo tells the whole story on a node of its own: from nothing to a client that calls tools through a proxy and through a gateway, and then the
// migration of an older object while a client keeps calling. It needs root on Linux, shows each command that it runs, and leaves nothing behind.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/mcp-remote-endpoint/operator/test/e2e/cluster"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

// run is started in the repository's directory.
func run(ctx context.Context) (err error) {
	root, err := filepath.Abs(".")
	if err != nil {
		return err
	}
	s := &story{manifests: filepath.Join(root, "test", "e2e", "demo", "manifests")}
	s.chapter("A node, images, and the operator (the first time, this compiles Kubernetes and ToolHive's programs, for half an hour and more)")
	if s.cluster, err = cluster.Start(ctx, root, os.Stderr); err != nil {
		return err
	}
	defer func() {
		s.chapter("Removing all of it")
		err = errors.Join(err, s.cluster.Stop())
	}()
	if err := s.tell(ctx); err != nil {
		return err
	}
	s.summarize()
	return nil
}
