// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"cmp"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/standin"
)

func (g *gateway) service() *corev1.Service {
	return &corev1.Service{
		ObjectMeta: g.metadata(kind.Service),
		Spec: corev1.ServiceSpec{
			Type:            cmp.Or(g.spec.ServiceType, corev1.ServiceTypeClusterIP),
			Selector:        g.selector(),
			SessionAffinity: cmp.Or(g.spec.SessionAffinity, corev1.ServiceAffinityClientIP),
			Ports: []corev1.ServicePort{{
				Name: pod.PortName, Protocol: corev1.ProtocolTCP, Port: standin.Port, TargetPort: intstr.FromString(pod.PortName),
			}},
		},
	}
}
