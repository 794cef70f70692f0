// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// +genclient
// +k8s:deepcopy-gen:interfaces=k8s.io/apimachinery/pkg/runtime.Object
// +kubebuilder:storageversion
// +kubebuilder:subresource:status
// +kubebuilder:metadata:labels=toolhive.stacklok.dev/auto-migrate-storage-version=true
// +kubebuilder:resource:shortName=mcpoidc,categories=toolhive
// +kubebuilder:printcolumn:name="Source",type="string",JSONPath=".spec.type"
// +kubebuilder:printcolumn:name="Valid",type="string",JSONPath=".status.conditions[?(@.type=='Valid')].status"
// +kubebuilder:printcolumn:name="Age",type="date",JSONPath=".metadata.creationTimestamp"

// MCPOIDCConfig says how the tokens of MCP clients are checked. Workloads of the same namespace refer to it by name,
// each with an audience of its own.
type MCPOIDCConfig struct {
	metav1.TypeMeta `json:""`
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// spec says who issues the tokens and how they are verified.
	// +optional
	Spec MCPOIDCConfigSpec `json:"spec,omitzero"`

	// status says whether the spec is usable.
	// +optional
	Status MCPOIDCConfigStatus `json:"status,omitzero"`
}

// MCPOIDCConfigSourceType says which kind of token issuer an MCPOIDCConfig describes.
// +kubebuilder:validation:Enum=kubernetesServiceAccount;inline
type MCPOIDCConfigSourceType string

const (
	// MCPOIDCConfigTypeKubernetesServiceAccount accepts the ServiceAccount tokens of this cluster.
	MCPOIDCConfigTypeKubernetesServiceAccount MCPOIDCConfigSourceType = "kubernetesServiceAccount"
	// MCPOIDCConfigTypeInline accepts the tokens of any OIDC issuer.
	MCPOIDCConfigTypeInline MCPOIDCConfigSourceType = "inline"
)

// MCPOIDCConfigSpec describes a token issuer.
//
// +kubebuilder:validation:XValidation:rule=`has(self.kubernetesServiceAccount) == (self.type == 'kubernetesServiceAccount')`,message=`set kubernetesServiceAccount when type is kubernetesServiceAccount, and leave it out otherwise`
// +kubebuilder:validation:XValidation:rule=`has(self.inline) == (self.type == 'inline')`,message=`set inline when type is inline, and leave it out otherwise`
type MCPOIDCConfigSpec struct {
	// type is kubernetesServiceAccount for the ServiceAccount tokens of this cluster, or inline for any OIDC issuer.
	// +required
	Type MCPOIDCConfigSourceType `json:"type"`

	// kubernetesServiceAccount accepts ServiceAccount tokens. Only with type kubernetesServiceAccount, where it must be
	// set; it may be empty.
	// +optional
	KubernetesServiceAccount *KubernetesServiceAccountOIDCConfig `json:"kubernetesServiceAccount,omitempty"`

	// inline describes an OIDC issuer. Only with type inline.
	// +optional
	Inline *InlineOIDCSharedConfig `json:"inline,omitempty"`
}

// KubernetesServiceAccountOIDCConfig accepts the ServiceAccount tokens of this cluster.
type KubernetesServiceAccountOIDCConfig struct {
	// serviceAccount was meant to accept the tokens of one ServiceAccount only. ToolHive ignores it: the token of any
	// ServiceAccount with the right audience is accepted.
	// +optional
	ServiceAccount string `json:"serviceAccount,omitempty"`

	// namespace was meant to be the namespace of serviceAccount. It is ignored likewise; an
	// MCPRemoteEndpoint refuses both.
	// +optional
	Namespace string `json:"namespace,omitempty"`

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

	// useClusterAuth reads the issuer's keys with the pod's own ServiceAccount token and the cluster's CA, which most
	// clusters ask for. It also admits private addresses. Default: true.
	// +optional
	UseClusterAuth *bool `json:"useClusterAuth,omitempty"`
}

// InlineOIDCSharedConfig describes an OIDC issuer and how to reach it.
type InlineOIDCSharedConfig struct {
	// issuer is the URL that tokens must carry as their iss claim.
	// +required
	Issuer string `json:"issuer"`

	// jwksUrl is where the issuer's public keys are read. By default OIDC discovery finds it.
	// +optional
	JWKSURL string `json:"jwksUrl,omitempty"`

	// introspectionUrl is where opaque tokens are checked. Left out, only tokens that are JWTs are accepted.
	// +optional
	IntrospectionURL string `json:"introspectionUrl,omitempty"`

	// clientId authenticates to the introspection endpoint.
	// +optional
	ClientID string `json:"clientId,omitempty"`

	// clientSecretRef names the Secret key with the password that goes with clientId.
	// +optional
	ClientSecretRef *SecretKeyRef `json:"clientSecretRef,omitempty"`

	// caBundleRef names the CA certificates that the issuer's certificate is verified with, instead of those of the
	// system. The ConfigMap is mounted into the pods.
	// +optional
	CABundleRef *CABundleSource `json:"caBundleRef,omitempty"`

	// jwksAuthTokenPath is a file in the pod with a bearer token for requests to the issuer.
	// +optional
	JWKSAuthTokenPath string `json:"jwksAuthTokenPath,omitempty"`

	// jwksAllowPrivateIP admits private addresses for all requests to the issuer, not only for its keys. Default:
	// false.
	// +optional
	// +kubebuilder:default=false
	JWKSAllowPrivateIP bool `json:"jwksAllowPrivateIP,omitempty"`

	// protectedResourceAllowPrivateIP does the same, but only for a VirtualMCPServer: it has no effect on a proxy. Set
	// jwksAllowPrivateIP instead. Default: false.
	// +optional
	// +kubebuilder:default=false
	ProtectedResourceAllowPrivateIP bool `json:"protectedResourceAllowPrivateIP,omitempty"`

	// insecureAllowHTTP admits http URLs for the issuer and its keys. Whoever controls the network can then forge
	// tokens: use it in development only. Default: false.
	// +optional
	// +kubebuilder:default=false
	InsecureAllowHTTP bool `json:"insecureAllowHTTP,omitempty"`
}

// MCPOIDCConfigStatus says whether an MCPOIDCConfig is usable.
type MCPOIDCConfigStatus struct {
	// conditions are the latest observations. Valid says whether the spec is usable.
	// +optional
	// +listType=map
	// +listMapKey=type
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	// observedGeneration is the generation of the spec that this status was computed from.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// configHash changes whenever the spec does.
	// +optional
	ConfigHash string `json:"configHash,omitempty"`
}

// +k8s:deepcopy-gen:interfaces=k8s.io/apimachinery/pkg/runtime.Object

// MCPOIDCConfigList is a list of MCPOIDCConfigs.
type MCPOIDCConfigList struct {
	metav1.TypeMeta `json:""`
	// +optional
	metav1.ListMeta `json:"metadata,omitzero"`

	// items are the MCPOIDCConfigs.
	Items []MCPOIDCConfig `json:"items"`
}
