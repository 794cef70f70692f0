// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// +genclient
// +k8s:deepcopy-gen:interfaces=k8s.io/apimachinery/pkg/runtime.Object
// +kubebuilder:storageversion
// +kubebuilder:deprecatedversion:warning="toolhive.stacklok.dev/v1beta1 MCPRemoteProxy is deprecated; use MCPRemoteEndpoint (toolhive.stacklok.dev/v1alpha1) with type: proxy"
// +kubebuilder:subresource:status
// +kubebuilder:metadata:labels=toolhive.stacklok.dev/auto-migrate-storage-version=true
// +kubebuilder:resource:shortName=rp;mcprp,categories=toolhive
// +kubebuilder:printcolumn:name="Phase",type="string",JSONPath=".status.phase"
// +kubebuilder:printcolumn:name="Remote URL",type="string",JSONPath=".spec['remoteUrl','remoteURL']"
// +kubebuilder:printcolumn:name="URL",type="string",JSONPath=".status.url"
// +kubebuilder:printcolumn:name="Ready",type="string",JSONPath=".status.conditions[?(@.type=='Ready')].status"
// +kubebuilder:printcolumn:name="Age",type="date",JSONPath=".metadata.creationTimestamp"

// MCPRemoteProxy is deprecated: use MCPRemoteEndpoint (toolhive.stacklok.dev/v1alpha1) with type: proxy, which says the
// same and more.
//
// A remote proxy runs pods in front of a remote MCP server, which authenticate and authorize the clients, write an
// audit log, filter tools, and authenticate to the remote server.
type MCPRemoteProxy struct {
	metav1.TypeMeta `json:""`
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// spec describes the remote server and the proxy in front of it.
	// +optional
	Spec MCPRemoteProxySpec `json:"spec,omitzero"`

	// status says how far the proxy has come, and where to reach it.
	// +optional
	Status MCPRemoteProxyStatus `json:"status,omitzero"`
}

