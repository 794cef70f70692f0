// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package selection

import (
	"fmt"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/member"
)

// ReasonNotPublished means that a gateway which watches the cluster cannot see a member.
const ReasonNotPublished = "NotPublished"

// backend finds out how to authenticate to a member, and whether that and its headers can work.
func (s *selector) backend(m member.Member) (Backend, *validate.Problem) {
	backend := Backend{Member: m}
	if !s.static && m.Hidden {
		return backend, &validate.Problem{Reason: ReasonNotPublished, Message: "a gateway that watches the cluster does not know MCPRemoteEndpoints, and this one is not " +
			"published as an MCPServerEntry: set spec.outgoingAuth.source to inline, or start the operator with --publish-entries and see the endpoint's condition Published"}
	}
	config, said, fault := s.auth(&m)
	backend.Auth, backend.Unauthenticated = config, said && config == nil
	if config != nil {
		fault = s.authFault(&m, config)
	}
	if fault == nil {
		return backend, s.headerFault(&m)
	}
	if !s.static && !m.Direct {
		fault.Message += ". A gateway that watches the cluster applies what is meant for the proxy, too: or set spec.outgoingAuth.source to inline"
	}
	return backend, fault
}

// authFault looks whether the gateway can apply an auth config to requests to a member.
func (s *selector) authFault(m *member.Member, config *v1beta1.MCPExternalAuthConfig) *validate.Problem {
	problems := s.gateway.AuthConfig(config)
	if !s.keeps(m) {
		problems = append(problems, s.gateway.MissingSecrets(config)...)
	}
	if len(problems) == 0 {
		return nil
	}
	return &problems[0]
}

// headerFault looks at the values of the headers that the gateway adds to requests to a member.
func (s *selector) headerFault(m *member.Member) *validate.Problem {
	if !m.HasHeaders() {
		return nil
	}
	for _, header := range m.Headers.AddHeadersFromSecret {
		ref := header.ValueSecretRef
		if s.Secrets[ref.Name][ref.Key].Empty() && !s.keeps(m) {
			return &validate.Problem{
				Reason:  v1alpha1.ReasonHeaderSecretNotFound,
				Message: fmt.Sprintf("header %q has no value: add key %q to Secret %q", header.HeaderName, ref.Key, ref.Name),
			}
		}
		if fault := validate.HeaderSecret(s.Secrets, ref.Name, ref.Key); fault != "" {
			return &validate.Problem{
				Reason:  v1alpha1.ReasonHeaderSecretInvalid,
				Message: fmt.Sprintf("header %q cannot be sent: %s", header.HeaderName, fault),
			}
		}
	}
	return nil
}
