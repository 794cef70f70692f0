// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Localcluster that can start a node, too.
package main

import (
	"os"

	"github.com/mcp-remote-endpoint/operator/hack/localcluster/internal/cli"
	"github.com/mcp-remote-endpoint/operator/hack/localcluster/internal/nodeprograms"
	"github.com/mcp-remote-endpoint/operator/hack/localcluster/internal/programs"
)

func main() {
	if err := cli.NewCommandWithNode(append(programs.Commands(), nodeprograms.Commands()...)...).Execute(); err != nil {
		os.Exit(1)
	}
}
