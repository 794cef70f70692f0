// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runner

import (
	"os"
	"syscall"
)

// attributes has the kernel kill the child when the test dies, even of a panic, which runs no cleanup. With mounts of its own, the
// child is root in a user namespace, where everybody may mount, and nobody else sees what.
func attributes(ownMounts bool) *syscall.SysProcAttr {
	all := &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if ownMounts {
		all.Cloneflags = syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS
		all.UidMappings = []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}}
		all.GidMappings = []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}}
	}
	return all
}
