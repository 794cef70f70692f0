// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package references

import "github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"

// AuthSecrets lists the Secret keys that it takes to apply an auth config, in the order of its spec. What a config holds beside
// the member that its type asks for is not used, and so not listed.
func AuthSecrets(config *v1beta1.MCPExternalAuthConfig) []v1beta1.SecretKeyRef {
	spec := &config.Spec
	switch {
	case spec.Type == v1beta1.ExternalAuthTypeTokenExchange && spec.TokenExchange != nil:
		return present(spec.TokenExchange.ClientSecretRef)
	case spec.Type == v1beta1.ExternalAuthTypeHeaderInjection && spec.HeaderInjection != nil:
		return present(&spec.HeaderInjection.ValueSecretRef)
	case spec.Type == v1beta1.ExternalAuthTypeBearerToken && spec.BearerToken != nil:
		return present(&spec.BearerToken.TokenSecretRef)
	case spec.Type == v1beta1.ExternalAuthTypeEmbeddedAuthServer && spec.EmbeddedAuthServer != nil:
		return authServerSecrets(spec.EmbeddedAuthServer)
	case spec.Type == v1beta1.ExternalAuthTypeOBO && spec.OBO != nil:
		return present(spec.OBO.ClientSecretRef)
	case spec.Type == v1beta1.ExternalAuthTypeXAA && spec.XAA != nil:
		return present(spec.XAA.IDPClientSecretRef, spec.XAA.TargetClientSecretRef)
	}
	return nil
}

func authServerSecrets(server *v1beta1.EmbeddedAuthServerConfig) []v1beta1.SecretKeyRef {
	var refs []v1beta1.SecretKeyRef
	refs = append(refs, server.SigningKeySecretRefs...)
	refs = append(refs, server.HMACSecretRefs...)
	for i := range server.UpstreamProviders {
		refs = append(refs, upstreamSecrets(&server.UpstreamProviders[i])...)
	}
	if server.Storage != nil && server.Storage.Type == v1beta1.AuthServerStorageTypeRedis && server.Storage.Redis != nil {
		refs = append(refs, redisSecrets(server.Storage.Redis)...)
	}
	for i := range server.DelegateClients {
		refs = append(refs, server.DelegateClients[i].ClientSecretRef)
	}
	return refs
}

func upstreamSecrets(upstream *v1beta1.UpstreamProviderConfig) []v1beta1.SecretKeyRef {
	switch {
	case upstream.Type == v1beta1.UpstreamProviderTypeOIDC && upstream.OIDCConfig != nil:
		return present(upstream.OIDCConfig.ClientSecretRef)
	case upstream.Type == v1beta1.UpstreamProviderTypeOAuth2 && upstream.OAuth2Config != nil:
		refs := present(upstream.OAuth2Config.ClientSecretRef)
		if upstream.OAuth2Config.DCRConfig != nil {
			refs = append(refs, present(upstream.OAuth2Config.DCRConfig.InitialAccessTokenRef)...)
		}
		return refs
	}
	return nil
}

func redisSecrets(redis *v1beta1.RedisStorageConfig) []v1beta1.SecretKeyRef {
	refs := present(redis.ACLUserConfig.UsernameSecretRef, &redis.ACLUserConfig.PasswordSecretRef)
	for _, tls := range []*v1beta1.RedisTLSConfig{redis.TLS, redis.SentinelTLS} {
		if tls != nil {
			refs = append(refs, present(tls.CACertSecretRef)...)
		}
	}
	return refs
}

// present returns those references that are not nil.
func present(optional ...*v1beta1.SecretKeyRef) []v1beta1.SecretKeyRef {
	var refs []v1beta1.SecretKeyRef
	for _, ref := range optional {
		if ref != nil {
			refs = append(refs, *ref)
		}
	}
	return refs
}
