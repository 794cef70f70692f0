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
	"syscall"
)

// Node is what Start started.
type Node struct {
	spec   Spec
	keeper *exec.Cmd
	hold   io.Closer // the node ends when this is closed, as it is when this process ends
}

// Start runs this program in namespaces. The program inside gets the files, this process's standard output and error, and no
// input. The lock stays locked until everything is cleaned up, also when this process is killed.
func Start(spec Spec, files []*os.File, lock *os.File) (*Node, error) {
	spec.Files = len(files)
	argument, err := json.Marshal(spec)
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	keeper := exec.Command(self, KeeperCommand, string(argument))
	keeper.Stdout, keeper.Stderr = os.Stdout, os.Stderr
	keeper.ExtraFiles = append(files, lock)
	keeper.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // away from a terminal's signals
	hold, err := keeper.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := keeper.Start(); err != nil {
		return nil, fmt.Errorf("start the node's keeper: %w", err)
	}
	return &Node{spec: spec, keeper: keeper, hold: hold}, nil
}

// Signal passes a signal to the program inside. It does nothing when that has ended.
func (n *Node) Signal(signal os.Signal) { _ = n.keeper.Process.Signal(signal) }

// Kill ends everything inside.
func (n *Node) Kill() { _ = n.hold.Close() }

// Wait waits until the program inside has ended and everything is cleaned up. It returns an *exec.ExitError when the program failed;
// the program has said why.
func (n *Node) Wait() error {
	err := n.keeper.Wait()
	if !n.keeper.ProcessState.Exited() {
		return errors.Join(fmt.Errorf("the node's keeper ended: %s", n.keeper.ProcessState), clean(n.spec))
	}
	return err
}
