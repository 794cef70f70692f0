// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate

import (
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// configurationRule is about all that no other rule is about. Reasons that ToolHive does not have stay as they are.
var configurationRule = rule{
	condition: conditionConfigurationValid,
	valid:     "ConfigurationValid",
	message:   everyCheckPassed,
	reasons: map[string]string{
		v1alpha1.ReasonInvalidURL:          reasonRemoteURLInvalid,
		v1alpha1.ReasonPrivateURL:          reasonRemoteURLInvalid,
		v1alpha1.ReasonInsecureURL:         reasonRemoteURLInvalid,
		v1alpha1.ReasonAuthConfigNotFound:  "ExternalAuthConfigFetchError",
		v1alpha1.ReasonAuthzConfigNotFound: "AuthzConfigMapNotFound",
		v1alpha1.ReasonAuthzConfigInvalid:  "AuthzConfigMapInvalid",
		v1alpha1.ReasonAuthzPolicyInvalid:  "AuthzPolicySyntaxInvalid",
	},
}

// missingAuthConfig is for the one missing object that ToolHive says of in ConfigurationValid as well.
func missingAuthConfig(spec *v1beta1.MCPRemoteProxySpec, problems []validate.Problem, found references.Found) []validate.Problem {
	if spec.ExternalAuthConfigRef == nil || found.AuthConfig != nil {
		return nil
	}
	i := slices.IndexFunc(problems, func(problem validate.Problem) bool { return problem.Reason == v1alpha1.ReasonAuthConfigNotFound })
	if i < 0 {
		return nil
	}
	return slices.Clone(problems[i : i+1])
}

// authReasons are those of problems of whose requests a proxy lets through, and how it authenticates to the remote server.
var authReasons = map[string]bool{
	v1alpha1.ReasonUnsupportedAuthTypeForProxyMode: true,
	v1alpha1.ReasonMultiUpstreamNotSupported:       true,
	v1alpha1.ReasonAuthServerRefInvalid:            true,
	v1alpha1.ReasonAuthServerMismatch:              true,
	v1alpha1.ReasonAuthConflict:                    true,
	v1alpha1.ReasonOIDCConfigNotFound:              true,
	v1alpha1.ReasonOIDCConfigInvalid:               true,
	v1alpha1.ReasonOIDCCABundleInvalid:             true,
	v1alpha1.ReasonAuthzConfigNotFound:             true,
	v1alpha1.ReasonAuthzConfigInvalid:              true,
	v1alpha1.ReasonAuthzPolicyInvalid:              true,
}

func authFaults(problems []validate.Problem) []validate.Problem {
	var faults []validate.Problem
	for _, problem := range problems {
		if problem.Condition == v1alpha1.ConditionAuthConfigValid || authReasons[problem.Reason] {
			faults = append(faults, problem)
		}
	}
	return faults
}

func ignoresUpstream(spec *v1beta1.MCPRemoteProxySpec) bool {
	return spec.AuthzConfig != nil && spec.AuthzConfig.Inline != nil && spec.AuthzConfig.Inline.PrimaryUpstreamProvider != ""
}

// sessionStorage is True for what is wrong.
func sessionStorage(spec *v1beta1.MCPRemoteProxySpec) metav1.Condition {
	switch {
	case !severalPods(spec.Replicas):
		return condition(conditionSessionStorage, metav1.ConditionFalse, "SessionStorageWarningNotApplicable", "There is one pod at most, or their number is left to others")
	case sharedSessions(spec.SessionStorage):
		return condition(conditionSessionStorage, metav1.ConditionFalse, "SessionStorageConfigured", "The pods share sessions in Redis")
	}
	return condition(conditionSessionStorage, metav1.ConditionTrue, "SessionStorageMissingForReplicas",
		"There are several pods, and each knows its own sessions only: set spec.sessionStorage.provider to redis")
}

// setHashes takes the hashes that whoever serves the shared configurations wrote into their status.
func setHashes(status *v1beta1.MCPRemoteProxyStatus, found references.Found) {
	if found.ToolConfig != nil {
		status.ToolConfigHash = found.ToolConfig.Status.ConfigHash
	}
	if found.TelemetryConfig != nil {
		status.TelemetryConfigHash = found.TelemetryConfig.Status.ConfigHash
	}
	if found.AuthConfig != nil {
		status.ExternalAuthConfigHash = found.AuthConfig.Status.ConfigHash
	}
	if found.AuthServer != nil {
		status.AuthServerConfigHash = found.AuthServer.Status.ConfigHash
	}
	if found.AuthzConfig != nil {
		status.AuthzConfigHash = found.AuthzConfig.Status.ConfigHash
	}
	if found.OIDCConfig != nil {
		status.OIDCConfigHash = found.OIDCConfig.Status.ConfigHash
	}
}
