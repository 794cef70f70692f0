// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

const (
	// AllowInsecureAnnotation with the value "true" on an MCPRemoteEndpoint permits plain http towards others: in spec.remoteURL
	// (R2.4), and in the token endpoint of an MCPExternalAuthConfig of type tokenExchange.
	AllowInsecureAnnotation = "toolhive.stacklok.dev/allow-insecure"

	// ReplacesAnnotation on an MCPRemoteEndpoint names the legacy kind, MCPRemoteProxy or MCPServerEntry, whose object of the
	// same name the endpoint takes over (R4.3).
	ReplacesAnnotation = "toolhive.stacklok.dev/replaces"
)

// PublishedLabel with the value "true" marks an MCPServerEntry that the operator made of an MCPRemoteEndpoint, for readers that do not know that kind.
const PublishedLabel = "toolhive.stacklok.dev/published"
