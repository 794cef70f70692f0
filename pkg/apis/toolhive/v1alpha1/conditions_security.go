// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// Reasons of ConfigurationValid being False that are about whose tokens a proxy accepts.
const (
	// ReasonOIDCConfigNotFound means that there is no MCPOIDCConfig of that name in the namespace, or no ConfigMap with that key.
	ReasonOIDCConfigNotFound = "OIDCConfigNotFound"
	// ReasonOIDCConfigInvalid means that an OIDC configuration cannot be read, contradicts itself, asks for what a proxy cannot do, or
	// would make the proxy refuse or admit everybody.
	ReasonOIDCConfigInvalid = "OIDCConfigInvalid"
	// ReasonOIDCAudienceMissing means that a token would be accepted whatever audience it was issued for.
	ReasonOIDCAudienceMissing = "OIDCAudienceMissing"
	// ReasonOIDCIntrospectionInvalid means that tokens which are no JWTs would be refused, although there is an introspection URL.
	ReasonOIDCIntrospectionInvalid = "OIDCIntrospectionInvalid"
	// ReasonOIDCResourceURLInvalid means that clients would be told a URL of the proxy that is none.
	ReasonOIDCResourceURLInvalid = "OIDCResourceURLInvalid"
	// ReasonOIDCSecretNotFound means that the Secret, or its key, with the OIDC client's secret is missing or empty.
	ReasonOIDCSecretNotFound = "OIDCSecretNotFound"
	// ReasonOIDCCABundleInvalid means that the ConfigMap with the OIDC provider's certificate authority is missing, or its key is, or
	// that holds no PEM certificate, or a broken one.
	ReasonOIDCCABundleInvalid = "OIDCCABundleInvalid"
)

// Reasons of ConfigurationValid being False that are about who may call what.
const (
	// ReasonAuthzConfigNotFound means that there is no MCPAuthzConfig of that name in the namespace, or no ConfigMap with that key.
	ReasonAuthzConfigNotFound = "AuthzConfigNotFound"
	// ReasonAuthzConfigInvalid means that an authorization configuration cannot be read, contradicts itself, or asks for what the proxy
	// does not have.
	ReasonAuthzConfigInvalid = "AuthzConfigInvalid"
	// ReasonAuthzPolicyInvalid means that there are no Cedar policies, or that a policy or the entities cannot be parsed.
	ReasonAuthzPolicyInvalid = "AuthzPolicyInvalid"
)
