// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// +genclient
// +k8s:deepcopy-gen:interfaces=k8s.io/apimachinery/pkg/runtime.Object
// +kubebuilder:object:root=true
// +kubebuilder:storageversion
// +kubebuilder:subresource:status
// +kubebuilder:resource:shortName=mcpre,categories=toolhive
// +kubebuilder:printcolumn:name="Type",type=string,JSONPath=`.spec.type`
// +kubebuilder:printcolumn:name="Phase",type=string,JSONPath=`.status.phase`
// +kubebuilder:printcolumn:name="Remote URL",type=string,JSONPath=`.spec.remoteURL`
// +kubebuilder:printcolumn:name="URL",type=string,JSONPath=`.status.url`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Group",type=string,priority=1,JSONPath=`.spec.groupRef`
// +kubebuilder:printcolumn:name="Reason",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=='Ready')].reason`
// +kubebuilder:printcolumn:name="Message",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=='Ready')].message`
//
// Name rules (R1.3): the Service of a proxy is mcp-<name>-remote-proxy, a DNS label of at most 63 characters.
// +kubebuilder:validation:XValidation:rule="self.spec.type != 'proxy' || size(self.metadata.name) <= 46",message="metadata.name must be at most 46 characters when spec.type is proxy, since the Service is named mcp-<name>-remote-proxy; choose a shorter name"
// +kubebuilder:validation:XValidation:rule="self.spec.type != 'proxy' || !self.metadata.name.contains('.')",message="metadata.name must not contain a dot when spec.type is proxy, since the Service is named mcp-<name>-remote-proxy; use '-' instead"

// MCPRemoteEndpoint makes a remote MCP server usable inside the cluster. With type proxy, a proxy pod with authentication,
// Cedar authorization and audit stands in front of the remote. With type direct nothing is deployed, and a VirtualMCPServer
// of the same group connects to the remote itself.
type MCPRemoteEndpoint struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec says which remote MCP server this endpoint is for, and how it is reached.
	// +required
	Spec MCPRemoteEndpointSpec `json:"spec"`

	// status is what the operator found and did. Only the operator writes it.
	// +optional
	Status MCPRemoteEndpointStatus `json:"status,omitempty"`
}

// +k8s:deepcopy-gen:interfaces=k8s.io/apimachinery/pkg/runtime.Object
// +kubebuilder:object:root=true

