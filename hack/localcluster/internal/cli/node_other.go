// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

//go:build !linux

package cli

import (
	"errors"

	"github.com/spf13/cobra"
)

func startNode(flags, streams) error {
	return errors.New("a node needs Linux: other systems have no namespaces")
}

func nodeCommands() []*cobra.Command { return nil }
