// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// Condition types of an MCPRemoteEndpoint. A condition that does not apply to an endpoint is absent (R2.1).
const (
	// ConditionReady sums the others up: its reason and message are those of the first thing that is wrong.
	ConditionReady = "Ready"
	// ConditionGroupRefValid says whether spec.groupRef names an MCPGroup.
	ConditionGroupRefValid = "GroupRefValid"
	// ConditionAuthConfigValid says whether spec.externalAuthConfigRef can be used. Present only when that is set.
	ConditionAuthConfigValid = "AuthConfigValid"
	// ConditionCABundleValid says whether spec.caBundleRef names certificates. Present only when that is set.
	ConditionCABundleValid = "CABundleValid"
	// ConditionDeploymentReady says whether the proxy is available. Present only when spec.type is proxy.
	ConditionDeploymentReady = "DeploymentReady"
	// ConditionConfigurationValid says whether everything else about the endpoint is in order.
	ConditionConfigurationValid = "ConfigurationValid"
)

// Reasons of conditions that are True.
const (
	// ReasonReady means that nothing is wrong.
	ReasonReady = "Ready"
	// ReasonGroupFound means that the group exists.
	ReasonGroupFound = "GroupFound"
	// ReasonAuthConfigFound means that the auth config exists, fits the endpoint's mode, and so do its Secrets.
	ReasonAuthConfigFound = "AuthConfigFound"
	// ReasonCABundleFound means that the ConfigMap key holds PEM certificates.
	ReasonCABundleFound = "CABundleFound"
	// ReasonConfigurationValid means that every check passed.
	ReasonConfigurationValid = "ConfigurationValid"
)

// Reasons of GroupRefValid being False.
const (
	// ReasonGroupNotFound means that there is no MCPGroup of that name in the namespace.
	ReasonGroupNotFound = "GroupNotFound"
	// ReasonGroupTerminating means that the MCPGroup is being deleted.
	ReasonGroupTerminating = "GroupTerminating"
)

// Reasons of AuthConfigValid being False.
const (
	// ReasonAuthConfigNotFound means that there is no MCPExternalAuthConfig of that name in the namespace.
	ReasonAuthConfigNotFound = "AuthConfigNotFound"
	// ReasonAuthConfigInvalid means that the MCPExternalAuthConfig contradicts itself.
	ReasonAuthConfigInvalid = "AuthConfigInvalid"
	// ReasonAuthSecretNotFound means that a Secret, or a key of it, that the MCPExternalAuthConfig needs is missing or empty.
	ReasonAuthSecretNotFound = "AuthSecretNotFound"
)

// Reasons of CABundleValid being False.
const (
	// ReasonCABundleNotFound means that there is no ConfigMap of that name in the namespace.
	ReasonCABundleNotFound = "CABundleNotFound"
	// ReasonCABundleKeyNotFound means that the ConfigMap has no such key.
	ReasonCABundleKeyNotFound = "CABundleKeyNotFound"
	// ReasonCABundleInvalid means that the key holds no PEM certificate, or a broken one.
	ReasonCABundleInvalid = "CABundleInvalid"
)

// Reasons of ConfigurationValid being False.
const (
	// ReasonNameCollision means that another object of the same name holds it (R2.13).
	ReasonNameCollision = "NameCollision"
	// ReasonInvalidURL means that spec.remoteURL is no usable URL, or one that is always refused (R2.4).
	ReasonInvalidURL = "InvalidURL"
	// ReasonPrivateURL means that spec.remoteURL is private and spec.allowPrivateEndpoint is not set (R2.4).
	ReasonPrivateURL = "PrivateURL"
	// ReasonInsecureURL means that spec.remoteURL is plain http and the endpoint does not allow it (R2.4).
	ReasonInsecureURL = "InsecureURL"
	// ReasonUnsupportedAuthTypeForDirectMode means that a VirtualMCPServer cannot apply that type of auth (R2.6).
	ReasonUnsupportedAuthTypeForDirectMode = "UnsupportedAuthTypeForDirectMode"
	// ReasonToolConfigNotFound means that there is no MCPToolConfig of that name in the namespace.
	ReasonToolConfigNotFound = "ToolConfigNotFound"
	// ReasonHeaderInvalid means that a forwarded header has a name or value that cannot be sent.
	ReasonHeaderInvalid = "HeaderInvalid"
	// ReasonHeaderSecretNotFound means that a Secret, or a key of it, with a header's value is missing or empty.
	ReasonHeaderSecretNotFound = "HeaderSecretNotFound"
)

// ReasonTerminating is the reason of Ready being False while the endpoint is being deleted.
const ReasonTerminating = "Terminating"
