// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package written lets a controller read its own writes before its informers show them, and tells it when they do.
package written
