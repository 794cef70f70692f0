// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package process runs one program as a child: its output goes to a log file, its end is reported with the last lines of
// that log, and it never outlives its parent.
package process
