// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// asProgram makes this test binary the program that it tests.
const asProgram = "MCP_REMOTE_ENDPOINT_RUN_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// program is a run of the program that stays up.
type program struct {
	command   *exec.Cmd
	temporary string // its directory for temporary files
	stderr    bytes.Buffer
}

// start returns the program when it stays up, and what it printed until then.
func start(t *testing.T) (*program, string) {
	t.Helper()
	p := &program{command: exec.Command(os.Args[0]), temporary: t.TempDir()}
	p.command.Env = append(os.Environ(), asProgram+"=1", "KUBECONFIG=", "TMPDIR="+p.temporary)
	p.command.Stderr = &p.stderr
	stdout, err := p.command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, p.command.Start())
	t.Cleanup(func() {
		_ = p.command.Process.Signal(os.Interrupt)
		_ = p.command.Wait()
	})
	var printed strings.Builder
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		printed.WriteString(lines.Text() + "\n")
		if strings.HasPrefix(lines.Text(), "Running until interrupted") {
			return p, printed.String()
		}
	}
	require.Failf(t, "the program ended", "%v\n%s\n%s", p.command.Wait(), printed.String(), p.stderr.String())
	return nil, ""
}

// children are the processes that the program started, by name.
func (p *program) children(t *testing.T) map[string]int {
	t.Helper()
	out, err := exec.Command("ps", "-A", "-o", "pid=,ppid=,comm=").Output()
	require.NoError(t, err)
	children := map[string]int{}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		if len(fields) < 3 || fields[1] != strconv.Itoa(p.command.Process.Pid) {
			continue
		}
		pid, err := strconv.Atoi(fields[0])
		require.NoError(t, err)
		children[fields[2]] = pid
	}
	return children
}

func requireGone(t *testing.T, processes map[string]int) {
	t.Helper()
	for name, pid := range processes {
		require.ErrorIs(t, syscall.Kill(pid, 0), syscall.ESRCH, "%s (%d) still runs", name, pid)
	}
}

func TestRunShowsTheExamplesAndLeavesNothingBehind(t *testing.T) {
	p, printed := start(t)
	children := p.children(t)
	assert.Len(t, children, 2, "the control plane and the operator: %v", children)
	for _, want := range []string{
		"NAME      TYPE     PHASE    REMOTE URL",
		"Gateways:\nNAME PHASE URL BACKENDS AGE READY\ntools Pending http://vmcp-tools.mcp-examples.svc.cluster.local:4483 ",
		"docs\n  ✓ Ready: ",
		"weather (broken on purpose)\n  ✗ Ready, GroupNotFound: ",
		`Secret "weather-api-key" has no key "api-key"`,
		"export KUBECONFIG=" + p.temporary,
	} {
		assert.Contains(t, strings.Join(strings.Fields(printed), " "), strings.Join(strings.Fields(want), " "))
	}

	require.NoError(t, p.command.Process.Signal(os.Interrupt))
	require.NoError(t, p.command.Wait(), "%s", &p.stderr)
	requireGone(t, children)
	left, err := os.ReadDir(p.temporary)
	require.NoError(t, err)
	assert.Empty(t, left)
}

func TestRunEndsWithTheOperator(t *testing.T) {
	p, _ := start(t)
	children := p.children(t)
	require.Contains(t, children, "operator")
	require.NoError(t, syscall.Kill(children["operator"], syscall.SIGKILL))
	var exit *exec.ExitError
	require.ErrorAs(t, p.command.Wait(), &exit)
	assert.Equal(t, 1, exit.ExitCode())
	assert.Contains(t, p.stderr.String(), "run: the operator ended: signal: killed; the last lines of its log:")
	requireGone(t, children)
}
