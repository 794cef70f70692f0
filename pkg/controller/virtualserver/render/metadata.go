// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

// app is what gateways are called in labels.
const app = "virtualmcpserver"

// PodsSelector selects the pods of gateways.
const PodsSelector = "app=" + app + ",toolhive=true"

// selector is the labels by which Deployment and Service find pods.
func (g *gateway) selector() map[string]string { return pod.Selector(app, g.Server.Name) }

// labels are those of all children, and of pods.
func (g *gateway) labels() map[string]string { return pod.Labels(app, g.Server.Name) }

func (g *gateway) metadata(child kind.Kind) metav1.ObjectMeta {
	return metav1.ObjectMeta{
		Namespace:       g.Server.Namespace,
		Name:            Name(child, g.Server.Name),
		Labels:          g.labels(),
		OwnerReferences: []metav1.OwnerReference{g.owner},
	}
}
