// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runner

import (
	"context"
	"net"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/pod"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/wait"
)

// grace is how long a process may take to stop. ToolHive's wait for open streams.
const grace = 10 * time.Second

// Runner is a process of a program. It ends with the test.
type Runner struct {
	// URL is where it serves, without a path.
	URL string

	program string
	ready   string // the URL that answers once it is ready
	output  output
	stop    func()
	// ended is closed when the process is gone; err is then why.
	ended chan struct{}
	err   error
}

// Start starts the program as the process of a pod, and returns once its readiness probe succeeds.
func Start(t *testing.T, program string, process pod.Process) *Runner {
	t.Helper()
	r := launch(t, program, process)
	wait.Until(t, r, func() bool {
		require.False(t, r.hasEnded(), "%s ended before it was ready:\n%s", r.program, r)
		return r.isReady(t)
	})
	return r
}

// Refuse starts the program as the process of a pod, and returns its output once it has ended with an error by itself.
// It must never have been ready.
func Refuse(t *testing.T, program string, process pod.Process) string {
	t.Helper()
	r := launch(t, program, process)
	wait.Until(t, r, func() bool {
		require.False(t, r.isReady(t), "%s is ready, and should not have started:\n%s", r.program, r)
		return r.hasEnded()
	})
	require.Error(t, r.err, "%s ended well:\n%s", r.program, r)
	return r.String()
}

func launch(t *testing.T, program string, process pod.Process) *Runner {
	t.Helper()
	r := &Runner{
		URL:     URL(process.Port),
		program: filepath.Base(program),
		ready:   URL(process.Port) + process.ReadyPath,
		ended:   make(chan struct{}),
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	r.stop = stop
	command := newCommand(ctx, program, process)
	command.Stdout, command.Stderr = &r.output, &r.output
	require.NoError(t, command.Start())
	go func() {
		r.err = command.Wait()
		close(r.ended)
	}()
	t.Cleanup(r.Stop)
	return r
}

// Stop ends the process, and returns when it is gone.
func (r *Runner) Stop() {
	r.stop()
	<-r.ended
}

func (r *Runner) hasEnded() bool {
	select {
	case <-r.ended:
		return true
	default:
		return false
	}
}

func (r *Runner) isReady(t *testing.T) bool {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.ready, nil)
	require.NoError(t, err)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	defer response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// Await waits for a line of the output that has the text, and returns it.
func (r *Runner) Await(t *testing.T, text string) string {
	t.Helper()
	var found string
	wait.Until(t, r, func() bool {
		for _, line := range r.output.lines() {
			if strings.Contains(line, text) {
				found = line
			}
		}
		return found != ""
	})
	return found
}

// String is what the process has written so far, to both of its streams.
func (r *Runner) String() string { return r.output.String() }

// URL is where a process with that port serves.
func URL(port int32) string {
	return "http://" + net.JoinHostPort("127.0.0.1", strconv.Itoa(int(port)))
}

// FreePort returns a port of the loopback interface that nobody listened on a moment ago.
func FreePort(t *testing.T) int32 {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	address, ok := listener.Addr().(*net.TCPAddr)
	require.True(t, ok)
	return int32(address.Port)
}
