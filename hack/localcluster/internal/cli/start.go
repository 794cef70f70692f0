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
	"github.com/spf13/pflag"

	"github.com/mcp-remote-endpoint/operator/hack/localcluster/internal/cluster"
)

const startHelp = `Start etcd, the API server and the controller manager, and run until interrupted.

When all are ready, one line appears on standard output:

  ready kubeconfig=PATH

With --node also scheduler, containerd, kubelet, kube-proxy and cluster DNS run, in namespaces of their own, and the line is

  ready kubeconfig=PATH socks=ADDRESS

where a SOCKS5 server at ADDRESS reaches Services, by address and by name, and pods.

Signals: SIGINT, SIGTERM and SIGHUP stop the cluster; a second one stops it at once. SIGUSR1 restarts the API server on the
same port; when it is ready again, "restarted kube-apiserver" appears on standard output. So does SIGUSR2 with the node's
containerd and kubelet.`

var errInterrupted = errors.New("interrupted before the cluster was ready")

// errReported stands for a failure that a child of this process has told.
var errReported = errors.New("the cluster failed")

// flags of "localcluster start".
type flags struct {
	cluster.Config
	dir           string
	stopWithStdin bool
	verbose       bool

	node           bool
	images         []string
	exposeLoopback bool
}

func (f *flags) add(set *pflag.FlagSet) {
	set.StringVar(&f.dir, "dir", "", "keep the cluster's data in this directory (default: a temporary one)")
	set.StringVar(&f.Kubeconfig, "kubeconfig", "", "write the administrator's kubeconfig here (default: in the cluster's directory)")
	set.IntVar(&f.Port, "port", 0, "the API server's port (default: a free one)")
	set.StringVar(&f.AuditLog, "audit-log", "", "add an audit event for each answered request to this file")
	set.StringSliceVar(&f.Controllers, "controllers", nil, "controllers of the controller manager, as its flag --controllers has them (default: its own)")
	set.StringVar(&f.TokenAuthFile, "token-auth-file", "", "further users, one a line: token,name,uid,\"group,group\"")
	set.DurationVar(&f.Timeout, "timeout", cluster.DefaultTimeout, "fail if the cluster is not ready after this time")
	set.BoolVar(&f.stopWithStdin, "stop-with-stdin", false, "stop also when standard input ends, as it does when a parent that holds its other end dies")
	set.BoolVar(&f.verbose, "verbose", false, "show the components' logs on standard error")
	set.BoolVar(&f.node, "node", false, "add a node that runs pods (root, Linux, a program built with build.sh --node)")
	set.StringArrayVar(&f.images, "image", nil, "load the images of this tar archive into the node; may be repeated")
	set.BoolVar(&f.exposeLoopback, "expose-loopback", false, "let pods reach servers on this machine's 127.0.0.1, as host.localcluster with the same port")
}

// newStartCommand returns the command "start". What it does with a node is startNode's.
func newStartCommand(startNode func(flags, streams) error) *cobra.Command {
	var f flags
	command := &cobra.Command{
		Use:   "start",
		Short: "Start a cluster and run until interrupted",
		Long:  startHelp,
		Args:  cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			s := streams{command.InOrStdin(), command.OutOrStdout(), command.ErrOrStderr()}
			if !f.node {
				return f.start(s)
			}
			err := startNode(f, s)
			command.SilenceErrors = errors.Is(err, errReported)
			return err
		},
	}
	f.add(command.Flags())
	return command
}

func noNode(flags, streams) error {
	return errors.New("this program was built without what a node needs: build it with build.sh --node")
}

// streams of the process.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// start runs a control plane.
func (f flags) start(s streams) error {
	if len(f.images) > 0 || f.exposeLoopback {
		return errors.New("--image and --expose-loopback are for a node: add --node")
	}
	dir, err := cluster.OpenDirectory(f.dir)
	if err != nil {
		return err
	}
	return f.run(s, dir, func(running *cluster.Cluster) (string, error) {
		return "kubeconfig=" + running.Kubeconfig(), nil
	})
}

// run runs a cluster in the directory until it is interrupted. Announce returns what is to be said when it is ready.
func (f flags) run(s streams, dir *cluster.Directory, announce func(*cluster.Cluster) (string, error)) error {
	signal.Ignore(syscall.SIGPIPE) // whoever reads the output may be gone before the directory is removed
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	context.AfterFunc(ctx, stop)       // from here on a second signal kills, and the components end with this process
	restart := make(chan os.Signal, 2) // one for each
	signal.Notify(restart, syscall.SIGUSR1, syscall.SIGUSR2)
	if f.stopWithStdin {
		go func() {
			_, _ = io.Copy(io.Discard, s.in)
			stop()
		}()
	}

	f.Progress = s.err
	if f.verbose {
		f.Stream = s.err
	}
	running, err := cluster.Start(ctx, dir, f.Config)
	if err != nil && ctx.Err() != nil {
		return errInterrupted
	}
	if err != nil {
		return err
	}
	err = serve(ctx, running, restart, s, announce)
	fmt.Fprintln(s.err, "stopping")
	return errors.Join(err, running.Stop())
}

// serve returns nil when the context is done, or an error when a component ended.
func serve(ctx context.Context, running *cluster.Cluster, restart <-chan os.Signal, s streams,
	announce func(*cluster.Cluster) (string, error)) error {
	access, err := announce(running)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.err, "The cluster is ready; its logs are in %s/logs. To point kubectl at it:\n  export KUBECONFIG=%s\n",
		running.Dir(), running.Kubeconfig())
	fmt.Fprintf(s.out, "ready %s\n", access)
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-running.Failed():
			return err
		case which := <-restart:
			if err := restartAll(ctx, running, which, s.out); err != nil {
				return err
			}
		}
	}
}

// restartAll restarts the components that the signal stands for.
func restartAll(ctx context.Context, running *cluster.Cluster, which os.Signal, out io.Writer) error {
	names := []string{cluster.APIServer}
	if which == syscall.SIGUSR2 {
		names = []string{cluster.Containerd, cluster.Kubelet}
	}
	for _, name := range names {
		if err := running.Restart(ctx, name); err != nil {
			return err
		}
		fmt.Fprintf(out, "restarted %s\n", name)
	}
	return nil
}
