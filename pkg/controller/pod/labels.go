// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package pod

import (
	"strings"

	appsv1 "k8s.io/api/apps/v1"
)

const (
	// ManagedByLabel is a label of all objects that the operator makes. It watches only those that have it, with the value ManagedBy. Pods have it
	// too: it tells them from those that ToolHive's operator made, which end at once when they have to go.
	ManagedByLabel = "app.kubernetes.io/managed-by"
	// ManagedBy is the operator.
	ManagedBy = "mcp-remote-endpoint-operator"
	// NameLabel is the label of these objects and of pods with the name of what they are for.
	NameLabel = "toolhive-name"
)

// Selector is the labels by which Deployment and Service find pods. A Deployment's can never be changed, so these are ToolHive's.
func Selector(app, name string) map[string]string {
	return map[string]string{
		"app":                        app,
		"app.kubernetes.io/name":     app,
		"app.kubernetes.io/instance": name,
		"toolhive":                   "true",
		NameLabel:                    name,
	}
}

// Labels are those of pods and of the objects around them.
func Labels(app, name string) map[string]string {
	labels := Selector(app, name)
	labels[ManagedByLabel] = ManagedBy
	return labels
}

// OwnLabels are the labels of pods, and of the objects around them, that a user cannot set.
var OwnLabels = []string{ManagedByLabel, "app", "app.kubernetes.io/name", "app.kubernetes.io/instance", "toolhive", NameLabel}

// OwnAnnotations are the annotations that a user cannot set.
var OwnAnnotations = []string{ConfigChecksum, ReferencesChecksum}

// IsDeploymentControllers says whether an annotation of a Deployment belongs to Kubernetes' own controller. It puts back its revision each time
// that somebody sets another, and rolls back each time that it is told to.
func IsDeploymentControllers(annotation string) bool {
	return strings.HasPrefix(annotation, "deployment.kubernetes.io/") || annotation == appsv1.DeprecatedRollbackTo
}
