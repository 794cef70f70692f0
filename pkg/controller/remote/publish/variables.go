// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"slices"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

// HeaderVariable is where a gateway that watches the cluster looks for the value of a backend's header. Different headers and backends
// can have the same one.
func HeaderVariable(header, backend string) string {
	return "TOOLHIVE_SECRET_HEADER_FORWARD_" + pod.EnvName(header) + "_" + pod.EnvName(backend)
}

// Variables are where such a gateway looks for the values of an endpoint's headers, each as often as there are headers for it.
func Variables(endpoint *v1alpha1.MCPRemoteEndpoint) []string {
	var variables []string
	for _, header := range secretHeaders(endpoint) {
		variables = append(variables, HeaderVariable(header.HeaderName, endpoint.Name))
	}
	return variables
}

func has(endpoint *v1alpha1.MCPRemoteEndpoint, variable string) bool {
	return slices.Contains(Variables(endpoint), variable)
}

// secretHeaders are those with values from Secrets that a gateway itself adds to requests.
func secretHeaders(endpoint *v1alpha1.MCPRemoteEndpoint) []v1alpha1.HeaderFromSecret {
	if endpoint.Spec.Type != v1alpha1.EndpointTypeDirect || endpoint.Spec.HeaderForward == nil {
		return nil
	}
	return endpoint.Spec.HeaderForward.AddHeadersFromSecret
}
