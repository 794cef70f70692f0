// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package harness

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	// Soon is how long anything but a start may take on a busy machine.
	Soon = 30 * time.Second
	// Tick is how often a process or a file is looked at, where nothing can be watched.
	Tick = 20 * time.Millisecond
)

// Build builds the program with the build script at the path, showing the progress, and returns its path.
func Build(script string, args ...string) (string, error) {
	build := exec.Command(script, args...)
	build.Stderr = os.Stderr
	path, err := build.Output()
	return strings.TrimSpace(string(path)), err
}

// Run is one run of "localcluster start". It ends with the test.
type Run struct {
	Command *exec.Cmd
	// Stdin stops the run when it is closed.
	Stdin io.Closer
	// Stderr is to be read after the end.
	Stderr bytes.Buffer

	lines  *bufio.Scanner // of standard output
	end    sync.Once
	endErr error
}

// Start runs "localcluster start" of the program and does not wait for the cluster.
func Start(t *testing.T, program string, args ...string) *Run {
	t.Helper()
	r := &Run{Command: exec.Command(program, append([]string{"start", "--stop-with-stdin"}, args...)...)}
	r.Command.Stderr = &r.Stderr
	r.Command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // as a shell does with a job
	var err error
	r.Stdin, err = r.Command.StdinPipe()
	require.NoError(t, err)
	stdout, err := r.Command.StdoutPipe()
	require.NoError(t, err)
	r.lines = bufio.NewScanner(stdout)
	require.NoError(t, r.Command.Start())
	t.Cleanup(func() {
		_ = r.Stdin.Close() // a test that waited has closed it
		_ = r.Wait()
		if t.Failed() {
			t.Logf("%s %s:\n%s", "start", args, r.Stderr.String())
		}
	})
	return r
}

// Wait returns how the run ended.
func (r *Run) Wait() error {
	r.end.Do(func() {
		for r.lines.Scan() { // the pipe has to be read to its end first
		}
		r.endErr = r.Command.Wait()
	})
	return r.endErr
}

// Await returns what follows the prefix in the next line of standard output.
func (r *Run) Await(t *testing.T, prefix string) string {
	t.Helper()
	if !r.lines.Scan() {
		require.Failf(t, "localcluster ended", "%v\n%s", r.Wait(), r.Stderr.String())
	}
	rest, found := strings.CutPrefix(r.lines.Text(), prefix)
	require.True(t, found, "%q has not the prefix %q", r.lines.Text(), prefix)
	return rest
}

// Signal sends a signal to the process that was started.
func (r *Run) Signal(t *testing.T, signal syscall.Signal) {
	t.Helper()
	require.NoError(t, r.Command.Process.Signal(signal))
}

// Stop stops the run, which must end well.
func (r *Run) Stop(t *testing.T) {
	t.Helper()
	require.NoError(t, r.Stdin.Close())
	require.NoError(t, r.Wait())
}
