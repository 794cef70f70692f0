// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package selection decides which members of its group a gateway serves, and why not the others. It is pure.
package selection
