// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package manifests holds what programs have to know of the manifests beside it.
package manifests

import _ "embed"

// MCPRemoteEndpointCRD is the CustomResourceDefinition of MCPRemoteEndpoint, in YAML.
//
//go:embed crds/toolhive.stacklok.dev_mcpremoteendpoints.yaml
var MCPRemoteEndpointCRD []byte
