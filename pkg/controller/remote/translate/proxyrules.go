// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate

import (
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
)

// proxyRules are about what a proxy refers to. There is none for what it does not use, so that such a condition is absent.
func proxyRules(spec *v1beta1.MCPRemoteProxySpec, found references.Found) []rule {
	var rules []rule
	if hasGroup(spec) {
		rules = append(rules, about(conditionGroupRef, subject(kind.MCPGroup, spec.GroupRef.Name), reasonGroupRefIsValid, groupReasons))
	}
	if ref := spec.ToolConfigRef; ref != nil {
		rules = append(rules, about(conditionToolConfig, subject(kind.MCPToolConfig, ref.Name), "ToolConfigValid", map[string]string{
			v1alpha1.ReasonToolConfigNotFound: "ToolConfigNotFound",
			v1alpha1.ReasonToolConfigInvalid:  "ToolConfigInvalid",
		}))
	}
	if ref := spec.TelemetryConfigRef; ref != nil {
		rules = append(rules, about(conditionTelemetryConfigRef, subject(kind.MCPTelemetryConfig, ref.Name), "TelemetryConfigRefValid", map[string]string{
			v1alpha1.ReasonTelemetryConfigNotFound: "TelemetryConfigRefNotFound",
			v1alpha1.ReasonTelemetryConfigInvalid:  "TelemetryConfigRefInvalid",
		}))
	}
	if spec.PodTemplateSpec != nil {
		rules = append(rules, about(conditionPodTemplate, podTemplateField, "ValidPodTemplateSpec", podTemplateReasons))
	}
	rules = append(rules, externalAuthRules(spec, found)...)
	rules = append(rules, oidcRules(spec, found)...)
	return append(rules, authzRules(spec)...)
}

func hasGroup(spec *v1beta1.MCPRemoteProxySpec) bool {
	return spec.GroupRef != nil && spec.GroupRef.Name != ""
}

var podTemplateReasons = map[string]string{v1alpha1.ReasonInvalidPodTemplate: "InvalidPodTemplateSpec"}

func externalAuthRules(spec *v1beta1.MCPRemoteProxySpec, found references.Found) []rule {
	var rules []rule
	if ref := spec.ExternalAuthConfigRef; ref != nil {
		unsupported := reasonInvalidConfig
		if found.AuthConfig != nil && found.AuthConfig.Spec.Type == v1beta1.ExternalAuthTypeOBO {
			unsupported = "EnterpriseRequired"
		}
		rules = append(rules, about(conditionExternalAuth, subject(kind.MCPExternalAuthConfig, ref.Name), "ExternalAuthConfigValid", map[string]string{
			v1alpha1.ReasonAuthConfigNotFound:              "ExternalAuthConfigNotFound",
			v1alpha1.ReasonAuthConfigInvalid:               "ValidationFailed",
			v1alpha1.ReasonAuthSecretNotFound:              reasonInvalidConfig,
			v1alpha1.ReasonAuthSecretInvalid:               reasonInvalidConfig,
			v1alpha1.ReasonAuthServerMismatch:              reasonInvalidConfig,
			v1alpha1.ReasonMultiUpstreamNotSupported:       reasonMultiUpstream,
			v1alpha1.ReasonUnsupportedAuthTypeForProxyMode: unsupported,
		}))
	}
	if ref := spec.AuthServerRef; ref != nil {
		rules = append(rules, about(conditionAuthServerRef, subject(kind.MCPExternalAuthConfig, ref.Name), "AuthServerRefValid", map[string]string{
			v1alpha1.ReasonAuthConfigNotFound:        "AuthServerRefNotFound",
			v1alpha1.ReasonAuthServerRefInvalid:      "AuthServerRefInvalidType",
			v1alpha1.ReasonAuthConfigInvalid:         reasonAuthServerInvalid,
			v1alpha1.ReasonAuthSecretNotFound:        reasonAuthServerInvalid,
			v1alpha1.ReasonAuthSecretInvalid:         reasonAuthServerInvalid,
			v1alpha1.ReasonAuthServerMismatch:        reasonAuthServerInvalid,
			v1alpha1.ReasonMultiUpstreamNotSupported: reasonMultiUpstream,
		}))
	}
	return rules
}

// oidcRules are about a shared configuration. What is wrong with one in the proxy itself is the condition ConfigurationValid.
func oidcRules(spec *v1beta1.MCPRemoteProxySpec, found references.Found) []rule {
	ref := spec.OIDCConfigRef
	if ref == nil {
		return nil
	}
	rules := []rule{about(conditionOIDCConfigRef, subject(kind.MCPOIDCConfig, ref.Name), "OIDCConfigRefValid", map[string]string{
		v1alpha1.ReasonOIDCConfigNotFound: "OIDCConfigRefNotFound",
		v1alpha1.ReasonOIDCConfigInvalid:  "OIDCConfigRefNotValid",
	})}
	if found.OIDCConfig == nil || found.OIDCConfig.Spec.Inline == nil {
		return rules
	}
	if bundle := found.OIDCConfig.Spec.Inline.CABundleRef; bundle != nil && bundle.ConfigMapRef != nil {
		reason := reasonCABundleRefInvalid
		if found.ConfigMaps[bundle.ConfigMapRef.Name] == nil {
			reason = reasonCABundleRefNotFound
		}
		rules = append(rules, about(conditionCABundleRef, subject(kind.ConfigMap, bundle.ConfigMapRef.Name), reasonCABundleRefValid,
			map[string]string{v1alpha1.ReasonOIDCCABundleInvalid: reason}))
	}
	return rules
}

func authzRules(spec *v1beta1.MCPRemoteProxySpec) []rule {
	if spec.AuthzConfigRef == nil {
		return nil
	}
	return []rule{about(conditionAuthzConfigRef, subject(kind.MCPAuthzConfig, spec.AuthzConfigRef.Name), "AuthzConfigRefValid", map[string]string{
		v1alpha1.ReasonAuthzConfigNotFound: "AuthzConfigRefNotFound",
		v1alpha1.ReasonAuthzConfigInvalid:  "AuthzConfigRefNotValid",
		v1alpha1.ReasonAuthzPolicyInvalid:  "AuthzConfigRefNotValid",
	})}
}