// MCPRemoteEndpointList is a list of MCPRemoteEndpoints.
type MCPRemoteEndpointList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`

	Items []MCPRemoteEndpoint `json:"items"`
}

// EndpointType is the mode of an MCPRemoteEndpoint.
type EndpointType string

const (
	// EndpointTypeProxy deploys a proxy pod in front of the remote.
	EndpointTypeProxy EndpointType = "proxy"
	// EndpointTypeDirect deploys nothing: a VirtualMCPServer connects to the remote itself.
	EndpointTypeDirect EndpointType = "direct"
)

// URL rules: private hosts need a permission. Package validate has the same rule for the controller.
// +kubebuilder:validation:XValidation:rule=`self.?allowPrivateEndpoint.orValue(false) || [self.remoteURL.lowerAscii().find(r'//[^/?#]*').find(r'[^/@]*$').find(r'^(\[[^\]]+|[\w.-]*[\w-])').replace('[',"")].all(host, isIP(host) ? !['10.0.0.0/8','172.16.0.0/12','192.168.0.0/16','100.64.0.0/10','198.18.0.0/15','fc00::/7'].exists(range, cidr(range).containsIP(host)) : !host.matches(r'^[a-z][\w-]*$') && !['svc','cluster.local','internal','home.arpa','local','localdomain','intranet','private','corp','home','lan'].exists(name, ('.' + host).endsWith('.' + name)))`,message="spec.remoteURL points to a private address, or to a name that only this network can resolve: use a public one, or set spec.allowPrivateEndpoint: true, which permits that but nothing that is always refused",reason=FieldValueForbidden,fieldPath=".remoteURL"

// MCPRemoteEndpointSpec is the desired state of an MCPRemoteEndpoint.
//
// +kubebuilder:validation:XValidation:rule="self.type != 'proxy' || has(self.proxyConfig)",message="spec.proxyConfig is required when spec.type is proxy: give at least oidcConfig or oidcConfigRef, or set spec.type to direct"
// +kubebuilder:validation:XValidation:rule="self.type != 'direct' || !has(self.proxyConfig)",message="spec.proxyConfig must not be set when spec.type is direct, since there is no proxy: remove it, or set spec.type to proxy"
type MCPRemoteEndpointSpec struct {
	// type is the mode. proxy deploys a proxy pod with authentication, authorization and audit; direct deploys nothing, and
	// a VirtualMCPServer of the same group connects to the remote itself. It cannot change after creation: create another
	// endpoint instead.
	// +kubebuilder:validation:Enum=proxy;direct
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",message="spec.type cannot change after creation: delete this endpoint and create one of the other type"
	// +kubebuilder:default=proxy
	// +optional
	Type EndpointType `json:"type,omitempty"`

	// How the URL is written, and which hosts are never remotes. Package validate has the same rules for the controller. The
	// reason Forbidden keeps the API server from repeating the URL, which may hold a password.
	// +kubebuilder:validation:XValidation:rule=`self.matches(r'^https?://')`,message="spec.remoteURL must begin with https:// or http://, in lower case",reason=FieldValueForbidden
	// +kubebuilder:validation:XValidation:rule=`self.matches(r"^([\w.~:/?#@!$&'()*+,;=\[\]-]|%[0-9A-Fa-f]{2})*$")`,message="spec.remoteURL must consist of the characters that RFC 3986 gives to URLs: percent-encode all others (a percent sign is %25), and write an international host name in its xn-- form",reason=FieldValueForbidden
	// +kubebuilder:validation:XValidation:rule=`!self.matches(r'^[^/]*//[^/?#]*@')`,message="spec.remoteURL must not contain user information (user:password@): use spec.externalAuthConfigRef or spec.headerForward.addHeadersFromSecret",reason=FieldValueForbidden
	// +kubebuilder:validation:XValidation:rule=`!self.matches(r'#')`,message="spec.remoteURL must not have a fragment: remove the # and what follows it",reason=FieldValueForbidden
	// +kubebuilder:validation:XValidation:rule=`self.matches(r'^[^/]*//([^/?#]*@)?(\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\]|[\w.-]*[\w-]|[\w.-]*[A-Za-z][\w-]*\.)(:([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?([/?#]|$)') && [self.lowerAscii().find(r'//[^/?#]*').find(r'[^/@]*$').find(r'^(\[[^\]]+|[\w.-]*[\w-])').replace('[',"")].all(host, size(host) <= 253 && (isIP(host) || host.matches(r'^(\w([\w-]{0,61}\w)?\.)*[a-z]([\w-]{0,61}\w)?$')))`,message="spec.remoteURL must read https://host:port/path?query, where the host is a DNS name, an IPv4 address as four decimal numbers, or an IPv6 address in brackets without a zone, and the port, if there is one, is a number from 1 to 65535",reason=FieldValueForbidden
	// +kubebuilder:validation:XValidation:rule=`[self.lowerAscii().find(r'//[^/?#]*').find(r'[^/@]*$').find(r'^(\[[^\]]+|[\w.-]*[\w-])').replace('[',"")].all(host, !isIP(host) || !['127.0.0.0/8','0.0.0.0/8','169.254.0.0/16','100.100.100.200/32','100.96.0.96/32','168.63.129.16/32','192.0.0.0/24','192.0.2.0/24','198.51.100.0/24','203.0.113.0/24','192.88.99.0/24','224.0.0.0/3','fd00:ec2::/32','fd20:ce::254/128','fd00:c1::a9fe:a9fe/128','fd00:42::42/128','fd00:a9fe:a9fe::1/128','fd00:100::100:200/128','2001::/23','2001:db8::/32','3fff::/20','2002::/16'].exists(range, cidr(range).containsIP(host)) && ['0.0.0.0/0','2000::/3','fc00::/7'].exists(range, cidr(range).containsIP(host)))`,message="spec.remoteURL must not point to a loopback, unspecified, link-local, multicast, documentation, reserved or cloud metadata address, or to an IPv4 address inside an IPv6 address, which are never remote servers: use the server's own address",reason=FieldValueForbidden
	// +kubebuilder:validation:XValidation:rule=`[self.lowerAscii().find(r'//[^/?#]*').find(r'[^/@]*$').find(r'^(\[[^\]]+|[\w.-]*[\w-])').replace('[',"")].all(host, !['localhost','localhost.localdomain','localhost4','localhost4.localdomain4','localhost6','localhost6.localdomain6','ip6-localhost','ip6-loopback','metadata','metadata.google.internal','metadata.goog','instance-data','instance-data.ec2.internal','api.metadata.cloud.ibm.com','metadata.tencentyun.com','metadata.exoscale.com','kubernetes','kubernetes.default','kubernetes.default.svc','kubernetes.docker.internal'].exists(name, ('.' + host).endsWith('.' + name)) && !host.startsWith('kubernetes.default.svc.'))`,message="spec.remoteURL must not point to a loopback or cloud metadata name, or to the Kubernetes API server, which are never remote servers: use the server's own name",reason=FieldValueForbidden

	// remoteURL is where the remote MCP server is, for example https://mcp.example.com/mcp. Loopback, link-local and cloud
	// metadata addresses are always refused; private addresses and in-cluster names need allowPrivateEndpoint. Plain http
	// needs the annotation toolhive.stacklok.dev/allow-insecure: "true".
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=2048
	// +required
	RemoteURL string `json:"remoteURL"`

	// transport is the MCP transport that the remote speaks: streamable-http, or sse for servers that still speak the
	// transport of protocol version 2024-11-05.
	// +required
	Transport v1beta1.Transport `json:"transport"`

	// groupRef is the name of the MCPGroup, in the same namespace, that this endpoint belongs to. A VirtualMCPServer serves
	// the endpoints of one group.
	// +kubebuilder:validation:MaxLength=253
	// +kubebuilder:validation:XValidation:rule="self.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')",message="spec.groupRef must be the name of an MCPGroup in this namespace: lower-case letters, digits, '-' and '.'"
	// +required
	GroupRef string `json:"groupRef"`

	// externalAuthConfigRef names the MCPExternalAuthConfig, in the same namespace, that says how to authenticate to the
	// remote. Leave it out for remotes that need no authentication. With type direct, the types embeddedAuthServer, awsSts
	// and bearerToken cannot be used.
	// +kubebuilder:validation:XValidation:rule="size(self.name) > 0",message="spec.externalAuthConfigRef.name must not be empty: name an MCPExternalAuthConfig, or remove the reference"
	// +optional
	ExternalAuthConfigRef *v1beta1.ExternalAuthConfigRef `json:"externalAuthConfigRef,omitempty"`

	// headerForward adds headers to each request to the remote.
	// +optional
	HeaderForward *HeaderForward `json:"headerForward,omitempty"`

	// caBundleRef names a ConfigMap key with the PEM certificates of the authority that signed the remote's certificate.
	// It is a trust anchor: whoever may write that ConfigMap can impersonate the remote.
	// +optional
	CABundleRef *CABundleRef `json:"caBundleRef,omitempty"`

	// toolConfigRef names the MCPToolConfig, in the same namespace, that filters and renames the remote's tools.
	// +kubebuilder:validation:XValidation:rule="size(self.name) > 0",message="spec.toolConfigRef.name must not be empty: name an MCPToolConfig, or remove the reference"
	// +optional
	ToolConfigRef *v1beta1.ToolConfigRef `json:"toolConfigRef,omitempty"`

	// allowPrivateEndpoint permits a remoteURL in a private address range or inside the cluster. Loopback, link-local and
	// cloud metadata addresses are refused all the same.
	// +kubebuilder:default=false
	// +optional
	AllowPrivateEndpoint bool `json:"allowPrivateEndpoint,omitempty"`

	// proxyConfig configures the proxy pod. It is required when type is proxy, and must not be set when type is direct.
	// +optional
	ProxyConfig *ProxyConfig `json:"proxyConfig,omitempty"`
}

// EndpointPhase sums an endpoint up in one word. Programs should read the conditions instead.
// +kubebuilder:validation:Enum=Pending;Ready;Failed;Terminating
type EndpointPhase string

const (
	// PhasePending means that the endpoint is on its way: a proxy that is not available yet.
	PhasePending EndpointPhase = "Pending"
	// PhaseReady means that the endpoint can be used.
	PhaseReady EndpointPhase = "Ready"
	// PhaseFailed means that something must be mended first; the Ready condition says what.
	PhaseFailed EndpointPhase = "Failed"
	// PhaseTerminating means that the endpoint is being deleted.
	PhaseTerminating EndpointPhase = "Terminating"
)

// MCPRemoteEndpointStatus is the observed state of an MCPRemoteEndpoint.
type MCPRemoteEndpointStatus struct {
	// conditions say what is right and what is wrong. Ready sums them up; each of the others is about one thing that can be
	// mended, and names the object and key at fault.
	// +listType=map
	// +listMapKey=type
	// +optional
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	// phase sums the endpoint up in one word: Pending, Ready, Failed or Terminating.
	// +optional
	Phase EndpointPhase `json:"phase,omitempty"`

	// url is where clients inside the cluster reach this endpoint: the Service of the proxy once it was available, or the
	// remote URL of a direct endpoint once it is valid. A reader takes an empty url for "not available yet".
	// +optional
	URL string `json:"url,omitempty"`

	// observedGeneration is the metadata.generation that this status is about.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`
}
