// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"cmp"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/translate"
)

// Rival is an object that may need a variable for the value of a header: an endpoint, or an MCPServerEntry that is no published endpoint.
type Rival struct {
	Kind kind.Kind
	// Endpoint is the object, or what an MCPServerEntry is equivalent to.
	Endpoint *v1alpha1.MCPRemoteEndpoint
	// PublishedAs is the entry that stands for the endpoint now, or nil.
	PublishedAs *v1beta1.MCPServerEntry
}

// Collision is one variable for two different values.
type Collision struct {
	// Header is that of the object that has to give way, and OtherHeader that of the other.
	Header, OtherHeader string
	Other               Rival
}

// CollisionOf returns why an endpoint has to give way to one of its rivals, or nil. A gateway that runs would send the value that it has in the variable
// to both servers, until its pods are rolled (R2.15).
func CollisionOf(itself Rival, others []Rival) *Collision {
	for _, header := range secretHeaders(itself.Endpoint) {
		variable := HeaderVariable(header.HeaderName, itself.Endpoint.Name)
		for _, other := range others {
			for _, theirs := range secretHeaders(other.Endpoint) {
				shared := HeaderVariable(theirs.HeaderName, other.Endpoint.Name) == variable && theirs.ValueSecretRef != header.ValueSecretRef
				if shared && compare(other, itself, variable) < 0 {
					return &Collision{Header: header.HeaderName, OtherHeader: theirs.HeaderName, Other: other}
				}
			}
		}
	}
	return nil
}

// compare puts the one first that has the better right to a variable.
func compare(a, b Rival, variable string) int {
	return cmp.Or(
		cmp.Compare(rank(a, variable), rank(b, variable)),
		a.Endpoint.CreationTimestamp.Compare(b.Endpoint.CreationTimestamp.Time),
		cmp.Compare(a.Endpoint.Name, b.Endpoint.Name),
	)
}

// rank is lower the more would break without the variable: gateways find a user's own entry whatever is published, and have the value of what is
// published. What replaces an entry is to go on with what that had.
func rank(rival Rival, variable string) int {
	switch {
	case rival.Kind == kind.MCPServerEntry:
		return 0
	case rival.PublishedAs != nil && has(translate.ServerEntry(rival.PublishedAs).Endpoint, variable):
		return 1
	case rival.Endpoint.Annotations[v1alpha1.ReplacesAnnotation] == string(kind.MCPServerEntry):
		return 2
	}
	return 3
}
