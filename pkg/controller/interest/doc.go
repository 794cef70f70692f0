// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package interest remembers what the work on an object was based on, so that a change of any of that makes the work be done again.
package interest
