// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"fmt"
	"time"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// authServerRef returns the reference to an authorization server beside that for external auth, or nil.
func authServerRef(in Input) *v1beta1.AuthServerRef {
	if !isProxy(in) || in.Endpoint.Spec.ProxyConfig == nil {
		return nil
	}
	return in.Endpoint.Spec.ProxyConfig.AuthServerRef
}

// checkAuthServerRef looks for the authorization server, whether it is one, whether it is the only one, and for its Secrets.
func checkAuthServerRef(in Input) []Problem {
	ref := authServerRef(in)
	switch {
	case ref == nil:
		return nil
	case ref.Kind != string(kind.MCPExternalAuthConfig):
		return []Problem{configuration(v1alpha1.ReasonAuthServerRefInvalid,
			fmt.Sprintf("spec.proxyConfig.authServerRef names a %s %q: name an MCPExternalAuthConfig", ref.Kind, ref.Name))}
	case in.AuthServer == nil:
		return []Problem{authConfigNotFound(ref.Name, "spec.proxyConfig.authServerRef")}
	case in.AuthServer.Spec.Type != v1beta1.ExternalAuthTypeEmbeddedAuthServer:
		return []Problem{configuration(v1alpha1.ReasonAuthServerRefInvalid,
			fmt.Sprintf("MCPExternalAuthConfig %q is of type %s: name one of type embeddedAuthServer in spec.proxyConfig.authServerRef, "+
				"or use spec.externalAuthConfigRef", ref.Name, in.AuthServer.Spec.Type))}
	}
	var problems []Problem
	if !hasMember(&in.AuthServer.Spec) {
		problems = append(problems, authConfig(v1alpha1.ReasonAuthConfigInvalid,
			"MCPExternalAuthConfig %q is of type embeddedAuthServer but has no spec.embeddedAuthServer: add it", ref.Name))
	}
	if in.Endpoint.Spec.ExternalAuthConfigRef != nil && isAuthServer(in.AuthConfig) {
		problems = append(problems, configuration(v1alpha1.ReasonAuthConflict,
			fmt.Sprintf("spec.externalAuthConfigRef (%q) and spec.proxyConfig.authServerRef (%q) both name an authorization server: "+
				"remove one of them", in.AuthConfig.Name, ref.Name)))
	}
	return append(problems, missingAuthSecrets(in, in.AuthServer)...)
}

// authServer returns the auth config of the proxy's authorization server, or nil if it has none.
func authServer(in Input) *v1beta1.MCPExternalAuthConfig {
	switch {
	case authServerRef(in) != nil && isAuthServer(in.AuthServer):
		return in.AuthServer
	case isProxy(in) && in.Endpoint.Spec.ExternalAuthConfigRef != nil && isAuthServer(in.AuthConfig):
		return in.AuthConfig
	}
	return nil
}

func isAuthServer(config *v1beta1.MCPExternalAuthConfig) bool {
	return config != nil && config.Spec.Type == v1beta1.ExternalAuthTypeEmbeddedAuthServer && config.Spec.EmbeddedAuthServer != nil
}

// checkAuthServer looks at what the authorization server's configuration says by itself.
func checkAuthServer(in Input) []Problem {
	config := authServer(in)
	if config == nil {
		return nil
	}
	f := &authFaults{config: config, in: in}
	server := config.Spec.EmbeddedAuthServer
	f.issuer(server)
	f.keys(server)
	f.lifespans(server.TokenLifespans)
	f.upstreams(server)
	f.storage(server.Storage)
	f.confidentialClients(server)
	f.delegateClients(server.DelegateClients)
	f.trustedIssuers(server)
	f.clientIDMetadata(server.CIMD)
	return f.problems
}

func (f *authFaults) issuer(server *v1beta1.EmbeddedAuthServerConfig) {
	secure := secureUnless(server.InsecureAllowHTTP, "insecureAllowHTTP")
	f.url("spec.embeddedAuthServer.issuer", server.Issuer, isIssuer, noTrailingSlash, secure)
	if server.AuthorizationEndpointBaseURL != "" {
		f.url("spec.embeddedAuthServer.authorizationEndpointBaseUrl", server.AuthorizationEndpointBaseURL, isIssuer, noTrailingSlash, secure)
	}
}

func (f *authFaults) keys(server *v1beta1.EmbeddedAuthServerConfig) {
	for i, ref := range server.SigningKeySecretRefs {
		f.value(fmt.Sprintf("spec.embeddedAuthServer.signingKeySecretRefs[%d]", i), ref, signingKey)
	}
	for i, ref := range server.HMACSecretRefs {
		f.value(fmt.Sprintf("spec.embeddedAuthServer.hmacSecretRefs[%d]", i), ref, longSecret)
	}
}

// lifespans have bounds in the proxy runner.
func (f *authFaults) lifespans(spec *v1beta1.TokenLifespanConfig) {
	if spec == nil {
		return
	}
	const field, day = "spec.embeddedAuthServer.tokenLifespans.", 24 * time.Hour
	f.duration(field+"accessTokenLifespan", spec.AccessTokenLifespan, time.Minute, day)
	f.duration(field+"refreshTokenLifespan", spec.RefreshTokenLifespan, time.Hour, 30*day)
	f.duration(field+"authCodeLifespan", spec.AuthCodeLifespan, 30*time.Second, 10*time.Minute)
}

// duration takes an empty value for the default.
func (f *authFaults) duration(field, value string, least, most time.Duration) {
	if d, err := time.ParseDuration(value); value != "" && (err != nil || d < least || d > most) {
		f.invalid("%s must be a Go duration from %s to %s", field, least, most)
	}
}

// timeout is a duration without bounds, but for zero, which would stand for the default.
func (f *authFaults) timeout(field, value string) {
	if d, err := time.ParseDuration(value); value != "" && (err != nil || d <= 0) {
		f.invalid("%s must be a Go duration, such as 10s", field)
	}
}

func (f *authFaults) clientIDMetadata(spec *v1beta1.EmbeddedAuthServerCIMDConfig) {
	if spec == nil || !spec.Enabled {
		return
	}
	if spec.CacheMaxSize < 0 {
		f.invalid("spec.embeddedAuthServer.cimd.cacheMaxSize must be 1 or more")
	}
	f.timeout("spec.embeddedAuthServer.cimd.cacheFallbackTtl", spec.CacheFallbackTTL)
}
