// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
	"k8s.io/component-base/version"
	"k8s.io/klog/v2"
)

// newCommand returns the program: run is what it does when no command is named.
func newCommand() *cobra.Command {
	run := newRunCommand()
	root := &cobra.Command{
		Use:           "operator",
		Short:         "Kubernetes operator for remote MCP servers",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE:          run.RunE,
	}
	root.Flags().AddFlagSet(run.Flags())
	root.AddCommand(run, newMigrateCommand(), newVersionCommand())
	return root
}

func newRunCommand() *cobra.Command {
	o := defaultOptions()
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Reconcile MCPRemoteEndpoints until interrupted (the default command)",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			context.AfterFunc(ctx, stop) // a second signal ends the program at once
			return run(ctx, o)
		},
	}
	o.addFlags(cmd.Flags())
	cmd.Flags().AddGoFlag(verbosity())
	return cmd
}

// verbosity is klog's -v, the only one of its flags that a container needs.
func verbosity() *flag.Flag {
	flags := flag.NewFlagSet("", flag.ContinueOnError)
	klog.InitFlags(flags)
	return flags.Lookup("v")
}

func newVersionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), version.Get())
			return err
		},
	}
}
