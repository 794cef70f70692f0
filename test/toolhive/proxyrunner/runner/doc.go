// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package runner builds ToolHive's proxy runner from its own source and runs it as a process.
package runner
