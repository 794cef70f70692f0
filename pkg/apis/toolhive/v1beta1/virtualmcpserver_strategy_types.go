// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

// VMCPBackendAuthStrategy is a way to authenticate to a backend. Beside type it has the one field that goes with the type.
type VMCPBackendAuthStrategy struct {
	// type is unauthenticated, header_injection, token_exchange, upstream_inject, aws_sts, obo or xaa.
	// +required
	Type string `json:"type"`

	// headerInjection adds one header. Only with type header_injection.
	// +optional
	HeaderInjection *VMCPHeaderInjectionConfig `json:"headerInjection,omitempty"`

	// tokenExchange exchanges the client's token (RFC 8693). Only with type token_exchange.
	// +optional
	TokenExchange *VMCPTokenExchangeConfig `json:"tokenExchange,omitempty"`

	// upstreamInject sends an identity provider's token. Only with type upstream_inject.
	// +optional
	UpstreamInject *VMCPUpstreamInjectConfig `json:"upstreamInject,omitempty"`

	// awsSts signs requests with credentials of an AWS role. Only with type aws_sts.
	// +optional
	AWSSts *VMCPAWSStsConfig `json:"awsSts,omitempty"`

	// obo gets a token by Microsoft Entra's on-behalf-of flow. Only with type obo, which ToolHive's public images do not
	// have.
	// +optional
	OBO *VMCPOBOConfig `json:"obo,omitempty"`

	// xaa gets a token by cross-application access. Only with type xaa.
	// +optional
	XAA *VMCPXAAConfig `json:"xaa,omitempty"`
}

// VMCPHeaderInjectionConfig adds one header to every request.
type VMCPHeaderInjectionConfig struct {
	// headerName is the name of the HTTP header.
	// +required
	HeaderName string `json:"headerName"`

	// headerValue is the value, for all to read who can read this object. Prefer headerValueEnv.
	// +optional
	HeaderValue string `json:"headerValue,omitempty"`

	// headerValueEnv names the environment variable with the value.
	// +optional
	HeaderValueEnv string `json:"headerValueEnv,omitempty"`
}

// VMCPTokenExchangeConfig exchanges the client's token for one of the backend (RFC 8693).
type VMCPTokenExchangeConfig struct {
	// tokenUrl is the token endpoint that makes the exchange.
	// +required
	TokenURL string `json:"tokenUrl"`

	// clientId that the token endpoint knows the gateway by.
	// +optional
	ClientID string `json:"clientId,omitempty"`

	// clientSecret is the password that goes with clientId, for all to read who can read this object. Prefer
	// clientSecretEnv.
	// +optional
	ClientSecret string `json:"clientSecret,omitempty"`

	// clientSecretEnv names the environment variable with the password that goes with clientId.
	// +optional
	ClientSecretEnv string `json:"clientSecretEnv,omitempty"`

	// audience that the new token is asked for.
	// +optional
	Audience string `json:"audience,omitempty"`

	// scopes that the new token is asked for.
	// +optional
	// +listType=atomic
	Scopes []string `json:"scopes,omitempty"`

	// subjectTokenType is the URN of the token that is exchanged. Default: urn:ietf:params:oauth:token-type:access_token.
	// +optional
	SubjectTokenType string `json:"subjectTokenType,omitempty"`

	// subjectProviderName names the identity provider of the embedded authorization server whose token is exchanged instead
	// of the client's. Default, with such a server: the first one.
	// +optional
	SubjectProviderName string `json:"subjectProviderName,omitempty"`
}

// VMCPUpstreamInjectConfig sends the token of an identity provider of the embedded authorization server.
type VMCPUpstreamInjectConfig struct {
	// providerName is the name of one of the authorization server's upstreamProviders.
	// +required
	ProviderName string `json:"providerName"`
}

// VMCPAWSStsConfig exchanges the client's token for credentials of an AWS role, and signs every request with them (SigV4).
type VMCPAWSStsConfig struct {
	// region of the AWS service and of STS.
	// +required
	Region string `json:"region"`

	// service is the name that requests are signed for.
	// +optional
	Service string `json:"service,omitempty"`

	// fallbackRoleArn is the role taken when no mapping matches.
	// +optional
	FallbackRoleArn string `json:"fallbackRoleArn,omitempty"`

	// roleMappings choose the role by the client's claims. The first match in order of priority counts.
	// +optional
	// +listType=atomic
	RoleMappings []VMCPRoleMapping `json:"roleMappings,omitempty"`

	// roleClaim is the claim that the mappings' claim is looked up in.
	// +optional
	RoleClaim string `json:"roleClaim,omitempty"`

	// sessionDuration is how long credentials live, in seconds.
	// +optional
	SessionDuration *int32 `json:"sessionDuration,omitempty"`

	// sessionNameClaim is the claim that names the session in AWS's logs.
	// +optional
	SessionNameClaim string `json:"sessionNameClaim,omitempty"`

	// subjectProviderName names the identity provider of the embedded authorization server whose token is exchanged instead
	// of the client's.
	// +optional
	SubjectProviderName string `json:"subjectProviderName,omitempty"`
}

