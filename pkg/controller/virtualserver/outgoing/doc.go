// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package outgoing turns MCPExternalAuthConfigs into the ways in which vMCP v0.44 authenticates to its backends. It is pure.
package outgoing
