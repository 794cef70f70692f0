// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"maps"
	"regexp"
	"slices"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
)

// upstreams admits exactly one identity provider, which is all that a proxy takes.
func (f *authFaults) upstreams(server *v1beta1.EmbeddedAuthServerConfig) {
	if len(server.UpstreamProviders) != 1 {
		f.misfit(v1alpha1.ReasonMultiUpstreamNotSupported, "spec.embeddedAuthServer.upstreamProviders has %d entries, and a proxy takes "+
			"exactly one: remove the others, or use a VirtualMCPServer", len(server.UpstreamProviders))
	} else if name := server.UpstreamProviders[0].Name; server.PrimaryUpstreamProvider != "" && server.PrimaryUpstreamProvider != name {
		f.invalid("spec.embeddedAuthServer.primaryUpstreamProvider names no upstream provider: write %q, or remove it", name)
	}
	for i := range server.UpstreamProviders {
		f.upstream(&server.UpstreamProviders[i], server)
	}
}

// upstreamName is what the proxy runner takes for the name of an identity provider.
var upstreamName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`)

func (f *authFaults) upstream(upstream *v1beta1.UpstreamProviderConfig, server *v1beta1.EmbeddedAuthServerConfig) {
	allowHTTP, field := allowsHTTP(upstream, server), "spec.embeddedAuthServer.upstreamProviders["+upstream.Name+"]"
	if !upstreamName.MatchString(upstream.Name) {
		f.invalid("%s.name must consist of lower-case letters, digits and hyphens", field)
	}
	switch {
	case upstream.Type == v1beta1.UpstreamProviderTypeOIDC && upstream.OIDCConfig != nil:
		f.oidcUpstream(field+".oidcConfig", upstream.OIDCConfig, allowHTTP)
	case upstream.Type == v1beta1.UpstreamProviderTypeOAuth2 && upstream.OAuth2Config != nil:
		f.oauth2Upstream(field+".oauth2Config", upstream.OAuth2Config, allowHTTP)
	default:
		f.invalid("%s has no configuration of its type: set oidcConfig for type oidc, and oauth2Config for type oauth2", field)
	}
}

// allowsHTTP says whether URLs of an identity provider may be plain http. Where the server registers itself, they never may.
func allowsHTTP(upstream *v1beta1.UpstreamProviderConfig, server *v1beta1.EmbeddedAuthServerConfig) bool {
	if upstream.Type != v1beta1.UpstreamProviderTypeOAuth2 || upstream.OAuth2Config == nil {
		return server.InsecureAllowHTTP
	}
	return (server.InsecureAllowHTTP || upstream.OAuth2Config.InsecureAllowHTTP) && upstream.OAuth2Config.DCRConfig == nil
}

// claimName is what the proxy runner takes for the name of a claim.
var claimName = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]*$`)

func (f *authFaults) oidcUpstream(field string, upstream *v1beta1.OIDCUpstreamConfig, allowHTTP bool) {
	secure := secureUnless(allowHTTP, "spec.embeddedAuthServer.insecureAllowHTTP")
	f.url(field+".issuerUrl", upstream.IssuerURL, isIssuer, secure)
	if upstream.ClientID == "" {
		f.invalid("%s.clientId is empty: set it", field)
	}
	if upstream.RedirectURI != "" {
		f.url(field+".redirectUri", upstream.RedirectURI, isShort, secure)
	}
	if len(upstream.Scopes) > 0 && !slices.Contains(upstream.Scopes, "openid") {
		f.invalid("%s.scopes must include openid, without which a provider says not who the user is", field)
	}
	if upstream.SubjectClaim != "" && !claimName.MatchString(upstream.SubjectClaim) {
		f.invalid("%s.subjectClaim must be the name of a claim: letters, digits and underscores", field)
	}
	if upstream.UserInfoOverride != nil {
		f.withoutEffect("%s.userInfoOverride has no effect, since the ID token says who the user is: remove it, "+
			"and use subjectClaim to take another claim than sub", field)
	}
	f.authorizationParams(field, upstream.AdditionalAuthorizationParams)
}