// VMCPRoleMapping chooses an AWS role for some clients, by claim or by matcher.
type VMCPRoleMapping struct {
	// claim is a value that the client's roleClaim must contain.
	// +optional
	Claim string `json:"claim,omitempty"`

	// matcher is a CEL expression over the variable claims.
	// +optional
	Matcher string `json:"matcher,omitempty"`

	// roleArn is the role to take.
	// +required
	RoleArn string `json:"roleArn"`

	// priority orders the mappings: lower ones are tried first, and those without one last.
	// +optional
	Priority *int64 `json:"priority,omitempty"`
}

// VMCPOBOConfig gets a token by Microsoft Entra's on-behalf-of flow.
type VMCPOBOConfig struct {
	// tokenUrl is Entra's token endpoint.
	// +required
	TokenURL string `json:"tokenUrl"`

	// clientId that Entra knows the gateway by.
	// +optional
	ClientID string `json:"clientId,omitempty"`

	// clientSecret is the password that goes with clientId, for all to read who can read this object. Prefer
	// clientSecretEnv.
	// +optional
	ClientSecret string `json:"clientSecret,omitempty"`

	// clientSecretEnv names the environment variable with the password that goes with clientId.
	// +optional
	ClientSecretEnv string `json:"clientSecretEnv,omitempty"`

	// audience is the resource URI that the new token is asked for.
	// +optional
	Audience string `json:"audience,omitempty"`

	// scopes that the new token is asked for.
	// +optional
	// +listType=atomic
	Scopes []string `json:"scopes,omitempty"`

	// subjectTokenProviderName names the identity provider of the embedded authorization server whose token stands for the
	// user. By default the client's own token does.
	// +optional
	SubjectTokenProviderName string `json:"subjectTokenProviderName,omitempty"`

	// cacheSkewSeconds is how many seconds before its end a token is renewed. Default: 0.
	// +optional
	CacheSkewSeconds *int32 `json:"cacheSkewSeconds,omitempty"`
}

// VMCPXAAConfig gets a token by cross-application access (draft-ietf-oauth-identity-assertion-authz-grant): the user's ID
// token is exchanged at the identity provider for an assertion (RFC 8693), and that at the authorization server of the
// target for an access token (RFC 7523).
type VMCPXAAConfig struct {
	// idpTokenUrl is the token endpoint of the identity provider.
	// +required
	IDPTokenURL string `json:"idpTokenUrl"`

	// idpClientId is the client's name at the identity provider.
	// +optional
	IDPClientID string `json:"idpClientId,omitempty"`

	// idpClientSecret is the password that goes with idpClientId, for all to read who can read this object. Prefer
	// idpClientSecretEnv.
	// +optional
	IDPClientSecret string `json:"idpClientSecret,omitempty"`

	// idpClientSecretEnv names the environment variable with the password that goes with idpClientId.
	// +optional
	IDPClientSecretEnv string `json:"idpClientSecretEnv,omitempty"`

	// targetTokenUrl is the token endpoint of the target's authorization server.
	// +required
	TargetTokenURL string `json:"targetTokenUrl"`

	// insecureTargetTokenUrl admits plain http in targetTokenUrl: use it in development only. Default: false.
	// +optional
	InsecureTargetTokenURL bool `json:"insecureTargetTokenUrl,omitempty"`

	// targetClientId is the client's name at the target's authorization server.
	// +optional
	TargetClientID string `json:"targetClientId,omitempty"`

	// targetClientSecret is the password that goes with targetClientId, for all to read who can read this object. Prefer
	// targetClientSecretEnv.
	// +optional
	TargetClientSecret string `json:"targetClientSecret,omitempty"`

	// targetClientSecretEnv names the environment variable with the password that goes with targetClientId.
	// +optional
	TargetClientSecretEnv string `json:"targetClientSecretEnv,omitempty"`

	// targetAudience is the issuer URL of the target's authorization server, for which the assertion is made.
	// +required
	TargetAudience string `json:"targetAudience"`

	// targetResource is the URL of the MCP server itself (RFC 8707), sent along to the identity provider.
	// +optional
	TargetResource string `json:"targetResource,omitempty"`

	// scopes that both exchanges ask for.
	// +optional
	// +listType=atomic
	Scopes []string `json:"scopes,omitempty"`

	// subjectProviderName names the identity provider of the embedded authorization server whose ID token stands for the
	// user.
	// +optional
	SubjectProviderName string `json:"subjectProviderName,omitempty"`

	// subjectTokenType is the URN of the token that stands for the user. Default, and the only choice:
	// urn:ietf:params:oauth:token-type:id_token.
	// +optional
	SubjectTokenType string `json:"subjectTokenType,omitempty"`
}
