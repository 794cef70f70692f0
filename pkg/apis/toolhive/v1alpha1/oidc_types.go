// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import "github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"

// OIDCConfigType says where an OIDC configuration comes from.
type OIDCConfigType string

const (
	// OIDCConfigTypeKubernetes accepts tokens of Kubernetes service accounts.
	OIDCConfigTypeKubernetes OIDCConfigType = "kubernetes"
	// OIDCConfigTypeConfigMap takes the configuration from a ConfigMap.
	OIDCConfigTypeConfigMap OIDCConfigType = "configMap"
	// OIDCConfigTypeInline takes the configuration from the endpoint itself.
	OIDCConfigTypeInline OIDCConfigType = "inline"
)

// OIDCConfig says whose tokens the proxy accepts.
//
// +kubebuilder:validation:XValidation:rule="self.type == 'kubernetes' || !has(self.kubernetes)",message="oidcConfig.kubernetes must be set only when oidcConfig.type is kubernetes"
// +kubebuilder:validation:XValidation:rule="(self.type == 'configMap') == has(self.configMap)",message="oidcConfig.configMap must be set when oidcConfig.type is configMap, and only then"
// +kubebuilder:validation:XValidation:rule="(self.type == 'inline') == has(self.inline)",message="oidcConfig.inline must be set when oidcConfig.type is inline, and only then"
type OIDCConfig struct {
	// type says where the configuration comes from: kubernetes (service account tokens of this cluster), configMap or
	// inline.
	// +kubebuilder:validation:Enum=kubernetes;configMap;inline
	// +kubebuilder:default=kubernetes
	// +optional
	Type OIDCConfigType `json:"type,omitempty"`

	// resourceURL is the URL of this endpoint that clients are told in the protected resource metadata (RFC 9728). Set it to
	// the public URL behind an ingress. Defaults to the URL of the proxy's Service.
	// +kubebuilder:validation:MaxLength=2048
	// +kubebuilder:validation:Pattern=`^https?://`
	// +optional
	ResourceURL string `json:"resourceURL,omitempty"`

	// kubernetes configures service account tokens. It may be left out: then its defaults hold.
	// +optional
	Kubernetes *KubernetesOIDCConfig `json:"kubernetes,omitempty"`

	// configMap names the ConfigMap that holds the configuration.
	// +optional
	ConfigMap *OIDCConfigMapRef `json:"configMap,omitempty"`

	// inline holds the configuration of an OIDC provider.
	// +optional
	Inline *InlineOIDCConfig `json:"inline,omitempty"`
}

// KubernetesOIDCConfig accepts tokens of Kubernetes service accounts.
type KubernetesOIDCConfig struct {
	// audience that a token must carry. Defaults to toolhive.
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:default=toolhive
	// +optional
	Audience string `json:"audience,omitempty"`

	// issuer of the tokens. Defaults to https://kubernetes.default.svc.
	// +kubebuilder:validation:Pattern=`^https?://`
	// +kubebuilder:default="https://kubernetes.default.svc"
	// +optional
	Issuer string `json:"issuer,omitempty"`

	// jwksURL is where the keys of the issuer are. Left out, OIDC discovery finds it.
	// +kubebuilder:validation:Pattern=`^https?://`
	// +optional
	JWKSURL string `json:"jwksURL,omitempty"`

	// introspectionURL is where opaque tokens are checked (RFC 7662). The endpoint wants to know who asks, which this form cannot
	// say: use the inline form for it.
	// +kubebuilder:validation:Pattern=`^https?://`
	// +optional
	IntrospectionURL string `json:"introspectionURL,omitempty"`

	// useClusterAuth makes the proxy trust the cluster's CA and read the issuer with its own service account token, which
	// API servers that do not publish their keys anonymously need. Defaults to true.
	// +kubebuilder:default=true
	// +optional
	UseClusterAuth *bool `json:"useClusterAuth,omitempty"`
}

// OIDCConfigMapRef names a key of a ConfigMap that holds an OIDC configuration in JSON.
type OIDCConfigMapRef struct {
	// name of the ConfigMap, in the same namespace.
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	// +required
	Name string `json:"name"`

	// key in the ConfigMap. Defaults to oidc.json.
	// +kubebuilder:default=oidc.json
	// +optional
	Key string `json:"key,omitempty"`
}

// InlineOIDCConfig is the configuration of an OIDC provider.
type InlineOIDCConfig struct {
	// issuer is the URL of the provider, as its tokens name it.
	// +kubebuilder:validation:Pattern=`^https?://`
	// +required
	Issuer string `json:"issuer"`

	// audience that a token must carry.
	// +optional
	Audience string `json:"audience,omitempty"`

	// scopes that clients are told to ask for (RFC 9728). Defaults to openid.
	// +listType=atomic
	// +optional
	Scopes []string `json:"scopes,omitempty"`

	// jwksURL is where the keys of the issuer are. Left out, OIDC discovery finds it.
	// +kubebuilder:validation:Pattern=`^https?://`
	// +optional
	JWKSURL string `json:"jwksURL,omitempty"`

	// introspectionURL is where opaque tokens are checked (RFC 7662). It needs clientID and clientSecretRef, or jwksAuthTokenPath. Left
	// out, only tokens that are JWTs are accepted.
	// +kubebuilder:validation:Pattern=`^https?://`
	// +optional
	IntrospectionURL string `json:"introspectionURL,omitempty"`

	// clientID that the proxy introduces itself with at the introspection endpoint.
	// +optional
	ClientID string `json:"clientID,omitempty"`

	// clientSecretRef names the Secret key with the client secret for the introspection endpoint.
	// +optional
	ClientSecretRef *v1beta1.SecretKeyRef `json:"clientSecretRef,omitempty"`

	// caBundleRef names the ConfigMap key with the PEM certificates of the authority that signed the provider's certificate.
	// +optional
	CABundleRef *CABundleRef `json:"caBundleRef,omitempty"`

	// jwksAuthTokenPath is a file in the pod with a bearer token for requests to the provider. Mount it with podTemplateSpec.
	// +optional
	JWKSAuthTokenPath string `json:"jwksAuthTokenPath,omitempty"`

	// jwksAllowPrivateIP lets the proxy reach a provider at a private address.
	// +kubebuilder:default=false
	// +optional
	JWKSAllowPrivateIP bool `json:"jwksAllowPrivateIP,omitempty"`

	// insecureAllowHTTP accepts a provider over plain http. For tests only.
	// +kubebuilder:default=false
	// +optional
	InsecureAllowHTTP bool `json:"insecureAllowHTTP,omitempty"`
}
