// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package report

// Type is what kind of endpoints is measured.
type Type string

// The types.
const (
	Direct  Type = "direct endpoints"
	Proxies Type = "proxies"
)

// StatusResource is what the API server calls the status of endpoints.
const StatusResource = "mcpremoteendpoints/status"

// StatusWrites is how often the status of a new endpoint is written until the endpoint is Ready: a proxy has to be waited for.
func (t Type) StatusWrites() int {
	if t == Proxies {
		return 2
	}
	return 1
}

// children are the resources of which the operator writes one object for each endpoint.
func (t Type) children() []string {
	if t == Proxies {
		return []string{"serviceaccounts", "configmaps", "services", "deployments"}
	}
	return nil
}

// writes is all that the operator writes for a new endpoint.
func (t Type) writes() int { return t.StatusWrites() + len(t.children()) }
