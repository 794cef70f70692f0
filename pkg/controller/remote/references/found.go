// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package references

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
)

// Found is what an endpoint refers to, as it was found. What does not exist is nil, or absent from its map.
type Found struct {
	Group      *metav1.PartialObjectMetadata
	ToolConfig *v1beta1.MCPToolConfig
	// AuthConfig is that of spec.externalAuthConfigRef, and AuthServer that of spec.proxyConfig.authServerRef.
	AuthConfig      *v1beta1.MCPExternalAuthConfig
	AuthServer      *v1beta1.MCPExternalAuthConfig
	OIDCConfig      *v1beta1.MCPOIDCConfig
	AuthzConfig     *v1beta1.MCPAuthzConfig
	TelemetryConfig *v1beta1.MCPTelemetryConfig
	ServiceAccount  *metav1.PartialObjectMetadata

	// Secrets and ConfigMaps are digests by object name.
	Secrets    map[string]digest.Digest
	ConfigMaps map[string]digest.Digest
	// Texts holds the data of those ConfigMaps that hold configuration, and not just certificates, by object name: those of
	// spec.proxyConfig.oidcConfig and spec.proxyConfig.authzConfig.
	Texts map[string]map[string]string
}
