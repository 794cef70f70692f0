// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate

import (
	"maps"
	"slices"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/render"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
)

// overrides drops what lost against the operator's own labels, annotations and variables, or Kubernetes' own, and an endpoint refuses.
func (n *notes) overrides(overrides *v1beta1.ResourceOverrides) *v1beta1.ResourceOverrides {
	if overrides == nil {
		return nil
	}
	if deployment := overrides.ProxyDeployment; deployment != nil {
		const field = "spec.resourceOverrides.proxyDeployment"
		n.controllersAnnotations(field+".annotations", deployment.Annotations)
		n.metadata(field, &deployment.ResourceMetadataOverrides)
		n.metadata(field+".podTemplateMetadataOverrides", deployment.PodTemplateMetadataOverrides)
		deployment.Env = n.env(field+".env", deployment.Env)
	}
	n.metadata("spec.resourceOverrides.proxyService", overrides.ProxyService)
	return overrides
}

func (n *notes) metadata(field string, overrides *v1beta1.ResourceMetadataOverrides) {
	if overrides == nil {
		return
	}
	overrides.Labels = n.without(field+".labels", overrides.Labels, pod.OwnLabels)
	overrides.Annotations = n.without(field+".annotations", overrides.Annotations, pod.OwnAnnotations)
}

// controllersAnnotations takes out of a Deployment's annotations what its controller sets itself.
func (n *notes) controllersAnnotations(field string, annotations map[string]string) {
	for _, key := range slices.Sorted(maps.Keys(annotations)) {
		if pod.IsDeploymentControllers(key) {
			n.lost(field, "has %q, which Kubernetes sets itself", key)
			delete(annotations, key)
		}
	}
}

const ownKey = "has %q, which the operator sets itself"

// without takes the operator's own keys out of a map of labels or annotations.
func (n *notes) without(field string, values map[string]string, own []string) map[string]string {
	for _, key := range own {
		if _, found := values[key]; found {
			n.lost(field, ownKey, key)
		}
	}
	maps.DeleteFunc(values, func(key, _ string) bool { return slices.Contains(own, key) })
	if len(values) == 0 {
		return nil
	}
	return values
}

func (n *notes) env(field string, variables []v1beta1.EnvVar) []v1beta1.EnvVar {
	own := render.Reserved(&runconfig.Proxy{})
	var kept []v1beta1.EnvVar
	for i, variable := range variables {
		switch {
		case slices.Contains(own, variable.Name):
			n.lost(field, ownKey, variable.Name)
		case slices.ContainsFunc(variables[i+1:], func(later v1beta1.EnvVar) bool { return later.Name == variable.Name }):
			n.lost(field, "has %q more than once, and the last one counts", variable.Name)
		default:
			kept = append(kept, variable)
		}
	}
	return kept
}
