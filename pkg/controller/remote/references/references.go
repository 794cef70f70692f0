// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package references

import (
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// Reference names an object in the namespace of the object that refers to it.
type Reference struct {
	Kind kind.Kind
	Name string
}

// OfEndpoint lists what an endpoint refers to, in the order of its spec. An object may be listed twice.
func OfEndpoint(endpoint *v1alpha1.MCPRemoteEndpoint) []Reference {
	spec := &endpoint.Spec
	var refs []Reference
	if spec.GroupRef != "" { // An MCPRemoteProxy need not have one.
		refs = append(refs, Reference{kind.MCPGroup, spec.GroupRef})
	}
	if spec.ExternalAuthConfigRef != nil {
		refs = append(refs, Reference{kind.MCPExternalAuthConfig, spec.ExternalAuthConfigRef.Name})
	}
	if spec.HeaderForward != nil {
		for _, header := range spec.HeaderForward.AddHeadersFromSecret {
			refs = append(refs, Reference{kind.Secret, header.ValueSecretRef.Name})
		}
	}
	if spec.CABundleRef != nil {
		refs = append(refs, Reference{kind.ConfigMap, spec.CABundleRef.Name})
	}
	if spec.ToolConfigRef != nil {
		refs = append(refs, Reference{kind.MCPToolConfig, spec.ToolConfigRef.Name})
	}
	if spec.Type != v1alpha1.EndpointTypeDirect && spec.ProxyConfig != nil {
		refs = append(refs, ofProxyConfig(spec.ProxyConfig)...)
	}
	return refs
}

// ofProxyConfig lists what a proxy needs besides.
func ofProxyConfig(proxy *v1alpha1.ProxyConfig) []Reference {
	var refs []Reference
	refs = append(refs, ofInlineOIDC(proxy.OIDCConfig)...)
	if proxy.OIDCConfigRef != nil {
		refs = append(refs, Reference{kind.MCPOIDCConfig, proxy.OIDCConfigRef.Name})
	}
	if proxy.AuthServerRef != nil {
		refs = append(refs, Reference{kind.MCPExternalAuthConfig, proxy.AuthServerRef.Name})
	}
	if ref := AuthzConfigMap(proxy); ref != nil {
		refs = append(refs, Reference{kind.ConfigMap, ref.Name})
	}
	if proxy.AuthzConfigRef != nil {
		refs = append(refs, Reference{kind.MCPAuthzConfig, proxy.AuthzConfigRef.Name})
	}
	if proxy.Telemetry != nil {
		refs = append(refs, ofTelemetry(&proxy.Telemetry.MCPTelemetryConfigSpec)...)
	}
	if proxy.TelemetryConfigRef != nil {
		refs = append(refs, Reference{kind.MCPTelemetryConfig, proxy.TelemetryConfigRef.Name})
	}
	if proxy.ServiceAccount != nil {
		refs = append(refs, Reference{kind.ServiceAccount, *proxy.ServiceAccount})
	}
	if proxy.SessionStorage != nil {
		refs = append(refs, secrets(proxy.SessionStorage.PasswordRef)...)
	}
	return refs
}

func ofInlineOIDC(oidc *v1alpha1.OIDCConfig) []Reference {
	if oidc == nil {
		return nil
	}
	if ref := OIDCConfigMap(oidc); ref != nil {
		return []Reference{{kind.ConfigMap, ref.Name}}
	}
	if oidc.Type != v1alpha1.OIDCConfigTypeInline || oidc.Inline == nil {
		return nil
	}
	refs := secrets(oidc.Inline.ClientSecretRef)
	if oidc.Inline.CABundleRef != nil {
		refs = append(refs, Reference{kind.ConfigMap, oidc.Inline.CABundleRef.Name})
	}
	return refs
}

// OIDCConfigMap returns the ConfigMap key that holds an OIDC configuration, or nil if it is elsewhere.
func OIDCConfigMap(oidc *v1alpha1.OIDCConfig) *v1alpha1.OIDCConfigMapRef {
	if oidc == nil || oidc.Type != v1alpha1.OIDCConfigTypeConfigMap {
		return nil
	}
	return oidc.ConfigMap
}

// AuthzConfigMap returns the ConfigMap key that holds the authorization policies of a proxy, or nil if they are elsewhere.
func AuthzConfigMap(proxy *v1alpha1.ProxyConfig) *v1alpha1.AuthzConfigMapRef {
	if proxy.AuthzConfig == nil || proxy.AuthzConfig.Type != v1alpha1.AuthzConfigTypeConfigMap {
		return nil
	}
	return proxy.AuthzConfig.ConfigMap
}

// IsText says whether a ConfigMap that an endpoint refers to holds configuration for the operator, and not just certificates.
func IsText(endpoint *v1alpha1.MCPRemoteEndpoint, configMap string) bool {
	proxy := endpoint.Spec.ProxyConfig
	if proxy == nil {
		return false
	}
	oidc, authz := OIDCConfigMap(proxy.OIDCConfig), AuthzConfigMap(proxy)
	return oidc != nil && oidc.Name == configMap || authz != nil && authz.Name == configMap
}
