// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package node

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/hack/localcluster/test/harness"
)

// family is all processes of the run.
func (r *run) family(t *testing.T) map[int]string {
	t.Helper()
	return harness.Family(t, r.Command.Process.Pid)
}

// signalTo sends a signal to the process of the run that has the name: its command, or the beginning of its first argument.
func (r *run) signalTo(t *testing.T, name string, signal syscall.Signal) {
	t.Helper()
	for id, found := range r.family(t) {
		if strings.HasPrefix(found, name) {
			require.NoError(t, syscall.Kill(id, signal))
			return
		}
	}
	require.Failf(t, "no such process", "%s", name)
}

func kill(name string) func(*testing.T, *cluster) {
	return func(t *testing.T, c *cluster) { c.signalTo(t, name, syscall.SIGKILL) }
}

// setTempDir has the directories of runs in one of this test's own.
func setTempDir(t *testing.T) {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir())
}

// Each case starts where the one before has ended, so that each but the first also shows that a node starts again.
func TestEndLeavesNothing(t *testing.T) {
	tests := []struct {
		name string
		end  func(*testing.T, *cluster)
		// says is what standard error says of a failure. Empty means that the run ends well.
		says string
	}{
		{name: "Ctrl-C, which signals the whole process group", end: func(t *testing.T, c *cluster) {
			require.NoError(t, syscall.Kill(-c.Command.Process.Pid, syscall.SIGINT))
		}},
		{name: "SIGTERM", end: func(t *testing.T, c *cluster) { c.Signal(t, syscall.SIGTERM) }},
		{name: "end of standard input", end: func(t *testing.T, c *cluster) { require.NoError(t, c.Stdin.Close()) }},
		{name: "SIGKILL of the process that was started", end: func(t *testing.T, c *cluster) { c.Signal(t, syscall.SIGKILL) }, says: "first process ended: signal: killed"},
		{name: "SIGKILL of its keeper", end: kill("node-keeper"), says: "keeper ended: signal: killed"},
		{name: "SIGKILL of the first process inside", end: kill("node-init"), says: "first process ended: signal: killed"},
		{name: "SIGKILL of what runs the programs", end: kill("node-start"), says: "what runs the node's programs ended: signal: killed"},
		{name: "SIGKILL of the API server", end: kill("kube-apiserver"), says: "kube-apiserver ended: signal: killed"},
		{name: "SIGKILL of the kubelet", end: kill("kubelet"), says: "kubelet ended: signal: killed"},
		{name: "SIGKILL of containerd", end: kill("--config=node/containerd.toml"), says: "containerd ended: signal: killed"},
		{name: "SIGKILL of kube-proxy", end: kill("kube-proxy"), says: "kube-proxy ended: signal: killed"},
		{name: "SIGKILL of CoreDNS", end: kill("-conf=node/Corefile"), says: "coredns ended: signal: killed"},
	}
	setTempDir(t)
	image := archive(t, webImage)
	before := observe(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := startCluster(t, "--image", image)
			c.runPod(t, newPod("web"))
			family := c.family(t)
			assert.Subset(t, slices.Collect(maps.Values(family)), []string{"node-keeper", "kubelet", "/pause", "/web"})
			test.end(t, c)
			err := c.Wait()
			assert.Equal(t, test.says != "", err != nil, "%v", err)
			assert.Contains(t, c.Stderr.String(), test.says)
			c.requireNothingLeft(t, family, before)
		})
	}
}

func TestInterruptedStartLeavesNothing(t *testing.T) {
	setTempDir(t)
	_, err := program()
	require.NoError(t, err)
	before := observe(t)
	for _, step := range []string{"etcd", "kube-apiserver", "containerd", "kubelet", "kube-proxy"} {
		t.Run("while "+step+" starts", func(t *testing.T) {
			dir := t.TempDir()
			r := start(t, "--dir", dir)
			log := filepath.Join(dir, "logs", step+".log")
			require.Eventually(t, func() bool { _, err := os.Stat(log); return err == nil }, harness.Soon, harness.Tick)
			family := r.family(t)
			r.Signal(t, syscall.SIGINT)
			require.Error(t, r.Wait())
			assert.Contains(t, r.Stderr.String(), "interrupted")
			assert.NoDirExists(t, filepath.Join(dir, "node"))
			r.requireNothingLeft(t, family, before)
		})
	}
}

func TestSecondSignalEndsAtOnce(t *testing.T) {
	setTempDir(t)
	_, err := program()
	require.NoError(t, err)
	before := observe(t)
	c := startCluster(t)
	family := c.family(t)
	c.signalTo(t, "node-start", syscall.SIGSTOP) // it obeys no signal but SIGKILL
	c.Signal(t, syscall.SIGTERM)
	c.Signal(t, syscall.SIGINT)
	require.Error(t, c.Wait())
	c.requireNothingLeft(t, family, before)
}

func TestStartThatCannotSucceedFails(t *testing.T) {
	setTempDir(t)
	notAnImage := filepath.Join(t.TempDir(), "image.tar")
	require.NoError(t, os.WriteFile(notAnImage, []byte("text"), 0o600))
	running := startCluster(t, "--dir", t.TempDir())
	port := running.port(t)
	before := observe(t)
	tests := []struct {
		name string
		args []string
		says []string
	}{
		{name: "a port that another cluster has", args: []string{"--port", port}, says: []string{"port " + port, "taken"}},
		{name: "a directory that another cluster has", args: []string{"--dir", running.dir}, says: []string{"another localcluster"}},
		{name: "a directory that is another one on the node", args: []string{"--dir", "/run/localcluster-test"}, says: []string{"/run/localcluster-test", "/run of its own"}},
		{name: "an image that is missing", args: []string{"--image", "/absent.tar"}, says: []string{"/absent.tar"}},
		{name: "an image that is none", args: []string{"--image", notAnImage}, says: []string{notAnImage}},
		{name: "no time", args: []string{"--timeout", "1ms"}, says: []string{"not ready after 1ms"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := start(t, test.args...)
			require.Error(t, r.Wait())
			r.requireNothingLeft(t, nil, before)
			for _, want := range test.says {
				assert.Contains(t, r.Stderr.String(), want)
			}
		})
	}
	running.mustKubectl(t, "get", "nodes")
}
