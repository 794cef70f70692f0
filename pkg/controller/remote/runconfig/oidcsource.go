// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runconfig

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
)

// Defaults for tokens of Kubernetes service accounts. Admission sets them too, but not in objects that are older than the defaults.
const (
	kubernetesIssuer   = "https://kubernetes.default.svc"
	kubernetesAudience = "toolhive"
)

// OIDCOf returns an endpoint's OIDC configuration, wherever it stands. It is nil if the endpoint has none. An error means that it
// has one that does not exist or cannot be read: a proxy without it would let everybody in.
func OIDCOf(endpoint *v1alpha1.MCPRemoteEndpoint, found references.Found) (*OIDCSource, error) {
	proxy := endpoint.Spec.ProxyConfig
	if proxy == nil || proxy.OIDCConfig == nil && proxy.OIDCConfigRef == nil {
		return nil, nil
	}
	source, resourceURL, err := oidcOf(proxy, found)
	if err != nil {
		return nil, err
	}
	source.ResourceURL = cmp.Or(resourceURL, ServiceURL(endpoint, Port(endpoint.Spec.ProxyConfig)))
	return source, nil
}

func oidcOf(proxy *v1alpha1.ProxyConfig, found references.Found) (source *OIDCSource, resourceURL string, err error) {
	if config := proxy.OIDCConfig; config != nil {
		source, err = ownOIDC(config, found.Texts)
		return source, config.ResourceURL, err
	}
	ref := proxy.OIDCConfigRef
	if found.OIDCConfig == nil {
		return nil, "", fmt.Errorf("MCPOIDCConfig %q does not exist", ref.Name)
	}
	if source, err = sharedOIDC(&found.OIDCConfig.Spec); err != nil {
		return nil, "", err
	}
	source.Audience, source.Scopes = ref.Audience, ref.Scopes
	return source, ref.ResourceURL, nil
}

// ownOIDC is for the configuration in the endpoint, or in a ConfigMap that it names.
func ownOIDC(config *v1alpha1.OIDCConfig, texts map[string]map[string]string) (*OIDCSource, error) {
	switch {
	case config.Type == v1alpha1.OIDCConfigTypeKubernetes:
		kubernetes := cmp.Or(config.Kubernetes, &v1alpha1.KubernetesOIDCConfig{})
		source := clusterOIDC(kubernetes.Issuer, kubernetes.JWKSURL, kubernetes.IntrospectionURL, kubernetes.UseClusterAuth)
		source.Audience = cmp.Or(kubernetes.Audience, kubernetesAudience)
		return source, nil
	case config.Type == v1alpha1.OIDCConfigTypeConfigMap && config.ConfigMap != nil:
		name, key := config.ConfigMap.Name, OIDCKey(config.ConfigMap)
		text, ok := texts[name][key]
		switch {
		case ok:
			return ParseOIDC(text)
		case HasOIDCKeys(texts[name]):
			return oidcOfKeys(texts[name])
		}
		return nil, fmt.Errorf("ConfigMap %q with key %q does not exist", name, key)
	case config.Type == v1alpha1.OIDCConfigTypeInline && config.Inline != nil:
		return inlineOIDC(config.Inline), nil
	}
	return nil, fmt.Errorf("type is %q, but there is no such member", config.Type)
}

func inlineOIDC(inline *v1alpha1.InlineOIDCConfig) *OIDCSource {
	source := &OIDCSource{
		OIDC: OIDC{
			Issuer:            inline.Issuer,
			Audience:          inline.Audience,
			JWKSURL:           inline.JWKSURL,
			IntrospectionURL:  inline.IntrospectionURL,
			ClientID:          inline.ClientID,
			AuthTokenFile:     inline.JWKSAuthTokenPath,
			AllowPrivateIP:    inline.JWKSAllowPrivateIP,
			InsecureAllowHTTP: inline.InsecureAllowHTTP,
			Scopes:            inline.Scopes,
		},
		ClientSecretRef: inline.ClientSecretRef,
	}
	if ref := inline.CABundleRef; ref != nil {
		source.trust(ref.Name, ref.Key)
	}
	return source
}

// sharedOIDC is for an MCPOIDCConfig. What differs from one endpoint to the next is in their references to it.
func sharedOIDC(spec *v1beta1.MCPOIDCConfigSpec) (*OIDCSource, error) {
	switch {
	case spec.Type == v1beta1.MCPOIDCConfigTypeKubernetesServiceAccount:
		kubernetes := cmp.Or(spec.KubernetesServiceAccount, &v1beta1.KubernetesServiceAccountOIDCConfig{})
		return clusterOIDC(kubernetes.Issuer, kubernetes.JWKSURL, kubernetes.IntrospectionURL, kubernetes.UseClusterAuth), nil
	case spec.Type == v1beta1.MCPOIDCConfigTypeInline && spec.Inline != nil:
		return sharedInlineOIDC(spec.Inline)
	}
	return nil, fmt.Errorf("type is %q, but there is no such member", spec.Type)
}

func sharedInlineOIDC(inline *v1beta1.InlineOIDCSharedConfig) (*OIDCSource, error) {
	source := &OIDCSource{
		OIDC: OIDC{
			Issuer:           inline.Issuer,
			JWKSURL:          inline.JWKSURL,
			IntrospectionURL: inline.IntrospectionURL,
			ClientID:         inline.ClientID,
			AuthTokenFile:    inline.JWKSAuthTokenPath,
			// A VirtualMCPServer takes either for the other too; ToolHive's operator ignores the second one for a proxy (R2.14).
			AllowPrivateIP:    inline.JWKSAllowPrivateIP || inline.ProtectedResourceAllowPrivateIP,
			InsecureAllowHTTP: inline.InsecureAllowHTTP,
		},
		ClientSecretRef: inline.ClientSecretRef,
	}
	if inline.CABundleRef != nil {
		ref := inline.CABundleRef.ConfigMapRef
		if ref == nil || ref.Name == "" {
			return nil, errors.New("caBundleRef names no ConfigMap")
		}
		source.trust(ref.Name, ref.Key)
	}
	return source, nil
}

// clusterOIDC accepts tokens of Kubernetes service accounts. useClusterAuth is on unless it is set to false.
func clusterOIDC(issuer, jwksURL, introspectionURL string, useClusterAuth *bool) *OIDCSource {
	source := &OIDCSource{OIDC: OIDC{
		Issuer: cmp.Or(issuer, kubernetesIssuer), JWKSURL: jwksURL, IntrospectionURL: introspectionURL,
	}}
	if useClusterAuth == nil || *useClusterAuth {
		source.CACertPath, source.AuthTokenFile, source.AllowPrivateIP = ClusterCAPath, ClusterTokenPath, true
	}
	return source
}

// OIDCKey is the key of a ConfigMap that holds an OIDC configuration (see ParseOIDC). Without it, each setting may have one (see
// HasOIDCKeys).
func OIDCKey(ref *v1alpha1.OIDCConfigMapRef) string { return cmp.Or(ref.Key, "oidc.json") }
