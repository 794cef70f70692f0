// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package integration tests the operator as users meet it: the program as a process, under the rights that the manifests give
// it, against a real API server with a real controller manager. It starts all of that itself.
package integration
