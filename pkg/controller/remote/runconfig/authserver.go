// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runconfig

import (
	"errors"
	"fmt"
	"path"
	"slices"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

const (
	authServerKeys  = "/etc/toolhive/authserver/keys"
	authServerHMACs = "/etc/toolhive/authserver/hmac"
)

// defaultAuthServerScopes are what the runner's authorization server supports when nothing else is said.
var defaultAuthServerScopes = []string{"openid", "profile", "email", "offline_access"}

// AuthServerScopes are what the authorization server supports, given the scopes of spec.proxyConfig.oidcConfigRef.
func AuthServerScopes(scopes []string) []string {
	if len(scopes) == 0 {
		return slices.Clone(defaultAuthServerScopes)
	}
	return scopes
}

func addAuthServer(in *input, out *Proxy) error {
	ref := in.proxy.AuthServerRef
	switch {
	case ref == nil:
		return nil
	case in.AuthServer == nil:
		return fmt.Errorf("%s %q does not exist", ref.Kind, ref.Name)
	case in.AuthServer.Spec.Type != v1beta1.ExternalAuthTypeEmbeddedAuthServer || in.AuthServer.Spec.EmbeddedAuthServer == nil:
		return fmt.Errorf("%s %q is of type %q and no authorization server", ref.Kind, ref.Name, in.AuthServer.Spec.Type)
	case out.Config.EmbeddedAuthServer != nil:
		return errors.New("there is an authorization server already, by spec.externalAuthConfigRef")
	}
	return out.addEmbeddedAuthServer(in, in.AuthServer.Spec.EmbeddedAuthServer)
}

// addEmbeddedAuthServer takes the audience and the scopes of tokens from the proxy's own OIDC configuration, which checks them.
func (p *Proxy) addEmbeddedAuthServer(in *input, spec *v1beta1.EmbeddedAuthServerConfig) error {
	oidc := p.Config.OIDC
	if oidc == nil {
		return errors.New("an authorization server needs spec.proxyConfig.oidcConfigRef")
	}
	if len(spec.UpstreamProviders) != 1 {
		return fmt.Errorf("a proxy takes exactly one of upstreamProviders, not %d", len(spec.UpstreamProviders))
	}
	server, err := p.authServer(in, spec, oidc)
	if err != nil {
		return err
	}
	p.Config.EmbeddedAuthServer = server
	return nil
}

// authServer changes the scopes of oidc to those that clients have to ask for.
func (p *Proxy) authServer(in *input, spec *v1beta1.EmbeddedAuthServerConfig, oidc *OIDC) (*EmbeddedAuthServer, error) {
	var upstreams []Upstream
	for i := range spec.UpstreamProviders {
		upstream, err := p.upstream(&spec.UpstreamProviders[i], oidc.ResourceURL)
		if err != nil {
			return nil, err
		}
		upstreams = append(upstreams, upstream)
	}
	storage, err := p.authStorage(in, spec.Storage)
	if err != nil {
		return nil, err
	}
	server := &EmbeddedAuthServer{
		SchemaVersion:                SchemaVersion,
		Issuer:                       spec.Issuer,
		AuthorizationEndpointBaseURL: spec.AuthorizationEndpointBaseURL,
		SigningKeys:                  p.signingKeys(spec.SigningKeySecretRefs),
		HMACSecretFiles:              p.hmacSecrets(spec.HMACSecretRefs),
		TokenLifespans:               tokenLifespans(spec.TokenLifespans),
		Upstreams:                    upstreams,
		ScopesSupported:              oidc.Scopes,
		BaselineClientScopes:         spec.BaselineClientScopes,
		AllowedAudiences:             []string{oidc.ResourceURL},
		Storage:                      storage,
		CIMD:                         clientIDMetadata(spec.CIMD),
		TrustedIssuers:               trustedIssuers(spec.TrustedIssuers),
		DelegateClients:              p.delegateClients(spec.DelegateClients),

		DisableUpstreamTokenInjection:             spec.DisableUpstreamTokenInjection,
		InsecureAllowHTTP:                         spec.InsecureAllowHTTP,
		AllowConfidentialClientRegistration:       spec.AllowConfidentialClientRegistration,
		ForceConfidentialRedirectURIs:             spec.ForceConfidentialRedirectURIs,
		InsecureAllowConfidentialOverLoopbackHTTP: spec.InsecureAllowConfidentialOverLoopbackHTTP,
	}
	// Clients ask for the scopes that the proxy advertises, which would be openid alone: no refresh tokens.
	oidc.Scopes = AuthServerScopes(oidc.Scopes)
	return server, nil
}

func (p *Proxy) signingKeys(refs []v1beta1.SecretKeyRef) *SigningKeys {
	var files []string
	for i, ref := range refs {
		file := fmt.Sprintf("key-%d.pem", i)
		p.addSecretFile(fmt.Sprintf("authserver-signing-key-%d", i), path.Join(authServerKeys, file), ref)
		files = append(files, file)
	}
	if len(files) == 0 {
		return nil
	}
	return &SigningKeys{KeyDir: authServerKeys, SigningKeyFile: files[0], FallbackKeyFiles: files[1:]}
}

func (p *Proxy) hmacSecrets(refs []v1beta1.SecretKeyRef) []string {
	var files []string
	for i, ref := range refs {
		file := path.Join(authServerHMACs, fmt.Sprintf("hmac-%d", i))
		p.addSecretFile(fmt.Sprintf("authserver-hmac-secret-%d", i), file, ref)
		files = append(files, file)
	}
	return files
}

// addSecretFile puts a Secret's value into a directory that it may share with others.
func (p *Proxy) addSecretFile(volume, file string, ref v1beta1.SecretKeyRef) {
	p.Files = append(p.Files, pod.File{Volume: volume, Path: file, Kind: kind.Secret, Name: ref.Name, Key: ref.Key, SubPath: true})
}

func tokenLifespans(spec *v1beta1.TokenLifespanConfig) *TokenLifespans {
	if spec == nil {
		return nil
	}
	return &TokenLifespans{AccessToken: spec.AccessTokenLifespan, RefreshToken: spec.RefreshTokenLifespan, AuthCode: spec.AuthCodeLifespan}
}

func clientIDMetadata(spec *v1beta1.EmbeddedAuthServerCIMDConfig) *ClientIDMetadata {
	if spec == nil || !spec.Enabled {
		return nil
	}
	return &ClientIDMetadata{Enabled: true, CacheMaxSize: spec.CacheMaxSize, CacheFallbackTTL: spec.CacheFallbackTTL}
}

func trustedIssuers(specs []v1beta1.TrustedIssuerConfig) []TrustedIssuer {
	var issuers []TrustedIssuer
	for _, spec := range specs {
		issuers = append(issuers, TrustedIssuer(spec))
	}
	return issuers
}

// delegateClients numbers the variables of the clients, since their IDs may be of any characters (R2.15).
func (p *Proxy) delegateClients(specs []v1beta1.DelegateClientConfig) []DelegateClient {
	var clients []DelegateClient
	for i, spec := range specs {
		variable := fmt.Sprintf("TOOLHIVE_DELEGATE_CLIENT_SECRET_%d", i)
		p.AddSecretEnv(variable, spec.ClientSecretRef)
		clients = append(clients, DelegateClient{
			ClientID: spec.ClientID, ClientSecretEnvVar: variable, Scopes: spec.Scopes, Audiences: spec.Audiences,
		})
	}
	return clients
}
