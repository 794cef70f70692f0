// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/render"
)

// checkPodTemplate finds what cannot be merged over the proxy's pod template, and what would be in vain.
func checkPodTemplate(_ Input, proxy *v1alpha1.ProxyConfig) []Problem {
	if proxy.PodTemplateSpec == nil {
		return nil
	}
	patch := pod.Patch{
		Raw: proxy.PodTemplateSpec.Raw, Field: "spec.proxyConfig.podTemplateSpec", Container: render.ContainerName,
		ServiceAccountField: "spec.proxyConfig.serviceAccount",
	}
	f := findings{reason: v1alpha1.ReasonInvalidPodTemplate}
	for _, fault := range patch.Faults() {
		if fault.WithoutEffect {
			f.withoutEffect("%s", fault.Message)
		} else {
			f.add("%s", fault.Message)
		}
	}
	return f.problems
}
