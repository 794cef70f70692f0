// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// +k8s:deepcopy-gen=package
// +k8s:openapi-gen=true
// +k8s:openapi-model-package=com.github.mcp-remote-endpoint.operator.pkg.apis.toolhive.v1beta1
// +groupName=toolhive.stacklok.dev

// Package v1beta1 holds the kinds of ToolHive v0.44.0 that an MCPRemoteEndpoint refers to or replaces, or that serve it, at the
// version in which ToolHive stores them.
//
// Names, types, defaults and validation are those of ToolHive's own CRDs, so that an object admitted by one set of CRDs
// is admitted by the other and loses no field; test/toolhive compares the two. The deliberate differences are
// allowPrivateEndpoint on the two legacy kinds, the spellings that these had before ToolHive v0.26 (legacy_*_types.go), the
// endpoint members in the status of MCPGroup, and MCPServer, whose fields are kept but not typed, save for its group.
//
// The configuration in a VirtualMCPServer is vMCP's own, of which ToolHive keeps the types in another package. Those whose
// names are taken here begin with VMCP.
//
// The label auto-migrate-storage-version on each CRD is a fact of ToolHive too: its storage migrator looks for it.
package v1beta1
