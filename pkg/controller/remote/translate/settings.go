// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate

import (
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

// The proxy runner changes URLs in the answers of SSE servers only.
const onlyWithSSE = "has an effect only with the transport sse"

func (n *notes) trustProxyHeaders(spec *v1beta1.MCPRemoteProxySpec) bool {
	if spec.TrustProxyHeaders && spec.Transport != v1beta1.TransportSSE {
		n.lost("spec.trustProxyHeaders", onlyWithSSE)
		return false
	}
	return spec.TrustProxyHeaders
}

// endpointPrefix returns the path that the proxy runner made of any prefix: with a slash before it, and none behind.
func (n *notes) endpointPrefix(spec *v1beta1.MCPRemoteProxySpec) string {
	const field = "spec.endpointPrefix"
	prefix := spec.EndpointPrefix
	if prefix == "" {
		return ""
	}
	if spec.Transport != v1beta1.TransportSSE {
		n.lost(field, onlyWithSSE)
		return ""
	}
	path := strings.TrimSuffix("/"+strings.TrimPrefix(prefix, "/"), "/")
	if path != prefix {
		n.tolerated(field, "is %q, which the proxy takes for %q: the endpoint says that", prefix, path)
	}
	return path
}

func (n *notes) resources(resources v1beta1.ResourceRequirements) corev1.ResourceRequirements {
	return corev1.ResourceRequirements{
		Limits:   n.quantities("spec.resources.limits", resources.Limits),
		Requests: n.quantities("spec.resources.requests", resources.Requests),
	}
}

func (n *notes) quantities(field string, list v1beta1.ResourceList) corev1.ResourceList {
	quantities := corev1.ResourceList{}
	add := func(name corev1.ResourceName, text string) {
		if text == "" {
			return
		}
		quantity, err := pod.ParseQuantity(text)
		if err != nil {
			n.lost(field+"."+string(name), "is %.64q, which is no quantity such as 500m or 128Mi, and is left out", text)
			return
		}
		quantities[name] = quantity
	}
	add(corev1.ResourceCPU, list.CPU)
	add(corev1.ResourceMemory, list.Memory)
	if len(quantities) == 0 {
		return nil
	}
	return quantities
}

func (n *notes) sessionStorage(storage *v1beta1.SessionStorageConfig) *v1beta1.SessionStorageConfig {
	if storage == nil || storage.Provider == v1beta1.SessionStorageProviderRedis {
		return storage
	}
	plain := &v1beta1.SessionStorageConfig{Provider: storage.Provider}
	if *storage != *plain {
		n.lost("spec.sessionStorage", "has settings of Redis, which have no effect with the provider %s", storage.Provider)
	}
	return plain
}

func severalPods(replicas *int32) bool { return replicas != nil && *replicas > 1 }

func sharedSessions(storage *v1beta1.SessionStorageConfig) bool {
	return storage != nil && storage.Provider == v1beta1.SessionStorageProviderRedis
}
