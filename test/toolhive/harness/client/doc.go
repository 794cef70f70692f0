// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package client is an MCP client, made with the official SDK, as a test wants it.
package client
