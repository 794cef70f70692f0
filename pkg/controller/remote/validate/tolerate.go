// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"slices"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// tolerated are the reasons of problems that objects of the older kinds work in spite of (R4.1): ToolHive's operator and the proxy
// runner accept what they are about. A reason that stands for other problems as well is not here: see Problem.harmlessTo and harmless.
var tolerated = map[kind.Kind][]string{
	kind.MCPRemoteProxy: {
		v1alpha1.ReasonSettingWithoutEffect,
		v1alpha1.ReasonInsecureURL, // A token endpoint: translation permits the remote URL.
		v1alpha1.ReasonInvalidEndpointPrefix,
		v1alpha1.ReasonHeaderConflict,
		v1alpha1.ReasonSessionsNotShared,
		v1alpha1.ReasonTelemetryHeaderInvalid,
		v1alpha1.ReasonOIDCAudienceMissing,
		v1alpha1.ReasonOIDCIntrospectionInvalid,
		v1alpha1.ReasonOIDCResourceURLInvalid,
		v1alpha1.ReasonOIDCSecretNotFound,
	},
}

// Tolerate splits the problems of an endpoint that an object of an older kind was translated to: faults keep it from being used,
// passed are what ToolHive never minded. What a proxy cannot have by them is left out when it is rendered.
func Tolerate(older kind.Kind, problems []Problem) (faults, passed []Problem) {
	for _, problem := range problems {
		if problem.harmless && older.IsLegacy() || problem.harmlessTo == older || slices.Contains(tolerated[older], problem.Reason) {
			passed = append(passed, problem)
		} else {
			faults = append(faults, problem)
		}
	}
	return faults, passed
}
