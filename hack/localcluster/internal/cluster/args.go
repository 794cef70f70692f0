// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"fmt"
	"strconv"
	"strings"
)

// Files of a cluster, relative to its directory.
const (
	pidFile               = "localcluster.pid"
	adminKubeconfig       = "kubeconfig"
	controllersKubeconfig = "kube-controller-manager.kubeconfig"
	schedulerKubeconfig   = "kube-scheduler.kubeconfig"
	kubeletKubeconfig     = "kubelet.kubeconfig"
	proxyKubeconfig       = "kube-proxy.kubeconfig"
	dnsKubeconfig         = "coredns.kubeconfig"
	etcdData              = "etcd"
	etcdSocket            = "etcd.sock"
	etcdPeerSocket        = "etcd-peer.sock"
	servingCert           = "serving.crt"
	servingKey            = "serving.key"
	serviceAccountKey     = "service-account.key"
	tokensFile            = "tokens.csv"
	auditPolicy           = "audit-policy.yaml"
	logsDir               = "logs"
)

const loopback = "127.0.0.1"

func etcdArgs() []string {
	const client, peer = "unix://" + etcdSocket, "unix://" + etcdPeerSocket
	return []string{
		"--name=default",
		"--data-dir=" + etcdData,
		"--listen-client-urls=" + client,
		"--advertise-client-urls=" + client,
		"--listen-peer-urls=" + peer,
		"--initial-advertise-peer-urls=" + peer,
		"--initial-cluster=default=" + peer,
		"--unsafe-no-fsync",                            // the data need not outlive a crash of the machine
		"--quota-backend-bytes=" + strconv.Itoa(8<<30), // benchmarks write much between two compactions
		"--log-level=warn",
	}
}

// apiServerArgs turns audit on when auditLog, an absolute path, is not empty.
func apiServerArgs(port int, auditLog string) []string {
	args := []string{
		"--etcd-servers=unix://" + etcdSocket,
		"--bind-address=" + loopback,
		"--secure-port=" + strconv.Itoa(port),
		"--permit-port-sharing", // with reservePort
		"--tls-cert-file=" + servingCert,
		"--tls-private-key-file=" + servingKey,
		"--token-auth-file=" + tokensFile,
		"--authorization-mode=RBAC",
		"--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-key-file=" + serviceAccountKey,
		"--service-account-signing-key-file=" + serviceAccountKey,
		"--service-cluster-ip-range=10.96.0.0/16",
		// Without a node nobody reaches the "kubernetes" Service, and a loopback address is not a valid endpoint of it.
		"--advertise-address=" + loopback,
		"--endpoint-reconciler-type=none",
		// Many times the defaults, so that a benchmark measures its client.
		"--max-requests-inflight=4000",
		"--max-mutating-requests-inflight=2000",
		// Ends watches at a stop; without it the server waits a minute for its clients to go.
		"--shutdown-watch-termination-grace-period=1s",
	}
	if auditLog == "" {
		return args
	}
	return append(args,
		"--audit-policy-file="+auditPolicy,
		"--audit-log-path="+auditLog,
		"--audit-log-mode=blocking",
		"--audit-log-maxsize=1000000", // MB; a rotated file would hide requests from who counts them
	)
}

// controllerManagerArgs leaves the choice of controllers to the program's defaults when there are none.
func controllerManagerArgs(port int, controllers []string) []string {
	args := []string{
		"--kubeconfig=" + controllersKubeconfig,
		"--bind-address=" + loopback,
		"--secure-port=" + strconv.Itoa(port),
		"--permit-port-sharing", // with reservePort
		"--tls-cert-file=" + servingCert,
		"--tls-private-key-file=" + servingKey,
		"--root-ca-file=" + servingCert,
		"--service-account-private-key-file=" + serviceAccountKey,
		"--use-service-account-credentials",
		"--leader-elect=false",
		"--kube-api-qps=1000",
		"--kube-api-burst=2000",
	}
	if len(controllers) == 0 {
		return args
	}
	return append(args, "--controllers="+strings.Join(controllers, ","))
}

func serverURL(port int) string { return fmt.Sprintf("https://%s:%d", loopback, port) }