// MCPRemoteProxySpec describes a remote MCP server and the proxy in front of it. Beside ToolHive's present fields it has
// those that ToolHive had in their place before v0.26.
//
// The rule for port is ToolHive's own from when it served both fields with a default of 8080: the other value is meant.
//
// +kubebuilder:validation:XValidation:rule=`has(self.remoteUrl) != has(self.remoteURL)`,message=`set exactly one of remoteUrl and its older spelling, remoteURL`
// +kubebuilder:validation:XValidation:rule=`!has(self.port) || self.port == self.proxyPort || self.port == 8080 || self.proxyPort == 8080`,message=`port is the older spelling of proxyPort: keep one of the two`
// +kubebuilder:validation:XValidation:rule=`!has(self.oidcConfig) || !has(self.oidcConfigRef)`,message=`set oidcConfig or oidcConfigRef, not both`
// +kubebuilder:validation:XValidation:rule=`!has(self.telemetry) || !has(self.telemetryConfigRef)`,message=`set telemetry or telemetryConfigRef, not both`
// +kubebuilder:validation:XValidation:rule=`!has(self.authzConfig) || !has(self.authzConfigRef)`,message=`set authzConfig or authzConfigRef, not both`
type MCPRemoteProxySpec struct {
	// remoteUrl is the http or https URL of the remote MCP server, and required. Addresses inside the cluster or on the node
	// are refused; see allowPrivateEndpoint.
	// +optional
	// +kubebuilder:validation:Pattern=`^https?://`
	RemoteURL string `json:"remoteUrl,omitempty"`

	// remoteURL is the older spelling of remoteUrl.
	// +optional
	// +kubebuilder:validation:Pattern=`^https?://`
	DeprecatedRemoteURL string `json:"remoteURL,omitempty"`

	// allowPrivateEndpoint admits private IPv4 ranges, IPv6 unique local addresses and *.cluster.local in remoteUrl.
	// Loopback, link-local and metadata addresses stay refused. Default: false. ToolHive v0.44 does not know it.
	// +optional
	AllowPrivateEndpoint bool `json:"allowPrivateEndpoint,omitempty"`

	// proxyPort is the port of the proxy and of its Service. Default: 8080.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=65535
	// +kubebuilder:default=8080
	ProxyPort int32 `json:"proxyPort,omitempty"`

	// port is the older spelling of proxyPort, and counts where proxyPort is 8080.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=65535
	Port int32 `json:"port,omitempty"`

	// transport that the remote server speaks and the proxy offers: streamable-http (the default) or sse.
	// +optional
	// +kubebuilder:default=streamable-http
	Transport Transport `json:"transport,omitempty"`

	// oidcConfigRef names the MCPOIDCConfig against which clients' tokens are checked. Without it, and without
	// authServerRef, the proxy lets everybody in who can reach its port.
	// +optional
	OIDCConfigRef *MCPOIDCConfigReference `json:"oidcConfigRef,omitempty"`

	// oidcConfig says in place against what clients' tokens are checked, as was usual before oidcConfigRef. Not together with
	// oidcConfigRef.
	// +optional
	OIDCConfig *OIDCConfigRef `json:"oidcConfig,omitempty"`

	// externalAuthConfigRef names the MCPExternalAuthConfig that says how to authenticate to the remote server. Not all
	// its types work in a proxy: ToolHive silently ignores headerInjection, upstreamInject and xaa.
	// +optional
	ExternalAuthConfigRef *ExternalAuthConfigRef `json:"externalAuthConfigRef,omitempty"`

	// authServerRef names the configuration of an authorization server that runs inside the proxy and lets clients log
	// in. It needs oidcConfigRef too, with an audience equal to resourceUrl.
	// +optional
	AuthServerRef *AuthServerRef `json:"authServerRef,omitempty"`

	// headerForward adds headers to every request to the remote server.
	// +optional
	HeaderForward *HeaderForwardConfig `json:"headerForward,omitempty"`

	// authzConfig gives the policies that decide who may call what. Not together with authzConfigRef.
	// +optional
	AuthzConfig *AuthzConfigRef `json:"authzConfig,omitempty"`

	// authzConfigRef names an MCPAuthzConfig with such policies. Not together with authzConfig.
	// +optional
	AuthzConfigRef *MCPAuthzConfigReference `json:"authzConfigRef,omitempty"`

	// audit switches the audit log of MCP requests, which is off by default.
	// +optional
	Audit *AuditConfig `json:"audit,omitempty"`

	// toolConfigRef names an MCPToolConfig that hides or renames the remote server's tools.
	// +optional
	ToolConfigRef *ToolConfigRef `json:"toolConfigRef,omitempty"`

	// telemetryConfigRef names an MCPTelemetryConfig that says where traces and metrics go. The proxy does not send
	// that configuration's sensitiveHeaders.
	// +optional
	TelemetryConfigRef *MCPTelemetryConfigReference `json:"telemetryConfigRef,omitempty"`

	// telemetry says in place where traces and metrics go, as was usual before telemetryConfigRef. Not together with
	// telemetryConfigRef.
	// +optional
	Telemetry *TelemetryConfig `json:"telemetry,omitempty"`

	// resources bounds the CPU and memory of the proxy container. By default nothing is set.
	// +optional
	Resources ResourceRequirements `json:"resources,omitzero"`

	// serviceAccount names an existing ServiceAccount for the pods. By default one is made for this proxy.
	// +optional
	ServiceAccount *string `json:"serviceAccount,omitempty"`

	// podTemplateSpec is merged over the rendered pod template as a strategic merge patch; the container to change is
	// called toolhive. It can loosen every security setting, and fields that Kubernetes does not know are dropped.
	// +optional
	// +kubebuilder:pruning:PreserveUnknownFields
	// +kubebuilder:validation:Type=object
	PodTemplateSpec *runtime.RawExtension `json:"podTemplateSpec,omitempty"`

	// trustProxyHeaders makes the proxy build its own URLs from X-Forwarded-* headers. Set it only behind a reverse
	// proxy that overwrites those headers. Default: false.
	// +optional
	// +kubebuilder:default=false
	TrustProxyHeaders bool `json:"trustProxyHeaders,omitempty"`

	// endpointPrefix is put before the paths that an SSE server announces, for an Ingress that strips it from requests.
	// ToolHive does not check it.
	// +optional
	EndpointPrefix string `json:"endpointPrefix,omitempty"`

	// resourceOverrides adds labels, annotations, environment variables and image pull secrets to the rendered objects.
	// +optional
	ResourceOverrides *ResourceOverrides `json:"resourceOverrides,omitempty"`

	// groupRef names the group that the proxy is a member of. Without it, it belongs to none. The older spelling is the
	// group's name alone, as a string.
	// +optional
	// +kubebuilder:validation:Schemaless
	// +kubebuilder:validation:Format=object-or-string
	// +kubebuilder:pruning:PreserveUnknownFields
	GroupRef *MCPGroupRefOrName `json:"groupRef,omitempty"`

	// sessionAffinity of the Service: ClientIP (the default) leads a client to the same pod each time, None spreads its
	// requests. With several replicas, None needs sessionStorage in Redis, or requests fail for an unknown session.
	// +optional
	// +kubebuilder:validation:Enum=ClientIP;None
	// +kubebuilder:default=ClientIP
	SessionAffinity corev1.ServiceAffinity `json:"sessionAffinity,omitempty"`

	// replicas is the number of pods. Left out, it is never written, so that an autoscaler can own it; removing it
	// later keeps the last number. More than one needs shared sessionStorage.
	// +optional
	// +kubebuilder:validation:Minimum=0
	Replicas *int32 `json:"replicas,omitempty"`

	// sessionStorage says where MCP sessions are kept. By default each pod remembers only its own.
	// +optional
	SessionStorage *SessionStorageConfig `json:"sessionStorage,omitempty"`
}

