// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package programs

import (
	"io"
	"os"

	"github.com/spf13/cobra"
	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/component-base/cli"
	kubectl "k8s.io/kubectl/pkg/cmd"
	"k8s.io/kubectl/pkg/cmd/util"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"

	"github.com/mcp-remote-endpoint/operator/hack/localcluster/internal/cluster"
)

// Commands returns one hidden command for each program.
func Commands() []*cobra.Command {
	return []*cobra.Command{
		Hidden(cluster.Etcd, func(args []string) int {
			etcdmain.Main(append([]string{cluster.Etcd}, args...)) // ends the process itself
			return 0
		}),
		Hidden(cluster.APIServer, Kubernetes(apiserver.NewAPIServerCommand)),
		Hidden(cluster.ControllerManager, Kubernetes(controllermanager.NewControllerManagerCommand)),
		newKubectlCommand(),
	}
}

// newKubectlCommand is kubectl itself, so that what is tried here needs none on the machine. It parses its own flags.
func newKubectlCommand() *cobra.Command {
	return &cobra.Command{
		Use:                "kubectl",
		Short:              "kubectl of the same version as the control plane",
		DisableFlagParsing: true,
		Run: func(_ *cobra.Command, args []string) {
			command := kubectl.NewDefaultKubectlCommandWithArgs(kubectl.KubectlOptions{
				Arguments:   append([]string{"kubectl"}, args...),
				ConfigFlags: genericclioptions.NewConfigFlags(true).WithDeprecatedPasswordFlag(),
				IOStreams:   genericiooptions.IOStreams{In: os.Stdin, Out: os.Stdout, ErrOut: os.Stderr},
			})
			command.SetArgs(args)
			if err := cli.RunNoErrOutput(command); err != nil {
				util.CheckErr(err) // ends the process as kubectl does
			}
		},
	}
}

// Hidden returns a command that runs a program with the program's own flags, until the parent ends.
func Hidden(name string, run func(args []string) int) *cobra.Command {
	return &cobra.Command{
		Use:                name,
		Hidden:             true,
		DisableFlagParsing: true, // the flags are the program's own
		Run: func(_ *cobra.Command, args []string) {
			go endWithParent()
			os.Exit(run(args))
		},
	}
}

// endWithParent ends this process when its standard input does: the parent holds the other end of that pipe and never
// writes, so the input ends when the parent is gone, however it went.
func endWithParent() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	os.Exit(1)
}

// Kubernetes runs a program of Kubernetes.
func Kubernetes(newCommand func() *cobra.Command) func(args []string) int {
	return func(args []string) int {
		command := newCommand()
		command.SetArgs(args)
		return cli.Run(command)
	}
}
