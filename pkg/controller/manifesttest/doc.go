// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package manifesttest reads manifests for tests.
package manifesttest
