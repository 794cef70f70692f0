// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package gateway

// The names of every gateway and of its group.
const (
	Name  = "gateway"
	Group = "team"
)

// Config is the part of vmcp's config.yaml that tests vary.
type Config struct {
	Name         string         `json:"name"`
	GroupRef     string         `json:"groupRef"`
	Backends     []Backend      `json:"backends,omitempty"`
	IncomingAuth IncomingAuth   `json:"incomingAuth"`
	OutgoingAuth OutgoingAuth   `json:"outgoingAuth"`
	Aggregation  map[string]any `json:"aggregation"`
	Operational  map[string]any `json:"operational,omitempty"`
	Audit        map[string]any `json:"audit,omitempty"`
	Telemetry    map[string]any `json:"telemetry,omitempty"`
}

// Backend is a server behind a gateway.
type Backend struct {
	Name         string `json:"name"`
	URL          string `json:"url"`
	Transport    string `json:"transport"`
	Type         string `json:"type,omitempty"`
	CABundlePath string `json:"caBundlePath,omitempty"`
}

// IncomingAuth says who may use a gateway.
type IncomingAuth struct {
	Type string         `json:"type"`
	OIDC map[string]any `json:"oidc,omitempty"`
}

// Strategy says how a gateway introduces itself to a backend: a type, and parameters under a key that depends on the type.
type Strategy map[string]any

// OutgoingAuth has the strategies for backends.
type OutgoingAuth struct {
	Source   string              `json:"source"`
	Default  Strategy            `json:"default,omitempty"`
	Backends map[string]Strategy `json:"backends,omitempty"`
}

// Where a gateway has its backends from.
const (
	Inline     = "inline"     // its configuration
	Discovered = "discovered" // the API server
)

// Transports of backends.
const (
	StreamableHTTP = "streamable-http"
	SSE            = "sse"
)

// Anonymous lets everybody use a gateway.
func Anonymous() IncomingAuth { return IncomingAuth{Type: "anonymous"} }

// Entry is a backend that a gateway reaches at a URL of anybody's.
func Entry(name, url string) Backend {
	return Backend{Name: name, URL: url, Transport: StreamableHTTP, Type: "entry"}
}

// newConfig serves the backends to everybody.
func newConfig(backends []Backend) Config {
	return Config{
		Name: Name, GroupRef: Group, Backends: backends,
		IncomingAuth: Anonymous(),
		OutgoingAuth: OutgoingAuth{Source: Inline},
		Aggregation: map[string]any{
			"conflictResolution":       "prefix",
			"conflictResolutionConfig": map[string]any{"prefixFormat": "{workload}_"},
		},
	}
}
