// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package v1alpha1 defines MCPRemoteEndpoint, the one kind for remote MCP (Model Context Protocol) servers, as RFC THV-0067
// proposes it. What an endpoint refers to (groups, auth, OIDC, authorization, tool and telemetry configurations) is
// ToolHive's own API and lives in package v1beta1.
//
// +k8s:deepcopy-gen=package
// +k8s:openapi-gen=true
// +k8s:openapi-model-package=com.github.mcp-remote-endpoint.operator.pkg.apis.toolhive.v1alpha1
// +groupName=toolhive.stacklok.dev
// +versionName=v1alpha1
package v1alpha1
