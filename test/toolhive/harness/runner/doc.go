// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package runner builds ToolHive's programs from their own source and runs them as processes.
package runner
