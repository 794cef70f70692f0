// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

//go:build unix && !linux

package devenv

import "syscall"

// endWithParent changes nothing here: a process outlives a parent that was killed.
func endWithParent(attributes *syscall.SysProcAttr, _ syscall.Signal) *syscall.SysProcAttr {
	return attributes
}
