// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package references

import (
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// OfAuthConfig lists what an auth config refers to.
func OfAuthConfig(config *v1beta1.MCPExternalAuthConfig) []Reference {
	var refs []Reference
	for _, ref := range AuthSecrets(config) {
		refs = append(refs, Reference{kind.Secret, ref.Name})
	}
	return refs
}

// OfOIDCConfig lists what an OIDC config refers to.
func OfOIDCConfig(config *v1beta1.MCPOIDCConfig) []Reference {
	inline := config.Spec.Inline
	if config.Spec.Type != v1beta1.MCPOIDCConfigTypeInline || inline == nil {
		return nil
	}
	return append(secrets(inline.ClientSecretRef), bundles(inline.CABundleRef)...)
}

// OfTelemetryConfig lists what a telemetry config refers to.
func OfTelemetryConfig(config *v1beta1.MCPTelemetryConfig) []Reference {
	return ofTelemetry(&config.Spec)
}

func ofTelemetry(spec *v1beta1.MCPTelemetryConfigSpec) []Reference {
	if spec.OpenTelemetry == nil || !spec.OpenTelemetry.Enabled {
		return nil
	}
	var refs []Reference
	for _, header := range spec.OpenTelemetry.SensitiveHeaders {
		refs = append(refs, Reference{kind.Secret, header.SecretKeyRef.Name})
	}
	return append(refs, bundles(spec.OpenTelemetry.CABundleRef)...)
}

// secrets lists the Secrets of those references that are not nil.
func secrets(optional ...*v1beta1.SecretKeyRef) []Reference {
	var refs []Reference
	for _, ref := range optional {
		if ref != nil {
			refs = append(refs, Reference{kind.Secret, ref.Name})
		}
	}
	return refs
}

func bundles(source *v1beta1.CABundleSource) []Reference {
	if source == nil || source.ConfigMapRef == nil {
		return nil
	}
	return []Reference{{kind.ConfigMap, source.ConfigMapRef.Name}}
}
