// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package test

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/hack/localcluster/test/harness"
)

func TestStopLeavesNothing(t *testing.T) {
	tests := []struct {
		name string
		stop func(*testing.T, *cluster)
	}{
		{name: "Ctrl-C, which signals the whole process group", stop: func(t *testing.T, c *cluster) {
			require.NoError(t, syscall.Kill(-c.Command.Process.Pid, syscall.SIGINT))
		}},
		{name: "SIGTERM", stop: func(t *testing.T, c *cluster) { c.Signal(t, syscall.SIGTERM) }},
		{name: "end of standard input", stop: func(t *testing.T, c *cluster) { require.NoError(t, c.Stdin.Close()) }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := startCluster(t)
			family, dir := c.family(t), filepath.Dir(c.kubeconfig)
			require.DirExists(t, dir)
			test.stop(t, c)
			require.NoError(t, c.Wait())
			harness.RequireGone(t, family)
			assert.NoDirExists(t, dir)
		})
	}
}

func TestKilledLeavesNoProcess(t *testing.T) {
	c := startCluster(t, "--dir", t.TempDir())
	family := c.family(t)
	c.Signal(t, syscall.SIGKILL)
	require.Error(t, c.Wait())
	harness.RequireGone(t, family)
}

func TestKilledParentLeavesNothing(t *testing.T) {
	path, err := binary()
	require.NoError(t, err)
	self, err := os.Executable()
	require.NoError(t, err)
	parent := exec.Command(self)
	parent.Env = append(os.Environ(), parentEnv+"="+path)
	stdin, err := parent.StdinPipe()
	require.NoError(t, err)
	defer stdin.Close()
	stdout, err := parent.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, parent.Start())
	var pid int
	var kubeconfig string
	_, err = fmt.Fscan(stdout, &pid, &kubeconfig)
	require.NoError(t, err)
	family := harness.Children(t, pid)
	require.Len(t, family, 3)
	family[pid] = "localcluster"

	require.NoError(t, parent.Process.Kill())
	require.Error(t, parent.Wait())
	harness.RequireGone(t, family)
	assert.NoDirExists(t, filepath.Dir(kubeconfig))
}

func TestComponentThatDiesIsNamed(t *testing.T) {
	for _, victim := range []string{"etcd", "kube-apiserver", "kube-controller-manager"} {
		t.Run(victim, func(t *testing.T) {
			c := startCluster(t)
			family := c.family(t)
			for pid, name := range family {
				if name == victim {
					require.NoError(t, syscall.Kill(pid, syscall.SIGKILL))
				}
			}
			require.Error(t, c.Wait())
			assert.Contains(t, c.Stderr.String(), victim+" ended: signal: killed")
			assert.Contains(t, c.Stderr.String(), victim+".log")
			harness.RequireGone(t, family)
		})
	}
}

func TestStartThatCannotSucceedFails(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	port := strconv.Itoa(taken.Addr().(*net.TCPAddr).Port)
	dir := t.TempDir()
	notes := filepath.Join(dir, "notes")
	require.NoError(t, os.WriteFile(notes, []byte("mine"), 0o600))
	brokenEtcd := filepath.Join(dir, "cluster")
	require.NoError(t, os.MkdirAll(filepath.Join(brokenEtcd, "etcd", "member", "snap", "db"), 0o700))

	tests := []struct {
		name string
		args []string
		says []string
	}{
		{name: "a taken port", args: []string{"--port", port}, says: []string{"port " + port, "taken"}},
		{name: "a kubeconfig path with someone's own file", args: []string{"--kubeconfig", notes}, says: []string{notes, "was not written by localcluster"}},
		{name: "etcd with broken data", args: []string{"--dir", brokenEtcd}, says: []string{"etcd ended: ", "etcd.log", "is a directory"}},
		{name: "an API server that refuses its input", args: []string{"--audit-log", dir}, says: []string{"kube-apiserver ended: exit status 1", dir}},
		{name: "a missing token file", args: []string{"--token-auth-file", filepath.Join(dir, "absent")}, says: []string{filepath.Join(dir, "absent")}},
		{name: "no time", args: []string{"--timeout", "1ms"}, says: []string{"not ready after 1ms"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			began := time.Now()
			r := start(t, test.args...)
			var exit *exec.ExitError
			require.ErrorAs(t, r.Wait(), &exit)
			assert.Equal(t, 1, exit.ExitCode())
			assert.Less(t, time.Since(began), harness.Soon)
			for _, want := range test.says {
				assert.Contains(t, r.Stderr.String(), want)
			}
		})
	}
	kept, err := os.ReadFile(notes)
	require.NoError(t, err)
	assert.Equal(t, "mine", string(kept))
}

func TestInterruptedStartLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	r := start(t, "--dir", dir)
	log := filepath.Join(dir, "logs", "kube-apiserver.log")
	require.Eventually(t, func() bool { _, err := os.Stat(log); return err == nil }, harness.Soon, harness.Tick)
	family := harness.Children(t, r.Command.Process.Pid)
	r.Signal(t, syscall.SIGINT)
	require.Error(t, r.Wait())
	assert.Contains(t, r.Stderr.String(), "interrupted")
	harness.RequireGone(t, family)
	assert.NoFileExists(t, filepath.Join(dir, "kubeconfig"))
}
