// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"maps"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

const (
	// ManagedByLabel is a label of all children. The operator watches only objects that have it, with the value ManagedBy.
	ManagedByLabel = "app.kubernetes.io/managed-by"
	// ManagedBy is the operator.
	ManagedBy = "mcp-remote-endpoint-operator"

	// NameLabel is the label of children and pods with the name of the proxy.
	NameLabel = "toolhive-name"
)

// OwnPodLabels and OwnLabels are the labels of pods, and of children, that a user cannot set.
var (
	OwnPodLabels = []string{"app", "app.kubernetes.io/name", "app.kubernetes.io/instance", "toolhive", NameLabel}
	OwnLabels    = append([]string{ManagedByLabel}, OwnPodLabels...)
)

// OwnAnnotations are the annotations that a user cannot set.
var OwnAnnotations = []string{configChecksumAnnotation, referencesChecksumAnnotation}

// selector is the labels by which Deployment and Service find pods. A Deployment's can never be changed, so these are ToolHive's.
func (p *proxy) selector() map[string]string {
	return map[string]string{
		"app":                        "mcpremoteproxy",
		"app.kubernetes.io/name":     "mcpremoteproxy",
		"app.kubernetes.io/instance": p.endpoint.Name,
		"toolhive":                   "true",
		NameLabel:                    p.endpoint.Name,
	}
}

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
	maps.Copy(labels, p.selector())
	labels[ManagedByLabel] = ManagedBy
	return meta
}
