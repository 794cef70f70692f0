// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"github.com/spf13/cobra"
)

// NewCommand returns the command "localcluster" with the given ones below it, beside its own.
func NewCommand(programs ...*cobra.Command) *cobra.Command {
	return newRoot(append(programs, newStartCommand(noNode)))
}

// NewCommandWithNode returns a command "localcluster" that can start a node, too. The given commands include the node's programs.
func NewCommandWithNode(programs ...*cobra.Command) *cobra.Command {
	commands := append(nodeCommands(), newStartCommand(startNode))
	return newRoot(append(commands, programs...))
}

func newRoot(commands []*cobra.Command) *cobra.Command {
	root := &cobra.Command{
		Use:               "localcluster",
		Short:             "Kubernetes on this machine: a control plane, without root and without containers, and a node, with both",
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	root.AddCommand(commands...)
	return root
}
