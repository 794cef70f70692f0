// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

// Condition types of a VirtualMCPServer that are ToolHive's own: its readers know them by these names.
const (
	// ConditionReady sums the others up. vMCP itself sets it as well, by what it finds out about its backends.
	ConditionReady = "Ready"
	// ConditionValid says whether everything is in order that no other condition is about.
	ConditionValid = "Valid"
	// ConditionGroupRef says whether spec.groupRef names an MCPGroup.
	ConditionGroupRef = "GroupRefValidated"
	// ConditionAuthConfigured is about who is let in, and about spec.outgoingAuth.
	ConditionAuthConfigured = "AuthConfigured"
	// ConditionOIDCConfigRef is about spec.incomingAuth.oidcConfigRef. Present only when that is set.
	ConditionOIDCConfigRef = "OIDCConfigRefValidated"
	// ConditionAuthzConfigRef is about spec.incomingAuth.authzConfigRef. Present only when that is set.
	ConditionAuthzConfigRef = "AuthzConfigRefValidated"
	// ConditionAuthServerConfig is about spec.authServerConfig. Present only when that is set.
	ConditionAuthServerConfig = "AuthServerConfigValidated"
	// ConditionTelemetryConfigRef is about spec.telemetryConfigRef. Present only when that is set.
	ConditionTelemetryConfigRef = "TelemetryConfigRefValidated"
	// ConditionCompositeToolRefs is about spec.config.compositeToolRefs.
	ConditionCompositeToolRefs = "CompositeToolRefsValidated"
	// ConditionPodTemplate is about spec.podTemplateSpec. Present only when that is set.
	ConditionPodTemplate = "PodTemplateSpecValid"
	// ConditionSessionStorage is True for several pods that know nothing of each other's sessions.
	ConditionSessionStorage = "SessionStorageWarning"
)

// Condition types that ToolHive's operator does not have.
const (
	// ConditionMembersAccepted says whether the gateway can serve each member of the group that is ready by itself.
	ConditionMembersAccepted = "MembersAccepted"
	// ConditionDeploymentReady says whether there are pods that serve, and whether those of the newest configuration can.
	ConditionDeploymentReady = "DeploymentReady"
)

// Reasons that ToolHive has, of conditions that are False.
const (
	ReasonGroupRefNotFound         = "GroupRefNotFound"
	ReasonGroupRefNotReady         = "GroupRefNotReady"
	ReasonAuthInvalid              = "AuthInvalid"
	ReasonOIDCConfigRefNotFound    = "OIDCConfigRefNotFound"
	ReasonAuthzConfigRefNotFound   = "AuthzConfigRefNotFound"
	ReasonAuthServerConfigInvalid  = "AuthServerConfigInvalid"
	ReasonTelemetryConfigNotFound  = "TelemetryConfigRefNotFound"
	ReasonCompositeToolRefNotFound = "CompositeToolRefNotFound"
	ReasonCompositeToolRefInvalid  = "CompositeToolRefInvalid"
	ReasonPodTemplateSpecInvalid   = "InvalidPodTemplateSpec"
	ReasonSessionStorageMissing    = "SessionStorageMissingForReplicas"
)

// Reasons of Valid being False that only this operator has.
const (
	// ReasonCompositeToolInvalid means that vMCP would not start with one of spec.config.compositeTools.
	ReasonCompositeToolInvalid = "CompositeToolInvalid"
	// ReasonEmbeddingServerUnsupported means that spec.embeddingServerRef is set, and ToolHive's operator alone can follow it.
	ReasonEmbeddingServerUnsupported = "EmbeddingServerUnsupported"
	// ReasonConfigInvalid means that vMCP would not start with spec.config as it is.
	ReasonConfigInvalid = "ConfigInvalid"
	// ReasonUnreadableObject means that vMCP would not start because of the spelling of another object in the namespace.
	ReasonUnreadableObject = "UnreadableObject"
)
