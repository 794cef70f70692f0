// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package gatewaytest makes what the controller of gateways would find of what a user applied, and of what others said about it in statuses. It is
// for tests.
package gatewaytest
