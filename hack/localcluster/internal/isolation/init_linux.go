// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package isolation

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"

	"golang.org/x/sys/unix"
)

// passedOn are the signals that reach the program inside.
var passedOn = []os.Signal{unix.SIGINT, unix.SIGTERM, unix.SIGHUP, unix.SIGUSR1, unix.SIGUSR2}

// Init is the first process of the namespaces: it prepares them, runs the program, and returns its exit status.
func Init(argument string) (int, error) {
	signals := make(chan os.Signal, len(passedOn))
	signal.Notify(signals, passedOn...)
	var spec Spec
	if err := json.Unmarshal([]byte(argument), &spec); err != nil {
		return 0, err
	}
	if err := prepare(spec); err != nil {
		return 0, fmt.Errorf("prepare the node's namespaces: %w", err)
	}
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	files := append([]*os.File{os.Stdin, os.Stdout, os.Stderr}, Inherited(spec.Files)...)
	child, err := os.StartProcess(self, append([]string{self}, spec.Args...), &os.ProcAttr{Files: files})
	if err != nil {
		return 0, err
	}
	go func() {
		for one := range signals {
			_ = child.Signal(one) // fails when it has ended, and then this process ends, too
		}
	}()
	status, err := bury(child.Pid)
	if err == nil && status.Signaled() {
		err = fmt.Errorf("what runs the node's programs ended: signal: %s", status.Signal())
	}
	return status.ExitStatus(), err
}

func prepare(spec Spec) error {
	if err := makeCgroup(spec.Cgroup); err != nil {
		return err
	}
	if err := mountAll(spec.Dir); err != nil {
		return err
	}
	return setUpNetwork()
}

// bury waits for each process inside whose parent has ended, and returns when the child has ended, and how.
func bury(child int) (unix.WaitStatus, error) {
	for {
		var status unix.WaitStatus
		pid, err := unix.Wait4(-1, &status, 0, nil)
		if err != nil && !errors.Is(err, unix.EINTR) {
			return status, fmt.Errorf("wait for the processes inside: %w", err)
		}
		if err == nil && pid == child {
			return status, nil
		}
	}
}
