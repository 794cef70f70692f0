// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runconfig

// SchemaVersion is that of the file, and of the part about the embedded authorization server.
const SchemaVersion = "v0.1.0"

// Config is the content of runconfig.json. Only those keys of the runner are here that a proxy for a remote server uses.
type Config struct {
	SchemaVersion     string            `json:"schema_version"`
	Image             string            `json:"image"`
	Name              string            `json:"name"`
	ContainerName     string            `json:"container_name"`
	BaseName          string            `json:"base_name"`
	RemoteURL         string            `json:"remote_url"`
	Transport         string            `json:"transport"`
	ProxyMode         string            `json:"proxy_mode"`
	Host              string            `json:"host"`
	Port              int32             `json:"port"`
	PermissionProfile PermissionProfile `json:"permission_profile"`
	EnvVars           map[string]string `json:"env_vars"`
	ContainerLabels   map[string]string `json:"container_labels"`

	TrustProxyHeaders bool                    `json:"trust_proxy_headers,omitempty"`
	EndpointPrefix    string                  `json:"endpoint_prefix,omitempty"`
	HeaderForward     *HeaderForward          `json:"header_forward,omitempty"`
	ToolsFilter       []string                `json:"tools_filter,omitempty"`
	ToolsOverride     map[string]ToolOverride `json:"tools_override,omitempty"`

	OIDC               *OIDC               `json:"oidc_config,omitempty"`
	RemoteAuth         *RemoteAuth         `json:"remote_auth_config,omitempty"`
	TokenExchange      *TokenExchange      `json:"token_exchange_config,omitempty"`
	AWSSts             *AWSSts             `json:"aws_sts_config,omitempty"`
	EmbeddedAuthServer *EmbeddedAuthServer `json:"embedded_auth_server_config,omitempty"`
	Authz              *Authz              `json:"authz_config,omitempty"`

	Audit     *Audit     `json:"audit_config,omitempty"`
	Telemetry *Telemetry `json:"telemetry_config,omitempty"`
	Scaling   *Scaling   `json:"scaling_config,omitempty"`
}

// PermissionProfile is what the runner would allow a server that it runs itself. It wants one for a remote server too.
type PermissionProfile struct {
	Name    string             `json:"name"`
	Network NetworkPermissions `json:"network"`
}

// NetworkPermissions are part of a PermissionProfile.
type NetworkPermissions struct {
	Inbound  struct{}            `json:"inbound"`
	Outbound OutboundPermissions `json:"outbound"`
}

// OutboundPermissions are part of a PermissionProfile.
type OutboundPermissions struct {
	InsecureAllowAll bool `json:"insecure_allow_all"`
}

// HeaderForward adds headers to requests to the remote server.
type HeaderForward struct {
	AddPlaintextHeaders map[string]string `json:"add_plaintext_headers,omitempty"`
	// AddHeadersFromSecret maps names of headers to identifiers of secrets, by which the runner looks for them in its environment.
	AddHeadersFromSecret map[string]string `json:"add_headers_from_secret,omitempty"`
}

// ToolOverride changes how a tool is shown.
type ToolOverride struct {
	Name        string `json:"name,omitempty"`
	Description string `json:"description,omitempty"`
}

// Audit switches the audit log.
type Audit struct {
	DetectApplicationErrors bool `json:"detectApplicationErrors"`
	// MaxDataSize is how much of a request is logged, in bytes.
	MaxDataSize int `json:"maxDataSize"`
}

// Telemetry says where traces and metrics go.
type Telemetry struct {
	Endpoint                    string            `json:"endpoint,omitempty"`
	ServiceName                 string            `json:"serviceName,omitempty"`
	TracingEnabled              bool              `json:"tracingEnabled"`
	MetricsEnabled              bool              `json:"metricsEnabled"`
	SamplingRate                string            `json:"samplingRate,omitempty"`
	Headers                     map[string]string `json:"headers,omitempty"`
	Insecure                    bool              `json:"insecure,omitempty"`
	EnablePrometheusMetricsPath bool              `json:"enablePrometheusMetricsPath,omitempty"`
	CustomAttributes            map[string]string `json:"customAttributes,omitempty"`
	UseLegacyAttributes         bool              `json:"useLegacyAttributes"`
	CACertPath                  string            `json:"caCertPath,omitempty"`
}

// Scaling says how several pods share sessions.
type Scaling struct {
	SessionRedis *SessionRedis `json:"session_redis,omitempty"`
}

// SessionRedis is where sessions are kept. The password is in the environment.
type SessionRedis struct {
	Address   string `json:"address,omitempty"`
	DB        int32  `json:"db,omitempty"`
	KeyPrefix string `json:"key_prefix,omitempty"`
}
