// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// ReasonAuthSecretInvalid is a reason of AuthConfigValid being False: a Secret that the MCPExternalAuthConfig names holds a value that
// cannot be used, such as a signing key that is no private key, or a secret that is too short.
const ReasonAuthSecretInvalid = "AuthSecretInvalid"

// Reasons of ConfigurationValid being False, for how a proxy authenticates to the remote server and lets its clients log in.
const (
	// ReasonUnsupportedAuthTypeForProxyMode means that a proxy cannot apply that type of auth (R2.14).
	ReasonUnsupportedAuthTypeForProxyMode = "UnsupportedAuthTypeForProxyMode"
	// ReasonMultiUpstreamNotSupported means that an authorization server has several identity providers, which takes a VirtualMCPServer.
	ReasonMultiUpstreamNotSupported = "MultiUpstreamNotSupported"
	// ReasonAuthServerRefInvalid means that spec.proxyConfig.authServerRef names an object that is no authorization server.
	ReasonAuthServerRefInvalid = "AuthServerRefInvalid"
	// ReasonAuthConflict means that two settings about authentication exclude each other: one would undo what the other does.
	ReasonAuthConflict = "AuthConflict"
	// ReasonHeaderConflict means that two settings set the same header of requests to the remote server, which gets one of the values.
	ReasonHeaderConflict = "HeaderConflict"
	// ReasonAuthServerMismatch means that the proxy would not accept the tokens of its own authorization server, or that the server
	// cannot issue them: spec.proxyConfig.oidcConfigRef does not fit the MCPExternalAuthConfig.
	ReasonAuthServerMismatch = "AuthServerMismatch"
	// ReasonHeaderSecretInvalid means that a Secret holds a value that cannot be sent as a header.
	ReasonHeaderSecretInvalid = "HeaderSecretInvalid"
)
