// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"slices"
	"strings"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
)

// checkAuthServerFit looks whether the proxy accepts the tokens of its own authorization server, which are issued for the resource URL
// of spec.proxyConfig.oidcConfigRef.
func checkAuthServerFit(in Input) []Problem {
	config := authServer(in)
	if config == nil {
		return nil
	}
	f := &authFaults{config: config, in: in}
	if proxy := in.Endpoint.Spec.ProxyConfig; proxy == nil || proxy.OIDCConfigRef == nil {
		f.mismatch("an authorization server needs spec.proxyConfig.oidcConfigRef, with the server as the issuer: set it")
		return f.problems
	}
	oidc, err := runconfig.OIDCOf(in.Endpoint, in.Found)
	if err != nil || oidc == nil {
		return nil // Another check tells.
	}
	server := config.Spec.EmbeddedAuthServer
	f.ownTokens(server, oidc)
	f.redirects(server, oidc.ResourceURL)
	f.scopes(server, runconfig.AuthServerScopes(oidc.Scopes))
	f.delegateAudiences(server.DelegateClients, oidc.ResourceURL)
	return f.problems
}

func (f *authFaults) mismatch(format string, args ...any) {
	f.misfit(v1alpha1.ReasonAuthServerMismatch, format, args...)
}

// ownTokens looks whether tokens of the server pass the proxy.
func (f *authFaults) ownTokens(server *v1beta1.EmbeddedAuthServerConfig, oidc *runconfig.OIDCSource) {
	if oidc.Audience != oidc.ResourceURL {
		f.mismatch("its tokens are for %q, and the proxy wants the audience %q: "+
			"let spec.proxyConfig.oidcConfigRef.audience and resourceUrl be the same", oidc.ResourceURL, oidc.Audience)
	}
	if strings.TrimSpace(oidc.Issuer) != server.Issuer {
		f.mismatch("its tokens have the issuer %q, and MCPOIDCConfig %q wants %q: let both be the same",
			server.Issuer, f.in.OIDCConfig.Name, oidc.Issuer)
	}
}

// redirects looks at the redirect URIs that are made from the resource URL. Those that are configured are looked at elsewhere.
func (f *authFaults) redirects(server *v1beta1.EmbeddedAuthServerConfig, resource string) {
	for i := range server.UpstreamProviders {
		upstream := &server.UpstreamProviders[i]
		if hasRedirect(upstream) {
			continue
		}
		if fault := urlFault(runconfig.RedirectURI("", resource), isShort, secureUnless(allowsHTTP(upstream, server), "")); fault != "" {
			f.mismatch("the redirect URI of upstream provider %q is made from the resource URL and %s in spec.proxyConfig.oidcConfigRef.resourceUrl, "+
				"or set redirectUri in the provider", upstream.Name, fault)
		}
	}
}

func hasRedirect(upstream *v1beta1.UpstreamProviderConfig) bool {
	return upstream.OIDCConfig != nil && upstream.OIDCConfig.RedirectURI != "" ||
		upstream.OAuth2Config != nil && upstream.OAuth2Config.RedirectURI != ""
}

func (f *authFaults) scopes(server *v1beta1.EmbeddedAuthServerConfig, supported []string) {
	unsupported := func(who string, scopes []string) {
		for _, scope := range scopes {
			if !slices.Contains(supported, scope) {
				f.mismatch("%s asks for the scope %q, which the server does not support: remove it, or add it to spec.proxyConfig.oidcConfigRef.scopes (now %s)",
					who, scope, strings.Join(supported, ", "))
			}
		}
	}
	unsupported("baselineClientScopes", server.BaselineClientScopes)
	for i := range server.DelegateClients {
		unsupported("delegate client \""+server.DelegateClients[i].ClientID+"\"", server.DelegateClients[i].Scopes)
	}
}

func (f *authFaults) delegateAudiences(clients []v1beta1.DelegateClientConfig, resource string) {
	for i := range clients {
		for _, audience := range clients[i].Audiences {
			if audience != resource {
				f.mismatch("delegate client %q asks for the audience %q, and the server's tokens are for %q alone: write that", clients[i].ClientID, audience, resource)
			}
		}
	}
}
