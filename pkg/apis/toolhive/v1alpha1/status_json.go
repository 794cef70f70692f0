// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import "github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/internal/lenient"

// UnmarshalJSON leaves a status empty that cannot be read, and never returns an error.
func (s *MCPRemoteEndpointStatus) UnmarshalJSON(data []byte) error {
	type plain MCPRemoteEndpointStatus
	return lenient.Status(data, (*plain)(s))
}
