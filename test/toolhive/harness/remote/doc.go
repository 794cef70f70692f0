// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package remote is a remote MCP server on the loopback interface, made with the official SDK, that remembers what it was asked.
package remote
