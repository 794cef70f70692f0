// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate

// ConditionDeprecated is a condition of both older kinds, and always True: the kind has a replacement, which the message names.
const ConditionDeprecated = "Deprecated"

const reasonDeprecated = "Deprecated"

// ConditionSuperseded is a condition of both older kinds: an endpoint has taken the object's place, which the message names (R4.3). It
// is False as long as that endpoint cannot, and absent when there is none.
const ConditionSuperseded = "Superseded"

const reasonSuperseded = "Superseded"

const reasonTakeOverPending = "TakeOverPending"

// Condition types of the older kinds that are ToolHive's own: its readers know them by these names.
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
	reasonConfigValid          = "ConfigValid"
	reasonDeploymentNotReady   = "DeploymentNotReady"
	reasonGroupRefIsValid      = "GroupRefIsValid"
	reasonGroupRefNotFound     = "GroupRefNotFound"
	reasonGroupRefNotReady     = "GroupRefNotReady"
	reasonHeaderSecretNotFound = "HeaderSecretNotFound"
	reasonInvalidConfig        = "InvalidConfig"
	reasonMultiUpstream        = "MultiUpstreamNotSupported"
	reasonRemoteURLInvalid     = "RemoteURLInvalid"
)

const (
	everyCheckPassed     = "Every check passed"
	remoteProxyIsRunning = "Remote proxy is running"
)

// RemoteProxyConditions lists every condition type that RemoteProxyStatus may return.
var RemoteProxyConditions = []string{
	conditionReady, conditionConfigurationValid, conditionGroupRef, conditionExternalAuth, conditionAuthServerRef, conditionOIDCConfigRef,
	conditionCABundleRef, conditionAuthzConfigRef, conditionToolConfig, conditionTelemetryConfigRef, conditionPodTemplate,
	conditionAuthConfigured, conditionSessionStorage, conditionUpstreamIgnored, ConditionDeprecated, ConditionSuperseded,
}

// ServerEntryConditions lists every condition type that ServerEntryStatus may return.
var ServerEntryConditions = []string{
	conditionValid, conditionRemoteURL, conditionGroupRef, conditionExternalAuth, conditionCABundleRef, conditionHeaderSecretRefs,
	ConditionDeprecated, ConditionSuperseded,
}
