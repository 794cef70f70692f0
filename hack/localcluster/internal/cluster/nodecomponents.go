// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"

	"github.com/mcp-remote-endpoint/operator/hack/localcluster/internal/isolation"
)

// nodeComponents come after those of the control plane. Their ports are those that are usual: the node has a network of its own.
func nodeComponents(at endpoints) []component {
	const (
		scheduler = "https://127.0.0.1:10259/readyz"
		kubelet   = "http://127.0.0.1:10248/healthz"
		proxy     = "http://127.0.0.1:10256/healthz"
		dns       = "http://127.0.0.1:8181/ready"
	)
	return []component{
		{
			name:  Scheduler,
			args:  schedulerArgs(),
			ready: answers(at.admin, scheduler, "ok"),
		},
		{
			name:  Containerd,
			path:  Containerd,
			args:  []string{"--config=" + nodeDir + "/containerd.toml"},
			ready: exists("/", isolation.ContainerdSocket), // connections wait in its backlog
			then: func(ctx context.Context) error {
				return LoadImages(ctx, isolation.ContainerdSocket, at.node.images)
			},
		},
		{
			name: Kubelet,
			args: kubeletArgs(at.node.cgroup),
			ready: all(
				answers(at.admin, kubelet, "ok"), // else the node may be what an earlier run left
				answers(at.admin, serverURL(at.apiPort)+"/api/v1/nodes/"+nodeName, `"type":"Ready","status":"True"`),
			),
		},
		{
			name:  Proxy,
			args:  proxyArgs(),
			ready: answers(at.admin, proxy, ""),
		},
		{
			name:  DNS,
			path:  at.node.dns,
			args:  []string{"-conf=" + nodeDir + "/Corefile"},
			ready: answers(at.admin, dns, "OK"),
		},
	}
}

// nodeAPIServerArgs come after apiServerArgs. Of a flag that is in both the last counts, but for the authorization mode: both do.
func nodeAPIServerArgs() []string {
	return []string{
		// Pods reach the server through the Service "kubernetes", which leads to the node's address.
		"--bind-address=0.0.0.0",
		"--advertise-address=" + isolation.NodeAddress,
		"--endpoint-reconciler-type=lease",
		"--authorization-mode=Node",
		"--enable-admission-plugins=NodeRestriction",
		"--allow-privileged",
		// For logs and exec: nobody resolves the node's name.
		"--kubelet-preferred-address-types=InternalIP",
	}
}

func schedulerArgs() []string {
	return []string{
		"--kubeconfig=" + schedulerKubeconfig,
		"--bind-address=" + loopback,
		"--tls-cert-file=" + servingCert,
		"--tls-private-key-file=" + servingKey,
		"--leader-elect=false",
	}
}

func kubeletArgs(cgroup string) []string {
	const dir = isolation.Home + "/" + nodeDir + "/kubelet"
	return []string{
		"--kubeconfig=" + kubeletKubeconfig,
		"--config=" + nodeDir + "/kubelet.yaml",
		"--root-dir=" + dir,
		"--cert-dir=" + dir + "/pki",
		"--cgroup-root=/" + cgroup,
		"--hostname-override=" + nodeName,
		"--node-ip=" + isolation.NodeAddress,
	}
}

func proxyArgs() []string {
	return []string{
		"--kubeconfig=" + proxyKubeconfig,
		"--hostname-override=" + nodeName,
		"--proxy-mode=iptables",
		"--healthz-bind-address=" + loopback + ":10256",
		"--metrics-bind-address=" + loopback + ":10249",
		"--cluster-cidr=" + isolation.PodRange,
		// The limits of connection tracking are the machine's, and not to be changed.
		"--conntrack-max-per-core=0",
		"--conntrack-tcp-timeout-established=0",
		"--conntrack-tcp-timeout-close-wait=0",
	}
}
