// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package harness runs the program as its users do: as a process, through its command line.
package harness
