// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runconfig

import (
	"fmt"
	"strings"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

// RedirectURI is where an identity provider sends users back to: what is configured, or a path of the authorization server.
func RedirectURI(configured, resourceURL string) string {
	if configured != "" {
		return configured
	}
	return strings.TrimRight(resourceURL, "/") + "/oauth/callback"
}

// upstream needs no hash in the names of variables: the names of upstreams have no capitals, and no other characters that variables cannot hold
// than the hyphen.
func (p *Proxy) upstream(spec *v1beta1.UpstreamProviderConfig, resourceURL string) (Upstream, error) {
	upstream := Upstream{Name: spec.Name, Type: string(spec.Type)}
	switch {
	case spec.Type == v1beta1.UpstreamProviderTypeOIDC && spec.OIDCConfig != nil:
		upstream.OIDC = oidcUpstream(spec.OIDCConfig, resourceURL)
		upstream.OIDC.ClientSecretEnvVar = p.addUpstreamSecret("CLIENT_SECRET", spec.Name, spec.OIDCConfig.ClientSecretRef)
	case spec.Type == v1beta1.UpstreamProviderTypeOAuth2 && spec.OAuth2Config != nil:
		upstream.OAuth2 = oauth2Upstream(spec.OAuth2Config, resourceURL)
		upstream.OAuth2.ClientSecretEnvVar = p.addUpstreamSecret("CLIENT_SECRET", spec.Name, spec.OAuth2Config.ClientSecretRef)
		upstream.OAuth2.DCR = p.clientRegistration(spec.OAuth2Config.DCRConfig, spec.Name)
	default:
		return Upstream{}, fmt.Errorf("upstream %q is of type %q but has no configuration of that type", spec.Name, spec.Type)
	}
	return upstream, nil
}

// addUpstreamSecret returns the name of the variable, or nothing if there is no such secret.
func (p *Proxy) addUpstreamSecret(purpose, upstream string, ref *v1beta1.SecretKeyRef) string {
	if ref == nil {
		return ""
	}
	variable := "TOOLHIVE_UPSTREAM_" + purpose + "_" + pod.EnvName(upstream)
	p.AddSecretEnv(variable, *ref)
	return variable
}

func oidcUpstream(spec *v1beta1.OIDCUpstreamConfig, resourceURL string) *OIDCUpstream {
	return &OIDCUpstream{
		IssuerURL:                     spec.IssuerURL,
		ClientID:                      spec.ClientID,
		RedirectURI:                   RedirectURI(spec.RedirectURI, resourceURL),
		Scopes:                        spec.Scopes,
		AdditionalAuthorizationParams: spec.AdditionalAuthorizationParams,
		SubjectClaim:                  spec.SubjectClaim,
	}
}

func oauth2Upstream(spec *v1beta1.OAuth2UpstreamConfig, resourceURL string) *OAuth2Upstream {
	return &OAuth2Upstream{
		AuthorizationEndpoint:         spec.AuthorizationEndpoint,
		TokenEndpoint:                 spec.TokenEndpoint,
		ClientID:                      spec.ClientID,
		RedirectURI:                   RedirectURI(spec.RedirectURI, resourceURL),
		Scopes:                        spec.Scopes,
		UserInfo:                      userInfo(spec.UserInfo),
		TokenResponseMapping:          (*TokenResponseMapping)(spec.TokenResponseMapping),
		IdentityFromToken:             (*IdentityFromToken)(spec.IdentityFromToken),
		AdditionalAuthorizationParams: spec.AdditionalAuthorizationParams,
		AllowPrivateIPs:               spec.AllowPrivateIPs,
		InsecureAllowHTTP:             spec.InsecureAllowHTTP,
	}
}

func userInfo(spec *v1beta1.UserInfoConfig) *UserInfo {
	if spec == nil {
		return nil
	}
	return &UserInfo{
		EndpointURL:       spec.EndpointURL,
		HTTPMethod:        spec.HTTPMethod,
		AdditionalHeaders: spec.AdditionalHeaders,
		FieldMapping:      (*UserInfoFields)(spec.FieldMapping),
	}
}

func (p *Proxy) clientRegistration(spec *v1beta1.DCRUpstreamConfig, upstream string) *ClientRegistration {
	if spec == nil {
		return nil
	}
	return &ClientRegistration{
		DiscoveryURL:             spec.DiscoveryURL,
		RegistrationEndpoint:     spec.RegistrationEndpoint,
		InitialAccessTokenEnvVar: p.addUpstreamSecret("DCR_INITIAL_ACCESS_TOKEN", upstream, spec.InitialAccessTokenRef),
	}
}
