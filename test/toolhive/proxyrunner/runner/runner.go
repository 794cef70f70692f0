// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runner

import (
	"context"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/test/toolhive/proxyrunner/pod"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/proxyrunner/wait"
)

// grace is how long a runner may take to stop. It waits for open streams.
const grace = 10 * time.Second

// Runner is a process of thv-proxyrunner. It ends with the test.
type Runner struct {
	// URL is where it serves, without a path.
	URL string

	output output
	// ended is closed when the process is gone; err is then why.
	ended chan struct{}
	err   error
}

// Start starts the program as the process of a pod, and returns once /health answers, as the pod's probes would wait for.
func Start(t *testing.T, program string, process pod.Process) *Runner {
	t.Helper()
	r := launch(t, program, process)
	wait.Until(t, r, func() bool {
		require.False(t, r.hasEnded(), "thv-proxyrunner ended before it was healthy:\n%s", r)
		return healthy(t, r.URL)
	})
	return r
}

// Refuse starts the program as the process of a pod, and returns its output once it has ended with an error by itself.
func Refuse(t *testing.T, program string, process pod.Process) string {
	t.Helper()
	r := launch(t, program, process)
	wait.Until(t, r, func() bool {
		require.False(t, healthy(t, r.URL), "thv-proxyrunner serves, and should not have started:\n%s", r)
		return r.hasEnded()
	})
	require.Error(t, r.err, "thv-proxyrunner ended well:\n%s", r)
	return r.String()
}

func launch(t *testing.T, program string, process pod.Process) *Runner {
	t.Helper()
	r := &Runner{
		URL:   URL(process.Port),
		ended: make(chan struct{}),
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	command := exec.CommandContext(ctx, program, process.Args...)
	command.Dir = process.Dir
	command.Env = environment(process.Env)
	command.Stdout, command.Stderr = &r.output, &r.output
	command.SysProcAttr = dieWithParent()
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.WaitDelay = grace
	require.NoError(t, command.Start())
	go func() {
		r.err = command.Wait()
		close(r.ended)
	}()
	t.Cleanup(func() {
		stop()
		<-r.ended
	})
	return r
}

// environment adds to the pod's environment what the image has, and what keeps the runner from calling home.
func environment(env []string) []string {
	return append([]string{
		"PATH=" + os.Getenv("PATH"),
		"TOOLHIVE_SKIP_UPDATE_CHECK=true",
		"TOOLHIVE_USAGE_METRICS_ENABLED=false",
	}, env...)
}

func (r *Runner) hasEnded() bool {
	select {
	case <-r.ended:
		return true
	default:
		return false
	}
}

func healthy(t *testing.T, url string) bool {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/health", nil)
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

// URL is where a runner with that port serves.
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
