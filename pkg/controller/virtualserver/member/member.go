// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package member

import (
	"cmp"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// Member is a member of a group, as far as a gateway has to know it.
type Member struct {
	// Kind is that of the object: MCPRemoteEndpoint, MCPRemoteProxy, MCPServerEntry or MCPServer.
	Kind kind.Kind
	Name string
	// Group is the name of the group that the object wants to be in.
	Group string
	// Created orders members that stand in each other's way: the oldest keeps its place.
	Created metav1.Time

	// Hidden means that a gateway which watches the cluster cannot see the member: an endpoint that is not published as an MCPServerEntry.
	Hidden bool

	State State
	// URL is where the gateway reaches the member. It is empty for one that is not Ready, and for one that is Interrupted it is where it will be
	// again.
	URL       string
	Transport v1beta1.Transport
	// RemoteURL is where the remote server is, for members that are about one.
	RemoteURL string

	// Direct means that the gateway itself connects to the remote server, and so adds the headers, trusts the certificates and applies the
	// auth config that are said here. Of other members these are the business of their proxies.
	Direct      bool
	Headers     *v1alpha1.HeaderForward
	CABundleRef *v1alpha1.CABundleRef
	// AuthConfig is the name of the MCPExternalAuthConfig of the object, whether direct or not. It is empty if there is none.
	AuthConfig string
}

// State says whether a member can be used as a backend.
type State int

const (
	// Unready members cannot be used: not yet, or not any more.
	Unready State = iota
	// Unsettled members could be used until their spec was changed. Nobody has looked at it yet: whether what it says now may be used is not known, and
	// their address is that of what it said before. A gateway that has such a backend keeps it as it is; one that has not waits.
	Unsettled
	// Interrupted members cannot be used at the moment, for a reason that passes without a change of the member itself, such as a Secret that
	// is missing. A gateway that has such a backend keeps it (R3.3); one that has not waits.
	Interrupted
	// Ready members can be used.
	Ready
)

// HasHeaders says whether a gateway adds headers to requests to the member.
func (m *Member) HasHeaders() bool {
	return m.Direct && m.Headers != nil && len(m.Headers.AddPlaintextHeaders)+len(m.Headers.AddHeadersFromSecret) > 0
}

// ByAge orders members by age, and those of the same age by name.
func ByAge(a, b Member) int {
	return cmp.Or(a.Created.Compare(b.Created.Time), cmp.Compare(a.Name, b.Name))
}
