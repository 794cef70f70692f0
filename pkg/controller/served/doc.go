// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package served runs informers of kinds that may be installed in the cluster late, or never (R5.3).
package served
