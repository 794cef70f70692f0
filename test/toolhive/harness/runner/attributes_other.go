// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

//go:build !linux

package runner

import "syscall"

// attributes are none: only Linux has what is wanted. A process that needs mounts of its own fails, because it may not mount.
func attributes(bool) *syscall.SysProcAttr { return nil }
