// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package traffic is an MCP client that keeps calling a tool while something changes, and counts what goes wrong.
package traffic
