// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package references

import (
	"maps"
	"slices"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/member"
)

// Reference names an object in the namespace of the object that refers to it. What companions refer to is listed by OfAuthConfig,
// OfOIDCConfig and OfTelemetryConfig of package remote/references.
type Reference = references.Reference

// OfServer lists what a gateway itself refers to, in the order of its spec. An object may be listed twice.
func OfServer(server *v1beta1.VirtualMCPServer) []Reference {
	spec := &server.Spec
	refs := []Reference{{Kind: kind.MCPGroup, Name: spec.GroupRef.Name}}
	refs = append(refs, ofIncomingAuth(&spec.IncomingAuth)...)
	refs = append(refs, ofOutgoingAuth(spec.OutgoingAuth)...)
	refs = append(refs, ofConfig(&spec.Config)...)
	if server := AuthServer(server); server != nil {
		refs = append(refs, references.OfAuthConfig(server)...)
	}
	if spec.TelemetryConfigRef != nil {
		refs = append(refs, Reference{Kind: kind.MCPTelemetryConfig, Name: spec.TelemetryConfigRef.Name})
	}
	if spec.SessionStorage != nil && spec.SessionStorage.PasswordRef != nil {
		refs = append(refs, Reference{Kind: kind.Secret, Name: spec.SessionStorage.PasswordRef.Name})
	}
	if spec.ServiceAccount != nil {
		refs = append(refs, Reference{Kind: kind.ServiceAccount, Name: *spec.ServiceAccount})
	}
	return refs
}

// OfMember lists what a gateway needs to serve a member. What is the business of the member's own proxy is not listed; its auth config
// is, as a gateway that watches the cluster looks at it.
func OfMember(m member.Member) []Reference {
	var refs []Reference
	if m.AuthConfig != "" {
		refs = append(refs, Reference{Kind: kind.MCPExternalAuthConfig, Name: m.AuthConfig})
	}
	if !m.Direct {
		return refs
	}
	if m.Headers != nil {
		for _, header := range m.Headers.AddHeadersFromSecret {
			refs = append(refs, Reference{Kind: kind.Secret, Name: header.ValueSecretRef.Name})
		}
	}
	if m.CABundleRef != nil {
		refs = append(refs, Reference{Kind: kind.ConfigMap, Name: m.CABundleRef.Name})
	}
	return refs
}

func ofIncomingAuth(auth *v1beta1.IncomingAuthConfig) []Reference {
	var refs []Reference
	if auth.OIDCConfigRef != nil {
		refs = append(refs, Reference{Kind: kind.MCPOIDCConfig, Name: auth.OIDCConfigRef.Name})
	}
	if ref := authzConfigMap(auth); ref != nil {
		refs = append(refs, Reference{Kind: kind.ConfigMap, Name: ref.Name})
	}
	if auth.AuthzConfigRef != nil {
		refs = append(refs, Reference{Kind: kind.MCPAuthzConfig, Name: auth.AuthzConfigRef.Name})
	}
	return refs
}

func authzConfigMap(auth *v1beta1.IncomingAuthConfig) *v1beta1.ConfigMapAuthzRef {
	if auth.AuthzConfig == nil || auth.AuthzConfig.Type != v1beta1.AuthzConfigTypeConfigMap {
		return nil
	}
	return auth.AuthzConfig.ConfigMap
}

// IsText says whether a ConfigMap that a gateway refers to holds configuration for the operator, and not just certificates.
func IsText(server *v1beta1.VirtualMCPServer, configMap string) bool {
	ref := authzConfigMap(&server.Spec.IncomingAuth)
	return ref != nil && ref.Name == configMap
}

func ofOutgoingAuth(auth *v1beta1.OutgoingAuthConfig) []Reference {
	if auth == nil {
		return nil
	}
	var refs []Reference
	add := func(config *v1beta1.BackendAuthConfig) {
		if config != nil && config.Type == v1beta1.BackendAuthTypeExternalAuthConfigRef && config.ExternalAuthConfigRef != nil {
			refs = append(refs, Reference{Kind: kind.MCPExternalAuthConfig, Name: config.ExternalAuthConfigRef.Name})
		}
	}
	add(auth.Default)
	for _, backend := range slices.Sorted(maps.Keys(auth.Backends)) {
		config := auth.Backends[backend]
		add(&config)
	}
	return refs
}

func ofConfig(config *v1beta1.VMCPConfig) []Reference {
	var refs []Reference
	if config.Aggregation != nil {
		for _, tools := range config.Aggregation.Tools {
			if tools.ToolConfigRef != nil {
				refs = append(refs, Reference{Kind: kind.MCPToolConfig, Name: tools.ToolConfigRef.Name})
			}
		}
	}
	for _, ref := range config.CompositeToolRefs {
		refs = append(refs, Reference{Kind: kind.VirtualMCPCompositeToolDefinition, Name: ref.Name})
	}
	return refs
}

// AuthServer returns the gateway's authorization server as an auth config, which is how proxies know theirs, or nil if it has none.
func AuthServer(server *v1beta1.VirtualMCPServer) *v1beta1.MCPExternalAuthConfig {
	if server.Spec.AuthServerConfig == nil {
		return nil
	}
	config := &v1beta1.MCPExternalAuthConfig{}
	config.Name = server.Name
	config.Spec.Type = v1beta1.ExternalAuthTypeEmbeddedAuthServer
	config.Spec.EmbeddedAuthServer = server.Spec.AuthServerConfig
	return config
}
