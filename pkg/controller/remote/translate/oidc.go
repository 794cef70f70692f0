// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate

import (
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// oidc is for the configuration that ToolHive had in the proxy itself before v0.26.
func (n *notes) oidc(config *v1beta1.OIDCConfigRef) *v1alpha1.OIDCConfig {
	if config == nil {
		return nil
	}
	return &v1alpha1.OIDCConfig{
		Type:        v1alpha1.OIDCConfigType(config.Type),
		ResourceURL: config.ResourceURL,
		Kubernetes:  n.kubernetesOIDC(config.Kubernetes),
		ConfigMap:   n.configMapOIDC(config.ConfigMap),
		Inline:      n.inlineOIDC(config.Inline),
	}
}

func (n *notes) kubernetesOIDC(config *v1beta1.KubernetesOIDCConfig) *v1alpha1.KubernetesOIDCConfig {
	if config == nil {
		return nil
	}
	const never = "never restricted anything, as every token with the audience is accepted: " +
		"compare principal.claim_sub with \"system:serviceaccount:<namespace>:<name>\" in a Cedar policy instead"
	if config.ServiceAccount != "" {
		n.lost("spec.oidcConfig.kubernetes.serviceAccount", never)
	}
	if config.Namespace != "" {
		n.lost("spec.oidcConfig.kubernetes.namespace", never)
	}
	return &v1alpha1.KubernetesOIDCConfig{
		Audience:         config.Audience,
		Issuer:           config.Issuer,
		JWKSURL:          config.JWKSURL,
		IntrospectionURL: config.IntrospectionURL,
		UseClusterAuth:   config.UseClusterAuth,
	}
}

// configMapOIDC leaves it to the endpoint to find each setting under a key of its own, where ToolHive's operator looked for it without
// paying attention to ref.Key.
func (n *notes) configMapOIDC(ref *v1beta1.ConfigMapOIDCRef) *v1alpha1.OIDCConfigMapRef {
	if ref == nil {
		return nil
	}
	if ref.CABundleRef != nil {
		n.lost("spec.oidcConfig.configMap.caBundleRef", "has no place beside a ConfigMap: use oidcConfig.inline with its caBundleRef")
	}
	return &v1alpha1.OIDCConfigMapRef{Name: ref.Name, Key: ref.Key}
}

func (n *notes) inlineOIDC(config *v1beta1.InlineOIDCConfig) *v1alpha1.InlineOIDCConfig {
	if config == nil {
		return nil
	}
	const field = "spec.oidcConfig.inline"
	n.clientSecret(field+".clientSecret", config)
	if config.ThvCABundlePath != "" {
		n.lost(field+".thvCABundlePath", "is a file in the pod, which an endpoint cannot name: "+
			"put the certificates into a ConfigMap, and name that in caBundleRef")
	}
	return &v1alpha1.InlineOIDCConfig{
		Issuer:            config.Issuer,
		Audience:          config.Audience,
		Scopes:            config.Scopes,
		JWKSURL:           config.JWKSURL,
		IntrospectionURL:  config.IntrospectionURL,
		ClientID:          config.ClientID,
		ClientSecretRef:   config.ClientSecretRef,
		CABundleRef:       n.caBundle(field+".caBundleRef", config.CABundleRef),
		JWKSAuthTokenPath: config.JWKSAuthTokenPath,
		// Both admit private addresses for all requests to the issuer.
		JWKSAllowPrivateIP: config.JWKSAllowPrivateIP || config.ProtectedResourceAllowPrivateIP,
		InsecureAllowHTTP:  config.InsecureAllowHTTP,
	}
}

func (n *notes) clientSecret(field string, config *v1beta1.InlineOIDCConfig) {
	switch {
	case config.ClientSecret == "":
	case config.ClientSecretRef != nil:
		n.lost(field, "does not count beside clientSecretRef, and should not be there for all to read")
	default:
		n.lost(field, "is there for all to read: put it into a Secret, and name that in clientSecretRef")
	}
}
