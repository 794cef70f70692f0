// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// Reasons of DeploymentReady.
const (
	// ReasonDeploymentAvailable means that pods of the newest configuration serve, and no others.
	ReasonDeploymentAvailable = "DeploymentAvailable"
	// ReasonDeploymentProgressing means that pods of the newest configuration are being started.
	ReasonDeploymentProgressing = "DeploymentProgressing"
	// ReasonDeploymentUnavailable means that all pods were started once, but too few of them serve at the moment.
	ReasonDeploymentUnavailable = "DeploymentUnavailable"
	// ReasonDeploymentFailed means that pods cannot be made, or cannot run, or did not serve in time.
	ReasonDeploymentFailed = "DeploymentFailed"
	// ReasonScaledToZero means that no pods are wanted.
	ReasonScaledToZero = "ScaledToZero"
	// ReasonDeploymentNotCreated means that there is no Deployment, since something else is wrong.
	ReasonDeploymentNotCreated = "DeploymentNotCreated"
)

// Reasons of ConfigurationValid being False that are about the objects of a proxy.
const (
	// ReasonInvalidName means that the proxy's Service cannot have the name that follows from the endpoint's own (R1.3).
	ReasonInvalidName = "InvalidName"
	// ReasonChildConflict means that an object of the name that one of the proxy's needs belongs to somebody else (R2.11).
	ReasonChildConflict = "ChildConflict"
	// ReasonChildRefused means that the API server, or a policy of the cluster, does not admit one of the proxy's objects.
	ReasonChildRefused = "ChildRefused"
	// ReasonConfigurationInvalid means that the spec cannot be expressed as a proxy's configuration.
	ReasonConfigurationInvalid = "ConfigurationInvalid"
)
