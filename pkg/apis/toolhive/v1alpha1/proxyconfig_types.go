// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// ProxyConfig configures the proxy pod of an endpoint of type proxy.
//
// +kubebuilder:validation:XValidation:rule="has(self.oidcConfig) != has(self.oidcConfigRef)",message="exactly one of spec.proxyConfig.oidcConfig and spec.proxyConfig.oidcConfigRef is required: the proxy must know whose tokens to accept"
// +kubebuilder:validation:XValidation:rule="!(has(self.authzConfig) && has(self.authzConfigRef))",message="spec.proxyConfig.authzConfig and spec.proxyConfig.authzConfigRef exclude each other: keep one of them"
// +kubebuilder:validation:XValidation:rule="!(has(self.telemetry) && has(self.telemetryConfigRef))",message="spec.proxyConfig.telemetry and spec.proxyConfig.telemetryConfigRef exclude each other: keep one of them"
type ProxyConfig struct {
	// oidcConfig says, inline, whose tokens the proxy accepts. Exactly one of oidcConfig and oidcConfigRef is required.
	// +optional
	OIDCConfig *OIDCConfig `json:"oidcConfig,omitempty"`

	// oidcConfigRef names a shared MCPOIDCConfig, and the audience that tokens for this endpoint must carry. Exactly one of
	// oidcConfig and oidcConfigRef is required.
	// +optional
	OIDCConfigRef *v1beta1.MCPOIDCConfigReference `json:"oidcConfigRef,omitempty"`

	// authServerRef names an MCPExternalAuthConfig of type embeddedAuthServer: the proxy then is an OAuth 2.0 authorization
	// server for its clients. It needs oidcConfigRef.
	// +optional
	AuthServerRef *v1beta1.AuthServerRef `json:"authServerRef,omitempty"`

	// authzConfig says, with Cedar policies, who may call which tool. At most one of authzConfig and authzConfigRef.
	// +optional
	AuthzConfig *AuthzConfig `json:"authzConfig,omitempty"`

	// authzConfigRef names a shared MCPAuthzConfig. At most one of authzConfig and authzConfigRef.
	// +optional
	AuthzConfigRef *v1beta1.MCPAuthzConfigReference `json:"authzConfigRef,omitempty"`

	// audit writes a line for each request to the log of the proxy.
	// +optional
	Audit *v1beta1.AuditConfig `json:"audit,omitempty"`

	// telemetry sends traces and metrics, configured inline. At most one of telemetry and telemetryConfigRef.
	// +optional
	Telemetry *TelemetryConfig `json:"telemetry,omitempty"`

	// telemetryConfigRef names a shared MCPTelemetryConfig. At most one of telemetry and telemetryConfigRef.
	// +optional
	TelemetryConfigRef *v1beta1.MCPTelemetryConfigReference `json:"telemetryConfigRef,omitempty"`

	// resources are the compute resources of the proxy container. A quantity has 64 characters at most, and its exponent, if
	// any, has one or two digits.
	// +optional
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`

	// serviceAccount is an existing ServiceAccount that the pod runs as. Left out, the operator makes one without rights.
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	// +optional
	ServiceAccount *string `json:"serviceAccount,omitempty"`

	// proxyPort is the port of the Service and of the proxy container.
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=65535
	// +kubebuilder:default=8080
	// +optional
	ProxyPort int32 `json:"proxyPort,omitempty"`

	// sessionAffinity of the Service. ClientIP keeps a client on one pod, which MCP sessions need unless sessionStorage is
	// shared; None spreads requests over all pods.
	// +kubebuilder:validation:Enum=ClientIP;None
	// +kubebuilder:default=ClientIP
	// +optional
	SessionAffinity corev1.ServiceAffinity `json:"sessionAffinity,omitempty"`

	// trustProxyHeaders makes the proxy believe X-Forwarded-* headers. Set it only behind a reverse proxy that sets them.
	// +kubebuilder:default=false
	// +optional
	TrustProxyHeaders bool `json:"trustProxyHeaders,omitempty"`

	// endpointPrefix is put before the paths of the SSE endpoint that the proxy announces, for an ingress that strips a
	// path prefix.
	// +kubebuilder:validation:MaxLength=2048
	// +optional
	EndpointPrefix string `json:"endpointPrefix,omitempty"`

	// resourceOverrides adds labels, annotations, environment and image pull secrets to what the operator makes.
	// +optional
	ResourceOverrides *v1beta1.ResourceOverrides `json:"resourceOverrides,omitempty"`

	// podTemplateSpec is merged over the pod template, as a strategic merge patch. The proxy's container is called toolhive.
	// +kubebuilder:pruning:PreserveUnknownFields
	// +kubebuilder:validation:Type=object
	// +optional
	PodTemplateSpec *runtime.RawExtension `json:"podTemplateSpec,omitempty"`

	// replicas is the number of proxy pods. Left out, the operator leaves the number to others, such as an autoscaler.
	// More than one needs sessionStorage with redis, or sessionAffinity ClientIP.
	// +kubebuilder:validation:Minimum=0
	// +optional
	Replicas *int32 `json:"replicas,omitempty"`

	// sessionStorage is where the proxy keeps MCP sessions. Left out, they are kept in the memory of each pod.
	// +optional
	SessionStorage *v1beta1.SessionStorageConfig `json:"sessionStorage,omitempty"`
}

// AuthzConfigType says where Cedar policies come from.
type AuthzConfigType string

const (
	// AuthzConfigTypeInline takes the policies from the endpoint itself.
	AuthzConfigTypeInline AuthzConfigType = "inline"
	// AuthzConfigTypeConfigMap takes the policies from a ConfigMap.
	AuthzConfigTypeConfigMap AuthzConfigType = "configMap"
)

// AuthzConfig says, with Cedar policies, who may call which tool.
//
// +kubebuilder:validation:XValidation:rule="(self.type == 'inline') == has(self.inline)",message="authzConfig.inline must be set when authzConfig.type is inline, and only then"
// +kubebuilder:validation:XValidation:rule="(self.type == 'configMap') == has(self.configMap)",message="authzConfig.configMap must be set when authzConfig.type is configMap, and only then"
type AuthzConfig struct {
	// type says where the policies come from: inline or configMap.
	// +kubebuilder:validation:Enum=inline;configMap
	// +kubebuilder:default=configMap
	// +optional
	Type AuthzConfigType `json:"type,omitempty"`

	// inline holds the policies.
	// +optional
	Inline *InlineAuthzConfig `json:"inline,omitempty"`

	// configMap names the ConfigMap that holds the policies.
	// +optional
	ConfigMap *AuthzConfigMapRef `json:"configMap,omitempty"`

	// groupClaimName is the claim of the token that lists the caller's groups. Left out, groups, roles and cognito:groups
	// are looked at.
	// +kubebuilder:validation:MaxLength=253
	// +optional
	GroupClaimName string `json:"groupClaimName,omitempty"`

	// roleClaimName is the claim of the token that lists the caller's roles.
	// +kubebuilder:validation:MaxLength=253
	// +optional
	RoleClaimName string `json:"roleClaimName,omitempty"`

	// groupEntityType is the Cedar entity type that groups and roles become. Defaults to THVGroup.
	// +kubebuilder:validation:MaxLength=63
	// +kubebuilder:validation:Pattern=`^[A-Za-z_][A-Za-z0-9_]*$`
	// +optional
	GroupEntityType string `json:"groupEntityType,omitempty"`
}

// InlineAuthzConfig holds Cedar policies and entities.
type InlineAuthzConfig struct {
	// policies are Cedar policies, for example permit(principal, action, resource);
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +required
	Policies []string `json:"policies"`

	// entitiesJson is a JSON array of Cedar entities. Defaults to an empty array.
	// +kubebuilder:default="[]"
	// +optional
	EntitiesJSON string `json:"entitiesJson,omitempty"`
}

// AuthzConfigMapRef names a key of a ConfigMap that holds an authorization configuration, in JSON or YAML.
type AuthzConfigMapRef struct {
	// name of the ConfigMap, in the same namespace.
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	// +required
	Name string `json:"name"`

	// key in the ConfigMap. Defaults to authz.json.
	// +kubebuilder:default=authz.json
	// +optional
	Key string `json:"key,omitempty"`
}

// TelemetryConfig is a telemetry configuration for one endpoint.
type TelemetryConfig struct {
	v1beta1.MCPTelemetryConfigSpec `json:",inline"`

	// serviceName is the name of the service in traces and metrics. Defaults to the endpoint's name.
	// +optional
	ServiceName string `json:"serviceName,omitempty"`
}
