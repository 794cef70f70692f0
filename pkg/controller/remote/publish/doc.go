// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package publish makes an endpoint known to those who do not know the kind MCPRemoteEndpoint: ToolHive's vMCP v0.44 in dynamic mode, and ToolHive's
// own controller of VirtualMCPServers. They find an MCPServerEntry of the same name instead. Of those that would get each other's secrets then, it
// says who has to give way. The package is pure.
package publish
