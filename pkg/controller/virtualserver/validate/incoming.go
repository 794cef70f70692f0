// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"fmt"
	"slices"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/selection"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/standin"
)

// shared makes a check of what proxies can be told as well.
func shared(in selection.Input, condition string, find func(validate.Input) []Problem) []Problem {
	return standin.Problems(in.Server, condition, find(standin.Input(in.Server, in.Found)))
}

// checkIncomingAuth looks for what admission refuses, but not in objects that are older than its rules, and for what vMCP would ignore.
func checkIncomingAuth(in selection.Input) []Problem {
	f := findings{condition: ConditionAuthConfigured, reason: ReasonAuthInvalid}
	switch auth := &in.Server.Spec.IncomingAuth; {
	case auth.Type == v1beta1.IncomingAuthTypeOIDC && auth.OIDCConfigRef == nil:
		f.add("spec.incomingAuth.oidcConfigRef is missing: name an MCPOIDCConfig, or set spec.incomingAuth.type to anonymous")
	case auth.Type == v1beta1.IncomingAuthTypeAnonymous && auth.OIDCConfigRef != nil:
		f.because(v1alpha1.ReasonSettingWithoutEffect, "spec.incomingAuth.oidcConfigRef has no effect with type anonymous: remove it, or set the type to oidc")
	case auth.Type != v1beta1.IncomingAuthTypeOIDC && auth.Type != v1beta1.IncomingAuthTypeAnonymous:
		f.add("spec.incomingAuth.type must be anonymous or oidc")
	case auth.AuthzConfig != nil && auth.AuthzConfigRef != nil:
		f.add("spec.incomingAuth has authzConfig and authzConfigRef: remove one of them")
	}
	return f.problems
}

func checkOIDC(in selection.Input) []Problem {
	problems := shared(in, ConditionOIDCConfigRef, validate.OIDC)
	for i := range problems {
		if problems[i].Reason == v1alpha1.ReasonOIDCConfigNotFound {
			problems[i].Reason = ReasonOIDCConfigRefNotFound
		}
	}
	config := in.OIDCConfig
	if in.Server.Spec.IncomingAuth.Type == v1beta1.IncomingAuthTypeOIDC && config != nil && config.Spec.Inline != nil && config.Spec.Inline.JWKSAuthTokenPath != "" {
		problems = append(problems, Problem{
			Condition: ConditionOIDCConfigRef, Reason: v1alpha1.ReasonSettingWithoutEffect,
			Message: fmt.Sprintf("MCPOIDCConfig %q: spec.inline.jwksAuthTokenPath has no effect in a gateway, which sends the issuer no token: remove it, or use another MCPOIDCConfig for gateways", config.Name),
		})
	}
	return problems
}

// checkAuthz admits Cedar policies alone: vMCP has no other authorizer.
func checkAuthz(in selection.Input) []Problem {
	condition := ConditionAuthConfigured
	if in.Server.Spec.IncomingAuth.AuthzConfigRef != nil {
		condition = ConditionAuthzConfigRef
	}
	problems := shared(in, condition, validate.Authz)
	for i := range problems {
		if condition == ConditionAuthzConfigRef && problems[i].Reason == v1alpha1.ReasonAuthzConfigNotFound {
			problems[i].Reason = ReasonAuthzConfigRefNotFound
		}
	}
	f := findings{condition: condition, reason: v1alpha1.ReasonAuthzConfigInvalid, problems: problems}
	stand := standin.Input(in.Server, in.Found)
	authz, err := runconfig.AuthzOf(stand.Endpoint, stand.Found)
	switch {
	case err != nil || authz == nil || len(problems) > 0:
	case authz.Cedar == nil:
		f.add("a gateway decides by Cedar policies alone, and the authorization configuration is of type %s: use %s", authz.Type, v1beta1.AuthzTypeCedar)
	case len(authz.Cedar.MultiValuedClaims) > 0:
		f.because(v1alpha1.ReasonSettingWithoutEffect, "multi_valued_claims has no effect in a gateway: remove it from the authorization configuration")
	}
	f.primaryUpstream(&in.Server.Spec)
	return f.problems
}

// primaryUpstream looks for the identity provider whose token the policies look at.
func (f *findings) primaryUpstream(spec *v1beta1.VirtualMCPServerSpec) {
	const field = "spec.incomingAuth.authzConfig.inline.primaryUpstreamProvider"
	if spec.IncomingAuth.AuthzConfig == nil || spec.IncomingAuth.AuthzConfig.Inline == nil {
		return
	}
	name := spec.IncomingAuth.AuthzConfig.Inline.PrimaryUpstreamProvider
	switch server := spec.AuthServerConfig; {
	case name == "":
	case server == nil:
		f.because(v1alpha1.ReasonSettingWithoutEffect, "%s has no effect without spec.authServerConfig: remove it", field)
	case server.PrimaryUpstreamProvider != "" && server.PrimaryUpstreamProvider != name:
		f.because(v1alpha1.ReasonSettingWithoutEffect, "%s has no effect beside spec.authServerConfig.primaryUpstreamProvider: remove it", field)
	case !hasUpstream(server, name):
		f.add("%s names %q, which is none of spec.authServerConfig.upstreamProviders: correct it", field, name)
	}
}

func hasUpstream(server *v1beta1.EmbeddedAuthServerConfig, name string) bool {
	return slices.ContainsFunc(server.UpstreamProviders, func(upstream v1beta1.UpstreamProviderConfig) bool { return upstream.Name == name })
}

func checkAuthServer(in selection.Input) []Problem {
	server := in.Server.Spec.AuthServerConfig
	if server == nil {
		return nil
	}
	if in.Server.Spec.IncomingAuth.Type != v1beta1.IncomingAuthTypeOIDC {
		return []Problem{{
			Condition: ConditionAuthServerConfig, Reason: ReasonAuthServerConfigInvalid,
			Message: "spec.authServerConfig needs spec.incomingAuth of type oidc, with this server as the issuer",
		}}
	}
	f := findings{condition: ConditionAuthServerConfig, reason: ReasonAuthServerConfigInvalid}
	f.problems = shared(in, f.condition, validate.AuthServer)
	f.upstreams(server)
	return f.problems
}

// upstreams looks at what only a gateway has: several identity providers.
func (f *findings) upstreams(server *v1beta1.EmbeddedAuthServerConfig) {
	const field = "spec.authServerConfig."
	if len(server.UpstreamProviders) == 0 {
		f.add(field + "upstreamProviders is empty: name an identity provider")
		return
	}
	names := map[string]bool{}
	for i := range server.UpstreamProviders {
		if name := server.UpstreamProviders[i].Name; names[name] {
			f.add(field+"upstreamProviders has two entries called %q: change one", name)
		}
		names[server.UpstreamProviders[i].Name] = true
	}
	if primary := server.PrimaryUpstreamProvider; len(names) > 1 && primary != "" && !names[primary] {
		f.add(field+"primaryUpstreamProvider names %q, which is none of upstreamProviders: correct it", primary)
	}
}
