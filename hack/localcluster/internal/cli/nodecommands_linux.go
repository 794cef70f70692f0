// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/mcp-remote-endpoint/operator/hack/localcluster/internal/cluster"
	"github.com/mcp-remote-endpoint/operator/hack/localcluster/internal/isolation"
)

// nodeCommands are those that only a program with a node has.
func nodeCommands() []*cobra.Command {
	return []*cobra.Command{
		newLoadCommand(),
		newInsideCommand(),
		newStageCommand(isolation.KeeperCommand, isolation.Keep),
		newStageCommand(isolation.InitCommand, isolation.Init),
	}
}

func newLoadCommand() *cobra.Command {
	var dir string
	command := &cobra.Command{
		Use:   "load --dir DIR FILE...",
		Short: "Load the images of tar archives into a running node",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(command *cobra.Command, archives []string) error {
			first, err := isolation.FirstProcess(dir)
			if err != nil {
				return err
			}
			// The kernel shows the node's files to root.
			socket := fmt.Sprintf("/proc/%d/root%s", first, isolation.ContainerdSocket)
			return cluster.LoadImages(command.Context(), socket, archives)
		},
	}
	command.Flags().StringVar(&dir, "dir", "", "the cluster's directory (required)")
	_ = command.MarkFlagRequired("dir") // fails only without such a flag
	return command
}

// newStageCommand returns a command for a process between startNode and insideCommand.
func newStageCommand(name string, run func(argument string) (int, error)) *cobra.Command {
	return &cobra.Command{
		Use:    name,
		Hidden: true,
		Args:   cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			status, err := run(args[0])
			if err == nil {
				os.Exit(status)
			}
			return err
		},
	}
}
