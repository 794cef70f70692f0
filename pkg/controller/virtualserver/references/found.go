// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package references

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
)

// Found is what a gateway and its members refer to, as it was found. What does not exist is nil, or absent from its map. Maps are by name.
type Found struct {
	Group           *metav1.PartialObjectMetadata
	OIDCConfig      *v1beta1.MCPOIDCConfig
	AuthzConfig     *v1beta1.MCPAuthzConfig
	TelemetryConfig *v1beta1.MCPTelemetryConfig
	ServiceAccount  *metav1.PartialObjectMetadata

	AuthConfigs    map[string]*v1beta1.MCPExternalAuthConfig
	ToolConfigs    map[string]*v1beta1.MCPToolConfig
	CompositeTools map[string]*v1beta1.VirtualMCPCompositeToolDefinition

	Secrets    map[string]digest.Digest
	ConfigMaps map[string]digest.Digest
	// Texts holds the data of those ConfigMaps that IsText holds of.
	Texts map[string]map[string]string
}
