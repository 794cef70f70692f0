// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"github.com/spf13/cobra"
)

// NewCommand returns the command "localcluster" with the given ones below it, beside its own.
func NewCommand(programs ...*cobra.Command) *cobra.Command {
	root := &cobra.Command{
		Use:               "localcluster",
		Short:             "A Kubernetes control plane on this machine, without root and without containers",
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	root.AddCommand(newStartCommand())
	root.AddCommand(programs...)
	return root
}
