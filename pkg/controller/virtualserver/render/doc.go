// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package render turns a VirtualMCPServer, and the members of its group, into the objects that make the gateway: one file per object. It is
// pure.
//
// Names, labels, mounts and variables follow those of ToolHive's operator v0.44, so that the unmodified vMCP serves from them.
// docs/virtual-servers.md lists what is different, and why.
package render
