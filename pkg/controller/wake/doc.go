// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package wake turns what happens to objects into keys of a work queue.
package wake
