// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate

import (
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

func (n *notes) authz(config *v1beta1.AuthzConfigRef) *v1alpha1.AuthzConfig {
	if config != nil && config.Inline != nil && config.Inline.PrimaryUpstreamProvider != "" {
		n.lost(primaryUpstreamProvider, "never had an effect in a proxy, which has one identity provider at most")
	}
	return Authz(config)
}

// Authz translates who may do what. It leaves out the identity provider that inline policies are about.
func Authz(config *v1beta1.AuthzConfigRef) *v1alpha1.AuthzConfig {
	if config == nil {
		return nil
	}
	translated := &v1alpha1.AuthzConfig{
		Type:            v1alpha1.AuthzConfigType(config.Type),
		GroupClaimName:  config.GroupClaimName,
		RoleClaimName:   config.RoleClaimName,
		GroupEntityType: config.GroupEntityType,
	}
	if ref := config.ConfigMap; ref != nil {
		translated.ConfigMap = &v1alpha1.AuthzConfigMapRef{Name: ref.Name, Key: ref.Key}
	}
	if inline := config.Inline; inline != nil {
		translated.Inline = &v1alpha1.InlineAuthzConfig{Policies: inline.Policies, EntitiesJSON: inline.EntitiesJSON}
	}
	return translated
}

const primaryUpstreamProvider = "spec.authzConfig.inline.primaryUpstreamProvider"
