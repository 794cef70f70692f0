// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package compositetool finds in a composite tool what vMCP v0.44 would not start with, and what could not work in any call. It is pure.
package compositetool
