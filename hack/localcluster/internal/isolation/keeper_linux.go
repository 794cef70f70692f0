// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package isolation

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// Names of the commands of this program that call Keep and Init with their only argument.
const (
	KeeperCommand = "node-keeper"
	InitCommand   = "node-init"
)

// Keep runs the first process of the namespaces, kills it when standard input ends, cleans up when it has ended, and returns its exit
// status.
func Keep(argument string) (int, error) {
	signals := make(chan os.Signal, len(passedOn))
	signal.Notify(signals, passedOn...)
	signal.Ignore(syscall.SIGPIPE) // whoever reads the output may be gone
	var spec Spec
	if err := json.Unmarshal([]byte(argument), &spec); err != nil {
		return 0, err
	}
	first, err := startFirst(spec, argument)
	if err != nil {
		return 0, errors.Join(err, clean(spec))
	}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		_ = first.Process.Kill() // fails when it has ended
	}()
	go func() {
		for one := range signals {
			_ = first.Process.Signal(one) // fails when it has ended
		}
	}()
	_ = first.Wait() // how it ended is read from its state
	if !first.ProcessState.Exited() {
		return 0, errors.Join(fmt.Errorf("the node's first process ended: %s", first.ProcessState), clean(spec))
	}
	return first.ProcessState.ExitCode(), clean(spec)
}

// startFirst starts the first process of new namespaces. It dies with this process, and all others die with it.
func startFirst(spec Spec, argument string) (*exec.Cmd, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	files := Inherited(spec.Files + 1)
	first := exec.Command(self, InitCommand, argument)
	first.Stdout, first.Stderr = os.Stdout, os.Stderr
	first.ExtraFiles = files[:spec.Files] // without the lock
	first.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: unix.CLONE_NEWPID | unix.CLONE_NEWNS | unix.CLONE_NEWNET,
		Pdeathsig:  syscall.SIGKILL,
	}
	if err := first.Start(); err != nil {
		return nil, fmt.Errorf("start the node's namespaces: %w", err)
	}
	pid := []byte(strconv.Itoa(first.Process.Pid))
	if err := os.WriteFile(filepath.Join(spec.Dir, pidFile), pid, 0o600); err != nil {
		_ = first.Process.Kill() // fails when it has ended
		return nil, errors.Join(err, first.Wait())
	}
	return first, nil
}
