// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package references knows which objects an object refers to. What it lists is what the checks look at, and what wakes the
// object that refers to it when it changes (R2.3).
package references
