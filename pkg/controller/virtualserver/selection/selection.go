// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package selection

import (
	"cmp"
	"slices"

	"k8s.io/apimachinery/pkg/util/sets"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/member"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/references"
)

// Input is a gateway, the members of its group, and what they refer to.
type Input struct {
	Server  *v1beta1.VirtualMCPServer
	Members []member.Member
	references.Found
	// Live is what the gateway's pods have now.
	Live Live
	// Unreadable are the objects of the namespace that are not member.Readable, in an order that stays, such as MCPServerEntry "search".
	Unreadable []string
}

// Live is what the pods of a gateway have now. What they have they keep, while the Secret or ConfigMap that it is from is missing (R3.3).
type Live struct {
	// Backends are the names of the backends in the configuration file. There are none if the gateway watches the cluster.
	Backends sets.Set[string]
	// Variables are the names of the container's variables.
	Variables sets.Set[string]
}

// Selection is what a gateway serves.
type Selection struct {
	// Backends are sorted by name, and no two have the same one. Those of a gateway that watches the cluster are what it should find.
	Backends []Backend
	// LeftOut are the members that are ready, and that the gateway cannot serve, sorted by name. Their own status tells nothing of it.
	LeftOut []Omission
	// Waits means that the gateway has a backend which is member.Unsettled, and so has to be left alone, with all that it has, until the member's
	// status tells what becomes of it: what is rendered would have the old address with the new headers, or a new address that nobody has checked.
	Waits bool
}

// Backend is a member that is served.
type Backend struct {
	member.Member
	// Auth is the auth config to apply to requests to the member, or nil.
	Auth *v1beta1.MCPExternalAuthConfig
	// Unauthenticated means that none is to be applied, not even the one of spec.outgoingAuth.default.
	Unauthenticated bool
}

// Omission is a member that is not served, and why, with what to do about it.
type Omission struct {
	Member  string
	Reason  string
	Message string
}

// IsStatic says whether a gateway's backends stand in its configuration. Otherwise it watches the cluster for them.
func IsStatic(server *v1beta1.VirtualMCPServer) bool {
	return server.Spec.OutgoingAuth != nil && server.Spec.OutgoingAuth.Source == v1beta1.OutgoingAuthSourceInline
}

// selector looks at one member after the other.
type selector struct {
	Input
	static  bool
	gateway validate.Gateway
	taken   taken
}

// Of selects the members to serve. Of those that stand in each other's way, the oldest is served.
func Of(in Input) Selection {
	s := &selector{Input: in, static: IsStatic(in.Server), gateway: rules(in), taken: newTaken()}
	var selected Selection
	for _, m := range s.candidates() {
		backend, fault := s.backend(m)
		waits := m.State == member.Unsettled && s.keeps(&m)
		selected.Waits = selected.Waits || waits
		if fault == nil || waits {
			fault = s.conflict(&m)
		}
		switch {
		case fault != nil:
			selected.LeftOut = append(selected.LeftOut, Omission{Member: m.Name, Reason: fault.Reason, Message: fault.Message})
		case waits || m.State != member.Unsettled:
			selected.Backends = append(selected.Backends, backend)
		}
	}
	slices.SortFunc(selected.Backends, func(a, b Backend) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(selected.LeftOut, func(a, b Omission) int { return cmp.Compare(a.Member, b.Member) })
	return selected
}

// candidates are the members that can be backends by themselves, the oldest first.
func (s *selector) candidates() []member.Member {
	var usable []member.Member
	for _, m := range s.Members {
		if m.State == member.Ready || m.State == member.Unsettled || m.State == member.Interrupted && s.keeps(&m) {
			usable = append(usable, m)
		}
	}
	slices.SortFunc(usable, member.ByAge)
	return usable
}

// keeps says whether a member is a backend now, and so stays one although a Secret or ConfigMap is missing.
func (s *selector) keeps(m *member.Member) bool { return s.Live.Backends.Has(m.Name) }

// rules are those that the gateway makes for auth configs.
func rules(in Input) validate.Gateway {
	gateway := validate.Gateway{
		Secrets:   in.Secrets,
		Anonymous: in.Server.Spec.IncomingAuth.Type != v1beta1.IncomingAuthTypeOIDC,
		AllowHTTP: in.Server.Annotations[v1alpha1.AllowInsecureAnnotation] == "true",
	}
	if server := in.Server.Spec.AuthServerConfig; server != nil {
		for i := range server.UpstreamProviders {
			gateway.Upstreams = append(gateway.Upstreams, server.UpstreamProviders[i].Name)
		}
	}
	return gateway
}
