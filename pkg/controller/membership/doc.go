// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package membership finds the objects that are in a group: those of four kinds that name it in their groupRef.
package membership
