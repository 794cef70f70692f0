// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package devenv

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os/exec"
	"strings"
)

// Kubectl runs kubectl, of the version of the control plane, as the cluster's administrator. It returns what kubectl printed;
// the error has what it complained of.
func (c *Cluster) Kubectl(ctx context.Context, args ...string) (stdout, stderr string, err error) {
	path, err := buildLocalcluster(ctx, io.Discard)
	if err != nil {
		return "", "", err
	}
	var out, complaints bytes.Buffer
	command := exec.CommandContext(ctx, path, append([]string{"kubectl", "--kubeconfig", c.Kubeconfig}, args...)...)
	command.Stdout, command.Stderr = &out, &complaints
	if err := command.Run(); err != nil {
		err = fmt.Errorf("kubectl %s: %w: %s", strings.Join(args, " "), err, strings.TrimSpace(complaints.String()))
		return out.String(), complaints.String(), err
	}
	return out.String(), complaints.String(), nil
}
