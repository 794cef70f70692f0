// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/mcp-remote-endpoint/operator/hack/localcluster/internal/cluster"
)

const startHelp = `Start etcd, the API server and the controller manager, and run until interrupted.

When all are ready, one line appears on standard output:

  ready kubeconfig=PATH

Signals: SIGINT, SIGTERM and SIGHUP stop the cluster; a second one stops it at once. SIGUSR1 restarts the API server on the
same port; when it is ready again, "restarted kube-apiserver" appears on standard output.`

var errInterrupted = errors.New("interrupted before the cluster was ready")

// flags of "localcluster start".
type flags struct {
	cluster.Config
	stopWithStdin bool
	verbose       bool
}

func newStartCommand() *cobra.Command {
	var f flags
	command := &cobra.Command{
		Use:   "start",
		Short: "Start a control plane and run until interrupted",
		Long:  startHelp,
		Args:  cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return f.run(command.InOrStdin(), command.OutOrStdout(), command.ErrOrStderr())
		},
	}
	set := command.Flags()
	set.StringVar(&f.Dir, "dir", "", "keep the cluster's data in this directory (default: a temporary one)")
	set.StringVar(&f.Kubeconfig, "kubeconfig", "", "write the administrator's kubeconfig here (default: in the cluster's directory)")
	set.IntVar(&f.Port, "port", 0, "the API server's port (default: a free one)")
	set.StringVar(&f.AuditLog, "audit-log", "", "add an audit event for each answered request to this file")
	set.StringSliceVar(&f.Controllers, "controllers", nil, "controllers of the controller manager, as its flag --controllers has them (default: its own)")
	set.StringVar(&f.TokenAuthFile, "token-auth-file", "", "further users, one a line: token,name,uid,\"group,group\"")
	set.DurationVar(&f.Timeout, "timeout", cluster.DefaultTimeout, "fail if the cluster is not ready after this time")
	set.BoolVar(&f.stopWithStdin, "stop-with-stdin", false, "stop also when standard input ends, as it does when a parent that holds its other end dies")
	set.BoolVar(&f.verbose, "verbose", false, "show the components' logs on standard error")
	return command
}

func (f flags) run(stdin io.Reader, stdout, stderr io.Writer) error {
	signal.Ignore(syscall.SIGPIPE) // whoever reads the output may be gone before the directory is removed
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	context.AfterFunc(ctx, stop) // from here on a second signal kills, and the components end with this process
	restart := make(chan os.Signal, 1)
	signal.Notify(restart, syscall.SIGUSR1)
	if f.stopWithStdin {
		go func() {
			_, _ = io.Copy(io.Discard, stdin)
			stop()
		}()
	}

	f.Progress = stderr
	if f.verbose {
		f.Stream = stderr
	}
	running, err := cluster.Start(ctx, f.Config)
	if err != nil && ctx.Err() != nil {
		return errInterrupted
	}
	if err != nil {
		return err
	}
	announce(running, stdout, stderr)
	err = serve(ctx, running, restart, stdout)
	fmt.Fprintln(stderr, "stopping")
	return errors.Join(err, running.Stop())
}

func announce(running *cluster.Cluster, stdout, stderr io.Writer) {
	fmt.Fprintf(stderr, "The cluster is ready; its logs are in %s/logs. To point kubectl at it:\n  export KUBECONFIG=%s\n",
		running.Dir(), running.Kubeconfig())
	fmt.Fprintf(stdout, "ready kubeconfig=%s\n", running.Kubeconfig())
}

// serve returns nil when the context is done, or an error when a component ended.
func serve(ctx context.Context, running *cluster.Cluster, restart <-chan os.Signal, stdout io.Writer) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-running.Failed():
			return err
		case <-restart:
			if err := running.RestartAPIServer(ctx); err != nil {
				return err
			}
			fmt.Fprintf(stdout, "restarted %s\n", cluster.APIServer)
		}
	}
}
