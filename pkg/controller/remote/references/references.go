// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package references

import (
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
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
	refs := []Reference{{kind.MCPGroup, spec.GroupRef}}
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
	return refs
}

// OfAuthConfig lists the Secret keys that a gateway needs to apply an auth config, in the order of its spec. What a config holds
// beside the member that its type asks for is not used, and so not listed.
func OfAuthConfig(config *v1beta1.MCPExternalAuthConfig) []v1beta1.SecretKeyRef {
	spec := &config.Spec
	var optional []*v1beta1.SecretKeyRef
	switch {
	case spec.Type == v1beta1.ExternalAuthTypeTokenExchange && spec.TokenExchange != nil:
		optional = append(optional, spec.TokenExchange.ClientSecretRef)
	case spec.Type == v1beta1.ExternalAuthTypeHeaderInjection && spec.HeaderInjection != nil:
		optional = append(optional, &spec.HeaderInjection.ValueSecretRef)
	case spec.Type == v1beta1.ExternalAuthTypeXAA && spec.XAA != nil:
		optional = append(optional, spec.XAA.IDPClientSecretRef, spec.XAA.TargetClientSecretRef)
	}
	var refs []v1beta1.SecretKeyRef
	for _, ref := range optional {
		if ref != nil {
			refs = append(refs, *ref)
		}
	}
	return refs
}
