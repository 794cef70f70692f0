// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package selection

import (
	"fmt"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/member"
)

// DefaultField is where the auth config of members stands for which nothing else is said.
const DefaultField = "spec.outgoingAuth.default"

// Default returns the auth config that spec.outgoingAuth.default names, and what is wrong with it. It is nil if there is none.
func Default(in Input) (*v1beta1.MCPExternalAuthConfig, []validate.Problem) {
	auth := in.Server.Spec.OutgoingAuth
	if auth == nil || auth.Default == nil || auth.Default.Type == v1beta1.BackendAuthTypeDiscovered {
		return nil, nil
	}
	config, fault := named(in, auth.Default, DefaultField)
	if fault != nil {
		return nil, []validate.Problem{*fault}
	}
	gateway := rules(in)
	return config, append(gateway.AuthConfig(config), gateway.MissingSecrets(config)...)
}

// Authenticates says whether a gateway applies the auth config in a member's own spec. That of a member with a proxy is for the proxy, but vMCP
// applies it as well where it finds its backends itself. It does not see that of an endpoint with a proxy: what is published for such a one has none.
func Authenticates(server *v1beta1.VirtualMCPServer, m *member.Member) bool {
	return m.Direct || !IsStatic(server) && m.Kind != kind.MCPRemoteEndpoint
}

// auth returns the auth config for a member. What comes first counts: spec.outgoingAuth.backends, then the member's own spec, if that is not for
// its proxy alone. said is false if neither says anything, so that the default counts.
func (s *selector) auth(m *member.Member) (config *v1beta1.MCPExternalAuthConfig, said bool, fault *validate.Problem) {
	if auth := s.Server.Spec.OutgoingAuth; auth != nil && s.static {
		explicit, ok := auth.Backends[m.Name]
		if ok && explicit.Type != v1beta1.BackendAuthTypeDiscovered {
			config, fault = named(s.Input, &explicit, fmt.Sprintf("spec.outgoingAuth.backends[%s]", m.Name))
			return config, true, fault
		}
		said = ok
	}
	if m.AuthConfig == "" || !Authenticates(s.Server, m) {
		return nil, said || m.AuthConfig != "", nil
	}
	if config = s.AuthConfigs[m.AuthConfig]; config == nil {
		fault = authConfigNotFound(m.AuthConfig, fmt.Sprintf("spec.externalAuthConfigRef of %s %q", m.Kind, m.Name))
	}
	return config, true, fault
}

// named returns the auth config that a part of spec.outgoingAuth names.
func named(in Input, auth *v1beta1.BackendAuthConfig, field string) (*v1beta1.MCPExternalAuthConfig, *validate.Problem) {
	if auth.ExternalAuthConfigRef == nil || auth.ExternalAuthConfigRef.Name == "" {
		return nil, &validate.Problem{Reason: v1alpha1.ReasonAuthConfigInvalid, Message: field + ".externalAuthConfigRef is missing: name an MCPExternalAuthConfig"}
	}
	name := auth.ExternalAuthConfigRef.Name
	if config := in.AuthConfigs[name]; config != nil {
		return config, nil
	}
	return nil, authConfigNotFound(name, field)
}

func authConfigNotFound(name, field string) *validate.Problem {
	return &validate.Problem{
		Reason:  v1alpha1.ReasonAuthConfigNotFound,
		Message: fmt.Sprintf("MCPExternalAuthConfig %q does not exist in this namespace: create it, or correct %s", name, field),
	}
}