func (f *authFaults) oauth2Upstream(field string, upstream *v1beta1.OAuth2UpstreamConfig, allowHTTP bool) {
	permission := field + ".insecureAllowHTTP"
	if upstream.DCRConfig != nil {
		permission = ""
	}
	secure := secureUnless(allowHTTP, permission)
	f.url(field+".authorizationEndpoint", upstream.AuthorizationEndpoint, secure)
	f.url(field+".tokenEndpoint", upstream.TokenEndpoint, secure)
	if upstream.RedirectURI != "" {
		f.url(field+".redirectUri", upstream.RedirectURI, isShort, secure)
	}
	f.registration(field, upstream)
	f.identity(field, upstream)
	f.authorizationParams(field, upstream.AdditionalAuthorizationParams)
}

// registration looks at how the identity provider knows the authorization server.
func (f *authFaults) registration(field string, upstream *v1beta1.OAuth2UpstreamConfig) {
	dcr := upstream.DCRConfig
	if (upstream.ClientID == "") == (dcr == nil) {
		f.invalid("%s needs either clientId or dcrConfig", field)
	}
	if dcr == nil {
		return
	}
	if upstream.ClientSecretRef != nil {
		f.withoutEffect("%s.clientSecretRef has no effect beside dcrConfig, since registering returns the secret: remove it", field)
	}
	if (dcr.DiscoveryURL == "") == (dcr.RegistrationEndpoint == "") {
		f.invalid("%s.dcrConfig needs either discoveryUrl or registrationEndpoint", field)
	}
	if dcr.DiscoveryURL != "" {
		f.url(field+".dcrConfig.discoveryUrl", dcr.DiscoveryURL, secureUnless(false, ""))
	}
	if dcr.RegistrationEndpoint != "" {
		f.url(field+".dcrConfig.registrationEndpoint", dcr.RegistrationEndpoint, secureUnless(false, ""))
	}
	if dcr.SoftwareID != "" || dcr.SoftwareStatement != "" {
		f.withoutEffect("%s.dcrConfig.softwareId and softwareStatement have no effect, since the proxy runner does not send them: remove them", field)
	}
}

// identity looks at how users are told apart.
func (f *authFaults) identity(field string, upstream *v1beta1.OAuth2UpstreamConfig) {
	if upstream.IdentityFromToken != nil && upstream.IdentityFromToken.SubjectPath == "" {
		f.invalid("%s.identityFromToken.subjectPath is empty: set it", field)
	}
	if upstream.TokenResponseMapping != nil && upstream.TokenResponseMapping.AccessTokenPath == "" {
		f.invalid("%s.tokenResponseMapping.accessTokenPath is empty: set it", field)
	}
	info := upstream.UserInfo
	if info == nil {
		return
	}
	if upstream.IdentityFromToken != nil {
		f.withoutEffect("%s.userInfo has no effect beside identityFromToken: remove one of them", field)
	}
	f.url(field+".userInfo.endpointUrl", info.EndpointURL, secureUnless(false, ""))
	if !slices.Contains([]string{"", "GET", "POST"}, info.HTTPMethod) {
		f.invalid("%s.userInfo.httpMethod must be GET or POST", field)
	}
	for _, name := range slices.Sorted(maps.Keys(info.AdditionalHeaders)) {
		if !isToken(name) || !digest.IsHeaderValue(info.AdditionalHeaders[name]) {
			f.invalid("%s.userInfo.additionalHeaders: header %q has a name or a value that HTTP does not allow", field, name)
		}
	}
}

// protocolParams belong to the protocol: the authorization server sets them itself.
var protocolParams = []string{
	"client_id", "code_challenge", "code_challenge_method", "nonce", "redirect_uri", "response_type", "scope", "state",
}

func (f *authFaults) authorizationParams(field string, params map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(params)) {
		if slices.Contains(protocolParams, name) {
			f.invalid("%s.additionalAuthorizationParams must not hold %s, which belongs to the protocol: remove it", field, name)
		}
	}
}
