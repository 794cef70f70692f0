// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

// VMCPIncomingAuthConfig says, in vMCP's own words, how clients authenticate.
type VMCPIncomingAuthConfig struct {
	// type is anonymous, local or oidc.
	// +required
	Type string `json:"type"`

	// oidc describes the issuer whose tokens are accepted. Required when type is oidc.
	// +optional
	OIDC *VMCPOIDCConfig `json:"oidc,omitempty"`

	// authz decides who may call what.
	// +optional
	Authz *VMCPAuthzConfig `json:"authz,omitempty"`
}

// VMCPOIDCConfig describes an OIDC issuer and how to reach it.
type VMCPOIDCConfig struct {
	// issuer is the URL that tokens must carry as their iss claim.
	// +required
	// +kubebuilder:validation:Pattern=`^https?://`
	Issuer string `json:"issuer"`

	// clientId authenticates to the introspection endpoint.
	// +required
	ClientID string `json:"clientId"`

	// clientSecretEnv names the environment variable with the password that goes with clientId.
	// +optional
	ClientSecretEnv string `json:"clientSecretEnv,omitempty"`

	// audience that a token must be issued for.
	// +required
	Audience string `json:"audience"`

	// resource is the URL by which clients reach the gateway; the protected resource metadata (RFC 9728) points to it.
	// Default: the audience.
	// +optional
	Resource string `json:"resource,omitempty"`

	// jwksUrl is where the issuer's public keys are read. By default OIDC discovery finds it.
	// +optional
	JWKSURL string `json:"jwksUrl,omitempty"`

	// introspectionUrl is where opaque tokens are checked (RFC 7662). Left out, only tokens that are JWTs are accepted.
	// +optional
	IntrospectionURL string `json:"introspectionUrl,omitempty"`

	// scopes advertised to clients in the protected resource metadata (RFC 9728).
	// +optional
	// +listType=atomic
	Scopes []string `json:"scopes,omitempty"`

	// protectedResourceAllowPrivateIp admits private addresses for the protected resource. Default: false.
	// +optional
	ProtectedResourceAllowPrivateIP bool `json:"protectedResourceAllowPrivateIp,omitempty"`

	// jwksAllowPrivateIp admits private addresses for the issuer and its keys. Default: false.
	// +optional
	JWKSAllowPrivateIP bool `json:"jwksAllowPrivateIp,omitempty"`

	// insecureAllowHttp admits an issuer with an http URL: use it in development only. Default: false.
	// +optional
	InsecureAllowHTTP bool `json:"insecureAllowHttp,omitempty"`

	// caBundlePath is a file in the pod with the CA certificates that the issuer's certificate is verified with.
	// +optional
	CABundlePath string `json:"caBundlePath,omitempty"`
}

// VMCPAuthzConfig decides, in vMCP's own words, who may call what.
type VMCPAuthzConfig struct {
	// type is cedar or none.
	// +required
	Type string `json:"type"`

	// policies lists Cedar policies, one per item. A call is refused unless a policy permits it.
	// +optional
	// +listType=atomic
	Policies []string `json:"policies,omitempty"`

	// entitiesJson is a JSON array of Cedar entities. Default: an empty array.
	// +optional
	EntitiesJSON string `json:"entitiesJson,omitempty"`

	// primaryUpstreamProvider names the identity provider of the embedded authorization server whose token the policies look
	// at. By default they look at the client's own token.
	// +optional
	PrimaryUpstreamProvider string `json:"primaryUpstreamProvider,omitempty"`

	// groupClaimName is the claim that lists the caller's groups, when it is none of the usual groups, roles and
	// cognito:groups.
	// +optional
	GroupClaimName string `json:"groupClaimName,omitempty"`

	// roleClaimName is the claim that lists the caller's roles. They become entities of the same type as the groups.
	// +optional
	RoleClaimName string `json:"roleClaimName,omitempty"`

	// groupEntityType is the Cedar entity type of groups and roles, without a namespace. Default: THVGroup.
	// +optional
	GroupEntityType string `json:"groupEntityType,omitempty"`
}

// VMCPOutgoingAuthConfig says, in vMCP's own words, how to authenticate to backends.
type VMCPOutgoingAuthConfig struct {
	// source is inline or discovered.
	// +required
	Source string `json:"source"`

	// default says how to authenticate to backends that are not listed in backends.
	// +optional
	Default *VMCPBackendAuthStrategy `json:"default,omitempty"`

	// backends says how to authenticate to single backends, by their names.
	// +optional
	Backends map[string]VMCPBackendAuthStrategy `json:"backends,omitempty"`
}
