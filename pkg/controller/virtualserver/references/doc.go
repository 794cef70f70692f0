// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package references knows which objects a gateway refers to, by itself and by way of the members that it serves. What it lists is what
// the checks look at, and what wakes the gateway when it changes (R2.3, R3.4).
package references
