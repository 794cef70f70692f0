// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package loopback starts HTTP servers on the loopback interface.
package loopback
