// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package harness is the folder of what the tests share that run ToolHive's programs, unmodified, from what the operator renders:
// pods as processes (pod, runner), and what such a process talks with, all on the loopback interface.
//
// It is a Go module of its own, so that the operator does not depend on what only these tests need.
package harness
