// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package admission says what the API server would refuse of an MCPRemoteEndpoint, by the very schema and rules of its CustomResourceDefinition, where there
// is no API server to ask. It leaves out what is about spec.remoteURL, whose rules need functions of the API server's: package validate has the same.
package admission