// MCPRemoteProxyPhase sums up the state of a remote proxy.
// +kubebuilder:validation:Enum=Pending;Ready;Failed;Terminating
type MCPRemoteProxyPhase string

const (
	// MCPRemoteProxyPhasePending means that the proxy is being started.
	MCPRemoteProxyPhasePending MCPRemoteProxyPhase = "Pending"
	// MCPRemoteProxyPhaseReady means that the proxy is running.
	MCPRemoteProxyPhaseReady MCPRemoteProxyPhase = "Ready"
	// MCPRemoteProxyPhaseFailed means that the proxy cannot run; its conditions say why.
	MCPRemoteProxyPhaseFailed MCPRemoteProxyPhase = "Failed"
	// MCPRemoteProxyPhaseTerminating means that the proxy is being deleted.
	MCPRemoteProxyPhaseTerminating MCPRemoteProxyPhase = "Terminating"
)

// MCPRemoteProxyStatus says how far a proxy has come, and where to reach it. The hashes are ToolHive's memory of the
// configurations that it has seen.
type MCPRemoteProxyStatus struct {
	// phase sums up the state of the proxy.
	// +optional
	Phase MCPRemoteProxyPhase `json:"phase,omitempty"`

	// url is where clients in the cluster reach the proxy: the Service's URL, without a path.
	// +optional
	URL string `json:"url,omitempty"`

	// externalUrl is where clients outside the cluster reach the proxy. Nobody sets it so far.
	// +optional
	ExternalURL string `json:"externalUrl,omitempty"`

	// externalURL is the older spelling of externalUrl.
	// +optional
	DeprecatedExternalURL string `json:"externalURL,omitempty"`

	// observedGeneration is the generation of the spec that this status was computed from.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// conditions are the latest observations of the proxy. Ready sums them up.
	// +optional
	// +listType=map
	// +listMapKey=type
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	// toolConfigHash is a hash of the MCPToolConfig in use.
	// +optional
	ToolConfigHash string `json:"toolConfigHash,omitempty"`

	// telemetryConfigHash is a hash of the MCPTelemetryConfig in use.
	// +optional
	TelemetryConfigHash string `json:"telemetryConfigHash,omitempty"`

	// externalAuthConfigHash is a hash of the MCPExternalAuthConfig in use.
	// +optional
	ExternalAuthConfigHash string `json:"externalAuthConfigHash,omitempty"`

	// authServerConfigHash is a hash of the authorization server's configuration in use.
	// +optional
	AuthServerConfigHash string `json:"authServerConfigHash,omitempty"`

	// authzConfigHash is a hash of the MCPAuthzConfig in use.
	// +optional
	AuthzConfigHash string `json:"authzConfigHash,omitempty"`

	// oidcConfigHash is a hash of the MCPOIDCConfig in use.
	// +optional
	OIDCConfigHash string `json:"oidcConfigHash,omitempty"`

	// message says in words what the phase is due to.
	// +optional
	Message string `json:"message,omitempty"`
}

// +k8s:deepcopy-gen:interfaces=k8s.io/apimachinery/pkg/runtime.Object

// MCPRemoteProxyList is a list of MCPRemoteProxies.
type MCPRemoteProxyList struct {
	metav1.TypeMeta `json:""`
	// +optional
	metav1.ListMeta `json:"metadata,omitzero"`

	// items are the MCPRemoteProxies.
	Items []MCPRemoteProxy `json:"items"`
}
