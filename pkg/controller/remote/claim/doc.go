// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package claim decides which of the objects of one name holds that name (R2.13).
package claim
