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

// OfAuthConfig lists the Secret keys that a gateway needs to apply an auth config, in the order of its spec.
func OfAuthConfig(config *v1beta1.MCPExternalAuthConfig) []v1beta1.SecretKeyRef {
	spec := &config.Spec
	var refs []*v1beta1.SecretKeyRef
	if spec.TokenExchange != nil {
		refs = append(refs, spec.TokenExchange.ClientSecretRef)
	}
	if spec.HeaderInjection != nil {
		refs = append(refs, &spec.HeaderInjection.ValueSecretRef)
	}
	if spec.XAA != nil {
		refs = append(refs, spec.XAA.IDPClientSecretRef, spec.XAA.TargetClientSecretRef)
	}
	var present []v1beta1.SecretKeyRef
	for _, ref := range refs {
		if ref != nil {
			present = append(present, *ref)
		}
	}
	return present
}
