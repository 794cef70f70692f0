// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package process

import "syscall"

// ownGroup puts the child in a process group of its own, and has the kernel kill it when the parent dies, even a child that
// is too busy to notice the end of its standard input.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
