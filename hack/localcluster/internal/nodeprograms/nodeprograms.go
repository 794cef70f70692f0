// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package nodeprograms

import (
	"context"

	"github.com/spf13/cobra"
	proxy "k8s.io/kubernetes/cmd/kube-proxy/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kubelet "k8s.io/kubernetes/cmd/kubelet/app"

	"github.com/mcp-remote-endpoint/operator/hack/localcluster/internal/cluster"
	"github.com/mcp-remote-endpoint/operator/hack/localcluster/internal/programs"
)

// Commands returns one hidden command for each program.
func Commands() []*cobra.Command {
	return []*cobra.Command{
		programs.Hidden(cluster.Scheduler, programs.Kubernetes(func() *cobra.Command { return scheduler.NewSchedulerCommand() })),
		programs.Hidden(cluster.Kubelet, programs.Kubernetes(func() *cobra.Command { return kubelet.NewKubeletCommand(context.Background()) })),
		programs.Hidden(cluster.Proxy, programs.Kubernetes(proxy.NewProxyCommand)),
	}
}
