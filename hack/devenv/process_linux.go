// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package devenv

import "syscall"

// endWithParent makes the kernel send the signal to the process when the thread that started it ends, which for a thread of the
// Go runtime is when this program ends.
func endWithParent(attributes *syscall.SysProcAttr, signal syscall.Signal) *syscall.SysProcAttr {
	attributes.Pdeathsig = signal
	return attributes
}
