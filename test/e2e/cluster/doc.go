// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package cluster starts a node with the operator deployed on it, and does to both what befalls nodes and operators.
package cluster
