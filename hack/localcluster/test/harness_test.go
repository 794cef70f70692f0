// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

const (
	// soon is how long anything but a start may take on a busy machine.
	soon = 30 * time.Second
	// tick is how often a process or a file is looked at, where nothing can be watched.
	tick = 20 * time.Millisecond
)

// binary builds the program once, showing the progress, and returns its path.
var binary = sync.OnceValues(func() (string, error) {
	build := exec.Command("../build.sh")
	build.Stderr = os.Stderr
	path, err := build.Output()
	return strings.TrimSpace(string(path)), err
})

// run is one run of "localcluster start".
type run struct {
	command *exec.Cmd
	stdin   io.Closer
	lines   *bufio.Scanner // of standard output
	stderr  bytes.Buffer   // to be read after the end
	end     sync.Once
	endErr  error
}

// start runs "localcluster start" and does not wait for the cluster.
func start(t *testing.T, args ...string) *run {
	t.Helper()
	path, err := binary()
	require.NoError(t, err, "build localcluster")
	r := &run{command: exec.Command(path, append([]string{"start", "--stop-with-stdin"}, args...)...)}
	r.command.Stderr = &r.stderr
	r.command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // as a shell does with a job
	r.stdin, err = r.command.StdinPipe()
	require.NoError(t, err)
	stdout, err := r.command.StdoutPipe()
	require.NoError(t, err)
	r.lines = bufio.NewScanner(stdout)
	require.NoError(t, r.command.Start())
	t.Cleanup(func() {
		_ = r.stdin.Close() // a test that waited has closed it
		_ = r.wait()
		if t.Failed() {
			t.Logf("%s %s:\n%s", "start", args, r.stderr.String())
		}
	})
	return r
}

// wait returns how the run ended.
func (r *run) wait() error {
	r.end.Do(func() {
		for r.lines.Scan() { // the pipe has to be read to its end first
		}
		r.endErr = r.command.Wait()
	})
	return r.endErr
}

// await returns what follows the prefix in the next line of standard output.
func (r *run) await(t *testing.T, prefix string) string {
	t.Helper()
	if !r.lines.Scan() {
		require.Failf(t, "localcluster ended", "%v\n%s", r.wait(), r.stderr.String())
	}
	rest, found := strings.CutPrefix(r.lines.Text(), prefix)
	require.True(t, found, "%q has not the prefix %q", r.lines.Text(), prefix)
	return rest
}

func (r *run) signal(t *testing.T, signal syscall.Signal) {
	t.Helper()
	require.NoError(t, r.command.Process.Signal(signal))
}

// family is the run's process and its children.
func (r *run) family(t *testing.T) map[int]string {
	t.Helper()
	pid := r.command.Process.Pid
	family := children(t, pid)
	assert.Len(t, family, 3)
	family[pid] = "localcluster"
	return family
}

// cluster is a run that is ready.
type cluster struct {
	*run
	kubeconfig string
	config     *rest.Config
	client     kubernetes.Interface
}

func startCluster(t *testing.T, args ...string) *cluster {
	t.Helper()
	return start(t, args...).ready(t)
}

func (r *run) ready(t *testing.T) *cluster {
	t.Helper()
	c := &cluster{run: r, kubeconfig: r.await(t, "ready kubeconfig=")}
	var err error
	c.config, err = clientcmd.BuildConfigFromFlags("", c.kubeconfig)
	require.NoError(t, err)
	c.client, err = kubernetes.NewForConfig(c.config)
	require.NoError(t, err)
	return c
}

// children returns the names of the processes that the process started, by their id.
func children(t *testing.T, parent int) map[int]string {
	t.Helper()
	found := map[int]string{}
	for _, one := range processes(t) {
		if one.parent == parent {
			found[one.id] = one.name
		}
	}
	return found
}

// requireGone waits until none of the processes runs.
func requireGone(t *testing.T, family map[int]string) {
	t.Helper()
	require.Eventually(t, func() bool {
		for _, one := range processes(t) {
			if _, left := family[one.id]; left {
				return false
			}
		}
		return true
	}, soon, tick, "of %v some still run", family)
}

type processInfo struct {
	id, parent int
	name       string
}

// processes lists the processes of this machine, without those that have ended and wait for a parent to notice.
func processes(t *testing.T) []processInfo {
	t.Helper()
	out, err := exec.Command("ps", "-A", "-o", "pid=,ppid=,stat=,args=").Output()
	require.NoError(t, err)
	var found []processInfo
	for line := range strings.Lines(string(out)) {
		var one processInfo
		var state, path string
		_, err := fmt.Sscan(line, &one.id, &one.parent, &state, &path, &one.name)
		if err == nil && !strings.HasPrefix(state, "Z") {
			found = append(found, one)
		}
	}
	return found
}
