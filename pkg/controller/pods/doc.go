// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package pods finds the pods of proxies and gateways, and notices when something keeps them from running.
package pods
