// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package selection

import (
	"fmt"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/publish"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/member"
)

// taken is what the members that were looked at before hold.
type taken struct {
	names map[string]*member.Member
	// manifests has the oldest member for each of what ManifestVariable makes of names, and variables for each of what publish.HeaderVariable does.
	manifests map[string]*member.Member
	variables map[string]secretHeader
}

// secretHeader is where the value of a header of a member is.
type secretHeader struct {
	member *member.Member
	ref    v1beta1.SecretKeyRef
}

func newTaken() taken {
	return taken{names: map[string]*member.Member{}, manifests: map[string]*member.Member{}, variables: map[string]secretHeader{}}
}

// ManifestVariable is where a gateway with backends in its configuration looks for the headers of one. vMCP tells names apart by their
// letters and digits alone.
func ManifestVariable(backend string) string {
	return "TOOLHIVE_HEADER_FORWARD_" + pod.EnvName(backend)
}

// conflict looks whether vMCP would take a member for one that is older, and otherwise takes what the member needs.
func (s *selector) conflict(m *member.Member) *validate.Problem {
	if older := s.taken.names[m.Name]; older != nil {
		return &validate.Problem{Reason: v1alpha1.ReasonNameCollision,
			Message: fmt.Sprintf("%s %q has the same name and was there first: give one of them another name", older.Kind, older.Name)}
	}
	find := s.sharedVariables
	if s.static {
		find = s.sharedManifest
	}
	fault := find(m)
	if fault == nil {
		s.taken.names[m.Name] = m
	}
	return fault
}

// sharedManifest lets members without headers have names that vMCP does not tell apart, for as long as no other has any.
func (s *selector) sharedManifest(m *member.Member) *validate.Problem {
	variable := ManifestVariable(m.Name)
	older := s.taken.manifests[variable]
	if older == nil {
		s.taken.manifests[variable] = m
		return nil
	}
	if !older.HasHeaders() && !m.HasHeaders() {
		return nil
	}
	return &validate.Problem{Reason: v1alpha1.ReasonSharedHeaders, Message: fmt.Sprintf("vMCP would send the headers of this member and of %s %q, which was there first, to both, "+
		"since it tells names apart by letters and digits alone: give one of them another name", older.Kind, older.Name)}
}

// sharedVariables is about gateways that find their backends themselves: what is said is that neither works.
func (s *selector) sharedVariables(m *member.Member) (fault *validate.Problem) {
	if !m.HasHeaders() {
		return nil
	}
	for _, header := range m.Headers.AddHeadersFromSecret {
		variable := publish.HeaderVariable(header.HeaderName, m.Name)
		other, ok := s.taken.variables[variable]
		if !ok {
			s.taken.variables[variable] = secretHeader{m, header.ValueSecretRef}
		} else if other.ref != header.ValueSecretRef {
			fault = &validate.Problem{Reason: v1alpha1.ReasonSharedHeaders, Message: fmt.Sprintf("vMCP would look in one variable for the value of header %q and for that of another header "+
				"of %s %q, so neither has one: set spec.outgoingAuth.source to inline, or give one of them another name", header.HeaderName, other.member.Kind, other.member.Name)}
		}
	}
	return fault
}
