// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Localcluster starts a Kubernetes control plane on this machine.
package main

import (
	"os"

	"github.com/mcp-remote-endpoint/operator/hack/localcluster/internal/cli"
	"github.com/mcp-remote-endpoint/operator/hack/localcluster/internal/programs"
)

func main() {
	if err := cli.NewCommand(programs.Commands()...).Execute(); err != nil {
		os.Exit(1)
	}
}
