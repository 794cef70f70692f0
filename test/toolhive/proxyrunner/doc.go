// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package proxyrunner runs ToolHive's own proxy runner, unmodified, from what the operator renders: an official MCP client talks through
// it to an official MCP server, all on the loopback interface.
//
// It is a Go module of its own. The one in the folder above, where the runner is built, holds the dependencies of ToolHive's release
// and nothing else, so that those of the operator cannot change what is tested.
package proxyrunner
