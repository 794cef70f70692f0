// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

const authorization = "Authorization"

// sender is a setting that sets headers of requests to the remote server.
type sender struct {
	setting string
	headers []string
}

// checkCredentials finds headers that two settings of a proxy set: the proxy runner would send the value of one, and say nothing.
func checkCredentials(in Input) []Problem {
	if !isProxy(in) {
		return nil
	}
	f, conflicts := findings{reason: v1alpha1.ReasonAuthConflict}, findings{reason: v1alpha1.ReasonHeaderConflict}
	if server := authServer(in); server != nil && server.Spec.EmbeddedAuthServer.DisableUpstreamTokenInjection && exchangesTokens(in) {
		f.add("MCPExternalAuthConfig %q has disableUpstreamTokenInjection, and so leaves no token that MCPExternalAuthConfig %q could exchange: "+
			"remove one of them", server.Name, in.AuthConfig.Name)
	}
	seen := map[string]string{}
	for _, s := range []sender{authServerSender(in), externalSender(in), forwardSender(in)} {
		for _, header := range s.headers {
			lower := strings.ToLower(header)
			if other, ok := seen[lower]; ok && other != s.setting {
				conflicts.add("Header %q is set by %s and by %s: remove one of them", header, other, s.setting)
			}
			seen[lower] = s.setting
		}
	}
	return append(f.problems, conflicts.problems...)
}

// authServerSender is the authorization server, which sends the identity provider's token.
func authServerSender(in Input) sender {
	server := authServer(in)
	if server == nil || server.Spec.EmbeddedAuthServer.DisableUpstreamTokenInjection || exchangesTokens(in) {
		return sender{}
	}
	return sender{fmt.Sprintf("MCPExternalAuthConfig %q (embeddedAuthServer)", server.Name), []string{authorization}}
}

// exchangesTokens says whether the token that an authorization server injects is exchanged for another, and not sent.
func exchangesTokens(in Input) bool {
	return in.Endpoint.Spec.ExternalAuthConfigRef != nil && in.AuthConfig != nil &&
		(in.AuthConfig.Spec.Type == v1beta1.ExternalAuthTypeTokenExchange || in.AuthConfig.Spec.Type == v1beta1.ExternalAuthTypeAWSSts)
}

func externalSender(in Input) sender {
	if in.Endpoint.Spec.ExternalAuthConfigRef == nil || in.AuthConfig == nil {
		return sender{}
	}
	auth := &in.AuthConfig.Spec
	var headers []string
	switch {
	case auth.Type == v1beta1.ExternalAuthTypeBearerToken:
		headers = []string{authorization}
	case auth.Type == v1beta1.ExternalAuthTypeAWSSts:
		headers = []string{authorization, "X-Amz-Date", "X-Amz-Security-Token"}
	case auth.Type == v1beta1.ExternalAuthTypeHeaderInjection && auth.HeaderInjection != nil:
		headers = []string{auth.HeaderInjection.HeaderName}
	case auth.Type == v1beta1.ExternalAuthTypeTokenExchange && auth.TokenExchange != nil:
		headers = []string{authorization}
		if auth.TokenExchange.ExternalTokenHeaderName != "" {
			headers = []string{auth.TokenExchange.ExternalTokenHeaderName}
		}
	}
	return sender{fmt.Sprintf("MCPExternalAuthConfig %q (%s)", in.AuthConfig.Name, auth.Type), headers}
}

func forwardSender(in Input) sender {
	s := sender{setting: "spec.headerForward"}
	if forward := in.Endpoint.Spec.HeaderForward; forward != nil {
		s.headers = slices.Sorted(maps.Keys(forward.AddPlaintextHeaders))
		for _, header := range forward.AddHeadersFromSecret {
			s.headers = append(s.headers, header.HeaderName)
		}
	}
	return s
}
