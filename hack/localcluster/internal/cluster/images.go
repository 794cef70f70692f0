// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"time"
)

// managed is the label of an image that Kubernetes can use: containerd gives it to each, just after it was loaded.
const managed = `labels."io.cri-containerd.image"==managed`

// LoadImages loads tar archives with container images into the containerd that listens on the socket, and returns when pods can use
// them.
func LoadImages(ctx context.Context, socket string, archives []string) error {
	ctr := func(args ...string) ([]byte, error) {
		command := exec.CommandContext(ctx, "ctr", append([]string{"--address=" + socket, "--namespace=k8s.io", "images"}, args...)...)
		var stderr bytes.Buffer
		command.Stderr = &stderr
		out, err := command.Output()
		if err != nil {
			err = fmt.Errorf("%w: %s", err, bytes.TrimSpace(stderr.Bytes()))
		}
		return out, err
	}
	for _, archive := range archives {
		if _, err := ctr("import", archive); err != nil {
			return fmt.Errorf("load the images of %s: %w", archive, err)
		}
	}
	ticker := time.NewTicker(probeInterval)
	defer ticker.Stop()
	for {
		loaded, err := ctr("list", "--quiet")
		known, errKnown := ctr("list", "--quiet", managed)
		if err := errors.Join(err, errKnown); err != nil {
			return fmt.Errorf("list the images: %w", err)
		}
		if bytes.Equal(loaded, known) {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for the images: %w", context.Cause(ctx))
		case <-ticker.C:
		}
	}
}
