// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtualserver

import (
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/sets"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/rollout"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/render"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/selection"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/vmcpconfig"
)

// Snapshot is what was known, at one moment, of a gateway.
type Snapshot struct {
	selection.Input
	// Missing lists what the gateway or its members refer to and the caches do not hold.
	Missing []references.Reference
	// Deployment is that of the gateway, or nil.
	Deployment *appsv1.Deployment
	// Trouble is what keeps a pod of the gateway from running, or nil.
	Trouble *rollout.Trouble
	// PodsLeft says that there are pods of the gateway, whoever made them.
	PodsLeft bool
}

// LiveOf says what the pods of a gateway have now, given its ConfigMap and Deployment, which may be nil.
func LiveOf(config *corev1.ConfigMap, deployment *appsv1.Deployment) selection.Live {
	live := selection.Live{Backends: sets.New[string](), Variables: sets.New[string]()}
	if deployment == nil {
		return live
	}
	live.Variables.Insert(render.LiveVariables(&deployment.Spec.Template)...)
	if config != nil {
		live.Backends = vmcpconfig.Backends(config.Data[vmcpconfig.ConfigFile])
	}
	return live
}
