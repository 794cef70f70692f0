// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package gateway makes pods of vmcp, in the shape that the operator gives them, with content that a test writes, and processes of such
// pods.
package gateway
