// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package kind names the kinds that the controllers deal with, and the resources under which the API server serves them.
package kind

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// Kind is the kind of an object, as its manifest spells it.
type Kind string

// The kinds that claim names, that endpoints and gateways refer to, and that proxies and gateways consist of.
const (
	MCPRemoteEndpoint                 Kind = "MCPRemoteEndpoint"
	MCPServer                         Kind = "MCPServer"
	MCPRemoteProxy                    Kind = "MCPRemoteProxy"
	MCPServerEntry                    Kind = "MCPServerEntry"
	MCPGroup                          Kind = "MCPGroup"
	MCPExternalAuthConfig             Kind = "MCPExternalAuthConfig"
	MCPToolConfig                     Kind = "MCPToolConfig"
	MCPOIDCConfig                     Kind = "MCPOIDCConfig"
	MCPAuthzConfig                    Kind = "MCPAuthzConfig"
	MCPTelemetryConfig                Kind = "MCPTelemetryConfig"
	VirtualMCPServer                  Kind = "VirtualMCPServer"
	VirtualMCPCompositeToolDefinition Kind = "VirtualMCPCompositeToolDefinition"
	ConfigMap                         Kind = "ConfigMap"
	Secret                            Kind = "Secret"
	ServiceAccount                    Kind = "ServiceAccount"
	Deployment                        Kind = "Deployment"
	Service                           Kind = "Service"
	Pod                               Kind = "Pod"
	Role                              Kind = "Role"
	RoleBinding                       Kind = "RoleBinding"
)

var resources = map[Kind]schema.GroupVersionResource{
	MCPRemoteEndpoint:                 v1alpha1.SchemeGroupVersion.WithResource("mcpremoteendpoints"),
	MCPServer:                         v1beta1.SchemeGroupVersion.WithResource("mcpservers"),
	MCPRemoteProxy:                    v1beta1.SchemeGroupVersion.WithResource("mcpremoteproxies"),
	MCPServerEntry:                    v1beta1.SchemeGroupVersion.WithResource("mcpserverentries"),
	MCPGroup:                          v1beta1.SchemeGroupVersion.WithResource("mcpgroups"),
	MCPExternalAuthConfig:             v1beta1.SchemeGroupVersion.WithResource("mcpexternalauthconfigs"),
	MCPToolConfig:                     v1beta1.SchemeGroupVersion.WithResource("mcptoolconfigs"),
	MCPOIDCConfig:                     v1beta1.SchemeGroupVersion.WithResource("mcpoidcconfigs"),
	MCPAuthzConfig:                    v1beta1.SchemeGroupVersion.WithResource("mcpauthzconfigs"),
	MCPTelemetryConfig:                v1beta1.SchemeGroupVersion.WithResource("mcptelemetryconfigs"),
	VirtualMCPServer:                  v1beta1.SchemeGroupVersion.WithResource("virtualmcpservers"),
	VirtualMCPCompositeToolDefinition: v1beta1.SchemeGroupVersion.WithResource("virtualmcpcompositetooldefinitions"),
	ConfigMap:                         {Version: "v1", Resource: "configmaps"},
	Secret:                            {Version: "v1", Resource: "secrets"},
	ServiceAccount:                    {Version: "v1", Resource: "serviceaccounts"},
	Deployment:                        {Group: "apps", Version: "v1", Resource: "deployments"},
	Service:                           {Version: "v1", Resource: "services"},
	Pod:                               {Version: "v1", Resource: "pods"},
	Role:                              {Group: "rbac.authorization.k8s.io", Version: "v1", Resource: "roles"},
	RoleBinding:                       {Group: "rbac.authorization.k8s.io", Version: "v1", Resource: "rolebindings"},
}

// IsLegacy says whether it is one of the older kinds, whose objects are served by way of the endpoints that they are equivalent to.
func (k Kind) IsLegacy() bool { return k == MCPRemoteProxy || k == MCPServerEntry }

// Resource is where the API server serves objects of the kind.
func (k Kind) Resource() schema.GroupVersionResource { return resources[k] }

// Version is that of the API in which the controllers deal with objects of the kind.
func (k Kind) Version() schema.GroupVersion { return resources[k].GroupVersion() }

// ReferenceTo names an object for an event without its version: the recorder counts what it is told again of the same reference, and does not
// make another Event of it.
func (k Kind) ReferenceTo(object metav1.Object) *corev1.ObjectReference {
	return &corev1.ObjectReference{
		APIVersion: k.Version().String(), Kind: string(k),
		Namespace: object.GetNamespace(), Name: object.GetName(), UID: object.GetUID(),
	}
}
