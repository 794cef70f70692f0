// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runner

import (
	"context"
	"os"
	"os/exec"
	"slices"
	"syscall"

	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/pod"
)

// newCommand returns the command that runs the program as the process of a pod, and stops it when the context ends.
func newCommand(ctx context.Context, program string, process pod.Process) *exec.Cmd {
	command := exec.CommandContext(ctx, program, process.Args...)
	command.Env = environment(process.Env)
	if hasMounts(process) {
		command = withMounts(ctx, process, command)
	}
	command.Dir = process.Dir
	command.SysProcAttr = attributes(hasMounts(process))
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.WaitDelay = grace
	return command
}

// ownMounts is a script that puts files where programs look for them, and nowhere else: a folder, its first argument, where client-go finds the
// credentials of a pod, and a file, its second one, where names of hosts are looked up. Either may be empty. The other arguments it runs. It is
// for a process with mounts of its own: the machine sees nothing of it.
const ownMounts = `set -e
if [ -n "$1" ]; then
	mount -t tmpfs none /var/run
	mkdir -p "$(dirname ` + pod.ServiceAccountDir + `)"
	ln -s "$1" ` + pod.ServiceAccountDir + `
fi
if [ -n "$2" ]; then
	mount --bind "$2" /etc/hosts
fi
shift 2
exec "$@"`

func hasMounts(process pod.Process) bool {
	return process.ServiceAccountDir != "" || process.HostsFile != ""
}

// withMounts returns a command that runs another where the files of the process are. A shell would lose variables whose names it cannot have, so
// that they are arguments.
func withMounts(ctx context.Context, process pod.Process, command *exec.Cmd) *exec.Cmd {
	args := slices.Concat([]string{"-c", ownMounts, "sh", process.ServiceAccountDir, process.HostsFile, "env", "-i"}, command.Env, command.Args)
	return exec.CommandContext(ctx, "sh", args...)
}

// environment adds to the pod's environment what the image has, and what keeps ToolHive's programs from calling home.
func environment(env []string) []string {
	return append([]string{
		"PATH=" + os.Getenv("PATH"),
		"TOOLHIVE_SKIP_UPDATE_CHECK=true",
		"TOOLHIVE_USAGE_METRICS_ENABLED=false",
	}, env...)
}
