// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"net"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/mcp-remote-endpoint/operator/hack/localcluster/internal/cluster"
	"github.com/mcp-remote-endpoint/operator/hack/localcluster/internal/isolation"
	"github.com/mcp-remote-endpoint/operator/hack/localcluster/internal/relay"
)

// insideCommand is the command that startNode runs in the node's namespaces.
const insideCommand = "node-start"

// The files that it inherits.
const (
	apiFile = iota
	socksFile
	inheritedFiles
)

func newInsideCommand() *cobra.Command {
	var f flags
	var node cluster.Node
	command := &cobra.Command{
		Use:    insideCommand,
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			files := isolation.Inherited(inheritedFiles)
			node.Images = f.images
			f.Node = &node
			s := streams{command.InOrStdin(), command.OutOrStdout(), command.ErrOrStderr()}
			return f.run(s, cluster.InheritDirectory(f.dir), func(running *cluster.Cluster) (string, error) {
				return f.connect(running, files)
			})
		},
	}
	f.add(command.Flags())
	command.Flags().StringVar(&node.Cgroup, "cgroup", "", "")
	return command
}

// connect lets the machine reach the node, and pods the machine if they may, and returns where the node is found.
func (f flags) connect(running *cluster.Cluster, files []*os.File) (string, error) {
	api, err := net.FileListener(files[apiFile])
	if err != nil {
		return "", fmt.Errorf("listen for clients of the API server: %w", err)
	}
	go relay.Serve(api, func(net.Conn) (net.Conn, error) {
		return net.Dial("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(f.Port)))
	})
	socks, err := net.FileListener(files[socksFile])
	if err != nil {
		return "", fmt.Errorf("listen for SOCKS clients: %w", err)
	}
	go func() { _ = relay.ServeSOCKS(socks, net.JoinHostPort(isolation.NodeAddress, "53")) }()
	if f.exposeLoopback {
		if err := exposeLoopback(); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("kubeconfig=%s socks=%s", running.Kubeconfig(), socks.Addr()), nil
}

func exposeLoopback() error {
	listener, err := net.Listen("tcp", net.JoinHostPort("0.0.0.0", "0"))
	if err != nil {
		return fmt.Errorf("listen for connections to the machine: %w", err)
	}
	return relay.ToMachine(listener, isolation.MachineAddress, isolation.Home+"/"+machineSocket)
}
