// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate

// ConditionDeprecated is a condition of both older kinds, and always True: the kind has a replacement, which the message names.
const ConditionDeprecated = "Deprecated"

const reasonDeprecated = "Deprecated"

// Condition types of the older kinds that are ToolHive's own (contract, sections 8 and 9).
const (
	conditionReady              = "Ready"
	conditionValid              = "Valid"
	conditionConfigurationValid = "ConfigurationValid"
	conditionRemoteURL          = "RemoteURLValidated"
	conditionGroupRef           = "GroupRefValidated"
	conditionExternalAuth       = "ExternalAuthConfigValidated"
	conditionAuthServerRef      = "AuthServerRefValidated"
	conditionAuthConfigured     = "AuthConfigured"
	conditionOIDCConfigRef      = "OIDCConfigRefValidated"
	conditionCABundleRef        = "CABundleRefValidated"
	conditionAuthzConfigRef     = "AuthzConfigRefValidated"
	conditionUpstreamIgnored    = "AuthzPrimaryUpstreamProviderIgnored"
	conditionHeaderSecretRefs   = "HeaderSecretRefsValidated"
	conditionToolConfig         = "ToolConfigValidated"
	conditionTelemetryConfigRef = "TelemetryConfigRefValidated"
	conditionPodTemplate        = "PodTemplateValid"
	conditionSessionStorage     = "SessionStorageWarning"
)

// Reasons of such conditions that are used more than once.
const (
	reasonAuthConfigInvalid    = "AuthConfigInvalid"
	reasonAuthServerInvalid    = "AuthServerRefInvalidConfig"
	reasonCABundleRefInvalid   = "CABundleRefInvalid"
	reasonCABundleRefNotFound  = "CABundleRefNotFound"
	reasonCABundleRefValid     = "CABundleRefValid"
	reasonDeploymentNotReady   = "DeploymentNotReady"
	reasonGroupRefIsValid      = "GroupRefIsValid"
	reasonGroupRefNotFound     = "GroupRefNotFound"
	reasonGroupRefNotReady     = "GroupRefNotReady"
	reasonHeaderSecretNotFound = "HeaderSecretNotFound"
	reasonInvalidConfig        = "InvalidConfig"
	reasonMultiUpstream        = "MultiUpstreamNotSupported"
	reasonRemoteURLInvalid     = "RemoteURLInvalid"
)

// RemoteProxyConditions lists every condition type that RemoteProxyStatus may return.
var RemoteProxyConditions = []string{
	conditionReady, conditionConfigurationValid, conditionGroupRef, conditionExternalAuth, conditionAuthServerRef, conditionOIDCConfigRef,
	conditionCABundleRef, conditionAuthzConfigRef, conditionToolConfig, conditionTelemetryConfigRef, conditionPodTemplate,
	conditionAuthConfigured, conditionSessionStorage, conditionUpstreamIgnored, ConditionDeprecated,
}

// ServerEntryConditions lists every condition type that ServerEntryStatus may return.
var ServerEntryConditions = []string{
	conditionValid, conditionRemoteURL, conditionGroupRef, conditionExternalAuth, conditionCABundleRef, conditionHeaderSecretRefs,
	ConditionDeprecated,
}
