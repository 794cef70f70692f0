// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"maps"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

// app is what proxies are called in labels.
const app = "mcpremoteproxy"

// selector is the labels by which Deployment and Service find pods.
func (p *proxy) selector() map[string]string { return pod.Selector(app, p.endpoint.Name) }

// labels are those of all children, and of pods.
func (p *proxy) labels() map[string]string { return pod.Labels(app, p.endpoint.Name) }

// metadata of a child. The operator's own labels win over those that the user adds.
func (p *proxy) metadata(child kind.Kind, overrides *v1beta1.ResourceMetadataOverrides) metav1.ObjectMeta {
	labels := map[string]string{}
	meta := metav1.ObjectMeta{
		Namespace:       p.endpoint.Namespace,
		Name:            Name(child, p.endpoint.Name),
		Labels:          labels,
		OwnerReferences: []metav1.OwnerReference{p.owner},
	}
	if overrides != nil {
		maps.Copy(labels, overrides.Labels)
		meta.Annotations = maps.Clone(overrides.Annotations)
	}
	maps.Copy(labels, p.labels())
	return meta
}
