// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate

import (
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// Findings is what was found out about an older object by way of the endpoint that it is equivalent to.
type Findings struct {
	// Endpoint is the status of that endpoint, or of the one that has taken the object's place.
	Endpoint v1alpha1.MCPRemoteEndpointStatus
	// Problems are what keeps the object from being used.
	Problems []validate.Problem
	// Tolerated are problems that an endpoint would be refused for, and an older object is not (R4.1).
	Tolerated []validate.Problem
	// Found is what the endpoint refers to.
	Found references.Found
	// Successor is the name of the MCPRemoteEndpoint that has taken the object's place (R4.3), or empty. Of the other members, Endpoint is then about that one.
	Successor string
	// Publishing says whether gateways that watch the cluster will find an MCPServerEntry in the place of the successor.
	Publishing bool
	// Pending says why an MCPRemoteEndpoint that is to take the object's place cannot yet, or is empty. The object must not go then.
	Pending string
}
