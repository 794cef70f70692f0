// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

// Duration is a length of time as Go writes it, such as 30s, 1m30s or 1.5h.
// +kubebuilder:validation:Pattern=`^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$`
type Duration string

// VMCPConfig is the configuration file of vMCP v0.44, as it may be given in a VirtualMCPServer. As with ToolHive's type,
// fields that are not known here are stored, but dropped in Go: vMCP refuses a file with any that it does not know.
//
// +kubebuilder:pruning:PreserveUnknownFields
type VMCPConfig struct {
	// name of the gateway. It is always the object's own name, whatever is given here.
	// +optional
	Name string `json:"name,omitempty"`

	// groupRef is the name of the group. It is always taken from spec.groupRef.
	// +optional
	GroupRef string `json:"groupRef,omitempty"`

	// backends are the servers that the gateway serves when spec.outgoingAuth.source is inline. They are taken from the
	// group's members.
	// +optional
	// +listType=atomic
	Backends []StaticBackendConfig `json:"backends,omitempty"`

	// incomingAuth says how clients authenticate. It is always taken from spec.incomingAuth.
	// +optional
	IncomingAuth *VMCPIncomingAuthConfig `json:"incomingAuth,omitempty"`

	// outgoingAuth says how to authenticate to backends. It is always taken from spec.outgoingAuth.
	// +optional
	OutgoingAuth *VMCPOutgoingAuthConfig `json:"outgoingAuth,omitempty"`

	// aggregation says which tools of the backends clients see, and what happens when two have the same name.
	// +optional
	Aggregation *AggregationConfig `json:"aggregation,omitempty"`

	// compositeTools are tools that the gateway adds, each of which calls other tools step by step.
	// +optional
	// +listType=atomic
	CompositeTools []CompositeToolConfig `json:"compositeTools,omitempty"`

	// compositeToolRefs name VirtualMCPCompositeToolDefinitions, to be added to compositeTools.
	// +optional
	// +listType=atomic
	CompositeToolRefs []CompositeToolRef `json:"compositeToolRefs,omitempty"`

	// operational sets timeouts, health checks and the log level.
	// +optional
	Operational *OperationalConfig `json:"operational,omitempty"`

	// metadata is for people. It has no effect.
	// +optional
	Metadata map[string]string `json:"metadata,omitempty"`

	// telemetry says where traces and metrics go. Use spec.telemetryConfigRef instead: ToolHive's operator ignores this
	// field.
	// +optional
	Telemetry *VMCPTelemetryConfig `json:"telemetry,omitempty"`

	// audit switches audit logging, and says what is logged.
	// +optional
	Audit *VMCPAuditConfig `json:"audit,omitempty"`

	// optimizer shows clients two tools alone, one that finds tools and one that calls them, so that a model need not read
	// the descriptions of all tools. It needs spec.embeddingServerRef or an embeddingService.
	// +optional
	Optimizer *OptimizerConfig `json:"optimizer,omitempty"`

	// codeMode adds a tool that runs a script, which calls other tools.
	// +optional
	CodeMode *CodeModeConfig `json:"codeMode,omitempty"`

	// sessionStorage says where MCP sessions are kept. It is always taken from spec.sessionStorage.
	// +optional
	SessionStorage *VMCPSessionStorageConfig `json:"sessionStorage,omitempty"`

	// rateLimiting bounds how often tools are called. It needs spec.sessionStorage in Redis.
	// +optional
	RateLimiting *RateLimitConfig `json:"rateLimiting,omitempty"`

	// passthroughHeaders names the headers of a client's request that every backend gets as they are. Use
	// spec.passthroughHeaders, which wins.
	// +optional
	// +listType=atomic
	PassthroughHeaders []string `json:"passthroughHeaders,omitempty"`
}

// StaticBackendConfig is a server that the gateway serves.
type StaticBackendConfig struct {
	// name of the backend. Other fields refer to it.
	// +required
	Name string `json:"name"`

	// url of the backend: http or https.
	// +required
	// +kubebuilder:validation:Pattern=`^https?://`
	URL string `json:"url"`

	// transport that the backend speaks: sse or streamable-http.
	// +required
	Transport Transport `json:"transport"`

	// type is entry for a server outside the cluster, and empty for one in it.
	// +optional
	// +kubebuilder:validation:Enum=entry;""
	Type string `json:"type,omitempty"`

	// caBundlePath is a file in the pod with the CA certificates that the backend's certificate is verified with. Only with
	// type entry.
	// +optional
	CABundlePath string `json:"caBundlePath,omitempty"`

	// metadata is shown with the backend; the key group is always the name of the group.
	// +optional
	Metadata map[string]string `json:"metadata,omitempty"`
}

// VMCPSessionStorageConfig says where MCP sessions are kept. The password is not in it, but in an environment variable.
type VMCPSessionStorageConfig struct {
	// provider is memory, where each pod knows only its own sessions, or redis, where all pods share them.
	// +required
	Provider SessionStorageProvider `json:"provider"`

	// address of the Redis server as host:port.
	// +optional
	Address string `json:"address,omitempty"`

	// db is the number of the Redis database. Default: 0.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:default=0
	DB int32 `json:"db,omitempty"`

	// keyPrefix begins every key that is written to Redis.
	// +optional
	KeyPrefix string `json:"keyPrefix,omitempty"`
}
