// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

// OIDCConfigType says where a legacy proxy's own OIDC configuration comes from.
// +kubebuilder:validation:Enum=kubernetes;configMap;inline
type OIDCConfigType string

const (
	// OIDCConfigTypeKubernetes accepts ServiceAccount tokens of the cluster.
	OIDCConfigTypeKubernetes OIDCConfigType = "kubernetes"
	// OIDCConfigTypeConfigMap reads the configuration from a ConfigMap.
	OIDCConfigTypeConfigMap OIDCConfigType = "configMap"
	// OIDCConfigTypeInline has the configuration in the object itself.
	OIDCConfigTypeInline OIDCConfigType = "inline"
)

// OIDCConfigRef says whose tokens a proxy accepts, in the proxy's own spec. ToolHive had it before v0.26; since then the
// configuration is an MCPOIDCConfig.
//
// +kubebuilder:validation:XValidation:rule=`self.type == 'kubernetes' || !has(self.kubernetes)`,message=`remove oidcConfig.kubernetes, or set oidcConfig.type to kubernetes`
// +kubebuilder:validation:XValidation:rule=`has(self.configMap) == (self.type == 'configMap')`,message=`set oidcConfig.configMap when oidcConfig.type is configMap, and leave it out otherwise`
// +kubebuilder:validation:XValidation:rule=`has(self.inline) == (self.type == 'inline')`,message=`set oidcConfig.inline when oidcConfig.type is inline, and leave it out otherwise`
type OIDCConfigRef struct {
	// type says where the configuration comes from: kubernetes (the default), configMap or inline.
	// +required
	// +kubebuilder:default=kubernetes
	Type OIDCConfigType `json:"type"`

	// resourceUrl is the URL by which clients reach the proxy; the protected resource metadata (RFC 9728) points to it. By
	// default it is the URL of the Service.
	// +optional
	ResourceURL string `json:"resourceUrl,omitempty"`

	// kubernetes accepts the ServiceAccount tokens of this cluster. Only with type kubernetes; left out, its defaults hold.
	// +optional
	Kubernetes *KubernetesOIDCConfig `json:"kubernetes,omitempty"`

	// configMap names the ConfigMap that holds the configuration. Only with type configMap.
	// +optional
	ConfigMap *ConfigMapOIDCRef `json:"configMap,omitempty"`

	// inline describes an OIDC issuer. Only with type inline.
	// +optional
	Inline *InlineOIDCConfig `json:"inline,omitempty"`
}

// KubernetesOIDCConfig accepts the ServiceAccount tokens of this cluster.
type KubernetesOIDCConfig struct {
	// serviceAccount was meant to accept the tokens of one ServiceAccount only. ToolHive ignored it, and so does this
	// operator: the token of any ServiceAccount with the right audience is accepted.
	// +optional
	ServiceAccount string `json:"serviceAccount,omitempty"`

	// namespace was meant to be the namespace of serviceAccount, and is ignored likewise.
	// +optional
	Namespace string `json:"namespace,omitempty"`

	// audience that a token must be issued for. Default: toolhive.
	// +optional
	// +kubebuilder:default=toolhive
	Audience string `json:"audience,omitempty"`

	// issuer of the cluster's tokens. Default: https://kubernetes.default.svc.
	// +optional
	// +kubebuilder:default="https://kubernetes.default.svc"
	Issuer string `json:"issuer,omitempty"`

	// jwksUrl is where the issuer's public keys are read. By default OIDC discovery finds it.
	// +optional
	JWKSURL string `json:"jwksUrl,omitempty"`

	// introspectionUrl is where opaque tokens are checked. Left out, only tokens that are JWTs are accepted.
	// +optional
	IntrospectionURL string `json:"introspectionUrl,omitempty"`

	// useClusterAuth reads the issuer's keys with the pod's own ServiceAccount token and the cluster's CA. Default: true.
	// +optional
	UseClusterAuth *bool `json:"useClusterAuth,omitempty"`
}

// ConfigMapOIDCRef names one key of a ConfigMap with an OIDC configuration in JSON.
type ConfigMapOIDCRef struct {
	// name of a ConfigMap in the same namespace.
	// +required
	Name string `json:"name"`

	// key within the ConfigMap's data. Default: oidc.json.
	// +optional
	// +kubebuilder:default=oidc.json
	Key string `json:"key,omitempty"`

	// caBundleRef names the CA certificates that the issuer's certificate is verified with.
	// +optional
	CABundleRef *CABundleSource `json:"caBundleRef,omitempty"`
}

// InlineOIDCConfig describes an OIDC issuer and how to reach it.
type InlineOIDCConfig struct {
	// issuer is the URL that tokens must carry as their iss claim.
	// +required
	Issuer string `json:"issuer"`

	// audience that a token must be issued for.
	// +optional
	Audience string `json:"audience,omitempty"`

	// jwksUrl is where the issuer's public keys are read. By default OIDC discovery finds it.
	// +optional
	JWKSURL string `json:"jwksUrl,omitempty"`

	// introspectionUrl is where opaque tokens are checked. Left out, only tokens that are JWTs are accepted.
	// +optional
	IntrospectionURL string `json:"introspectionUrl,omitempty"`

	// clientId authenticates to the introspection endpoint.
	// +optional
	ClientID string `json:"clientId,omitempty"`

	// clientSecret is the password that goes with clientId, for all to read who can read this object. Keep it in a Secret, and
	// name that in clientSecretRef, which wins over clientSecret.
	// +optional
	ClientSecret string `json:"clientSecret,omitempty"`

	// clientSecretRef names the Secret key with the password that goes with clientId.
	// +optional
	ClientSecretRef *SecretKeyRef `json:"clientSecretRef,omitempty"`

	// thvCABundlePath is a file in the pod with the CA certificates that the issuer's certificate is verified with. It wins over
	// caBundleRef, which needs no file in the pod.
	// +optional
	ThvCABundlePath string `json:"thvCABundlePath,omitempty"`

	// caBundleRef names the CA certificates that the issuer's certificate is verified with.
	// +optional
	CABundleRef *CABundleSource `json:"caBundleRef,omitempty"`

	// jwksAuthTokenPath is a file in the pod with a bearer token for requests to the issuer.
	// +optional
	JWKSAuthTokenPath string `json:"jwksAuthTokenPath,omitempty"`

	// jwksAllowPrivateIP admits private addresses for all requests to the issuer. Default: false.
	// +optional
	// +kubebuilder:default=false
	JWKSAllowPrivateIP bool `json:"jwksAllowPrivateIP,omitempty"`

	// protectedResourceAllowPrivateIP does the same as jwksAllowPrivateIP. Default: false.
	// +optional
	// +kubebuilder:default=false
	ProtectedResourceAllowPrivateIP bool `json:"protectedResourceAllowPrivateIP,omitempty"`

	// insecureAllowHTTP admits http URLs for the issuer and its keys: use it in development only. Default: false.
	// +optional
	// +kubebuilder:default=false
	InsecureAllowHTTP bool `json:"insecureAllowHTTP,omitempty"`

	// scopes advertised to clients in the protected resource metadata (RFC 9728). Default: openid.
	// +optional
	// +listType=atomic
	Scopes []string `json:"scopes,omitempty"`
}
