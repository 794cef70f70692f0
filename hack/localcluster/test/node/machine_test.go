// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package node

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/hack/localcluster/test/harness"
)

// machine is what a node could leave on a machine.
type machine struct {
	mounts, networks, rules, files, sysctls []string
}

// observe looks at the machine. Other clusters may run on it, so it does not look at their processes, cgroups and directories.
func observe(t *testing.T) machine {
	t.Helper()
	return machine{
		mounts:   mounts(t),
		networks: networks(t),
		rules:    rules(t),
		files: glob(t, "/run/netns/*", "/run/containerd", "/run/localcluster", "/run/xtables.lock", "/var/lib/cni/*", "/var/lib/kubelet/*",
			"/var/log/containers/*", "/var/log/pods/*", "/opt/containerd"),
		sysctls: sysctls(t),
	}
}

// requireNothingLeft fails if anything is left of the run, whose processes were the family, or the machine is not as it was.
func (r *run) requireNothingLeft(t *testing.T, family map[int]string, before machine) {
	t.Helper()
	harness.RequireGone(t, family)
	assert.Equal(t, before, observe(t))
	cgroup := fmt.Sprintf("localcluster-%d", r.Command.Process.Pid)
	assert.Empty(t, glob(t, "/sys/fs/cgroup/"+cgroup, "/sys/fs/cgroup/*/"+cgroup))
	assert.Empty(t, glob(t, filepath.Join(os.Getenv("TMPDIR"), "localcluster-*")))
}

func mounts(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("/proc/self/mounts")
	require.NoError(t, err)
	return slices.Sorted(strings.Lines(string(data)))
}

func networks(t *testing.T) []string {
	t.Helper()
	interfaces, err := net.Interfaces()
	require.NoError(t, err)
	var found []string
	for _, one := range interfaces {
		addresses, err := one.Addrs()
		require.NoError(t, err)
		for _, address := range addresses {
			found = append(found, one.Name+" "+address.String())
		}
	}
	return found
}

// rules are the firewall's, without the counters and the time.
func rules(t *testing.T) []string {
	t.Helper()
	out, err := exec.Command("iptables-save").Output()
	require.NoError(t, err)
	return slices.DeleteFunc(strings.Split(string(out), "\n"), func(line string) bool { return !strings.HasPrefix(line, "-A") })
}

func glob(t *testing.T, patterns ...string) []string {
	t.Helper()
	var found []string
	for _, pattern := range patterns {
		names, err := filepath.Glob(pattern)
		require.NoError(t, err)
		found = append(found, names...)
	}
	return found
}

// sysctls are those that a kubelet or kube-proxy sets where it can.
func sysctls(t *testing.T) []string {
	t.Helper()
	var found []string
	for _, pattern := range []string{"kernel/panic*", "kernel/keys/*", "vm/overcommit_memory", "vm/panic_on_oom", "net/ipv4/ip_forward",
		"net/ipv4/conf/all/*", "net/netfilter/nf_conntrack_*max", "net/netfilter/nf_conntrack_tcp_timeout_*"} {
		for _, path := range glob(t, "/proc/sys/"+pattern) {
			data, err := os.ReadFile(path)
			if !os.IsPermission(err) {
				require.NoError(t, err)
			}
			found = append(found, path+" "+string(data))
		}
	}
	return found
}
