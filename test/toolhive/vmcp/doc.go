// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package vmcp runs ToolHive's own gateway, vmcp, unmodified, from a pod as the operator renders it: an official MCP client talks
// through it to official MCP servers, all on the loopback interface.
//
// It is a Go module of its own. The one in the folder above, where vmcp is built, holds the dependencies of ToolHive's release
// and nothing else, so that those of the operator cannot change what is tested.
package vmcp
