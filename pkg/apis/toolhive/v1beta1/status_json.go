// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

import "github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/internal/lenient"

// UnmarshalJSON leaves a status empty that cannot be read, and never returns an error.
func (s *MCPAuthzConfigStatus) UnmarshalJSON(data []byte) error {
	type plain MCPAuthzConfigStatus
	return lenient.Status(data, (*plain)(s))
}

// UnmarshalJSON leaves a status empty that cannot be read, and never returns an error.
func (s *MCPExternalAuthConfigStatus) UnmarshalJSON(data []byte) error {
	type plain MCPExternalAuthConfigStatus
	return lenient.Status(data, (*plain)(s))
}

// UnmarshalJSON leaves a status empty that cannot be read, and never returns an error.
func (s *MCPGroupStatus) UnmarshalJSON(data []byte) error {
	type plain MCPGroupStatus
	return lenient.Status(data, (*plain)(s))
}

// UnmarshalJSON leaves a status empty that cannot be read, and never returns an error.
func (s *MCPOIDCConfigStatus) UnmarshalJSON(data []byte) error {
	type plain MCPOIDCConfigStatus
	return lenient.Status(data, (*plain)(s))
}

// UnmarshalJSON leaves a status empty that cannot be read, and never returns an error.
func (s *MCPRemoteProxyStatus) UnmarshalJSON(data []byte) error {
	type plain MCPRemoteProxyStatus
	return lenient.Status(data, (*plain)(s))
}

// UnmarshalJSON leaves a status empty that cannot be read, and never returns an error.
func (s *MCPServerEntryStatus) UnmarshalJSON(data []byte) error {
	type plain MCPServerEntryStatus
	return lenient.Status(data, (*plain)(s))
}

// UnmarshalJSON leaves a status empty that cannot be read, and never returns an error.
func (s *MCPServerStatus) UnmarshalJSON(data []byte) error {
	type plain MCPServerStatus
	return lenient.Status(data, (*plain)(s))
}

// UnmarshalJSON leaves a status empty that cannot be read, and never returns an error.
func (s *MCPTelemetryConfigStatus) UnmarshalJSON(data []byte) error {
	type plain MCPTelemetryConfigStatus
	return lenient.Status(data, (*plain)(s))
}

// UnmarshalJSON leaves a status empty that cannot be read, and never returns an error.
func (s *MCPToolConfigStatus) UnmarshalJSON(data []byte) error {
	type plain MCPToolConfigStatus
	return lenient.Status(data, (*plain)(s))
}

// UnmarshalJSON leaves a status empty that cannot be read, and never returns an error.
func (s *VirtualMCPCompositeToolDefinitionStatus) UnmarshalJSON(data []byte) error {
	type plain VirtualMCPCompositeToolDefinitionStatus
	return lenient.Status(data, (*plain)(s))
}

// UnmarshalJSON leaves a status empty that cannot be read, and never returns an error.
func (s *VirtualMCPServerStatus) UnmarshalJSON(data []byte) error {
	type plain VirtualMCPServerStatus
	return lenient.Status(data, (*plain)(s))
}
