// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
)

func (p *proxy) service() *corev1.Service {
	affinity := p.spec.SessionAffinity
	if affinity == "" {
		affinity = corev1.ServiceAffinityClientIP
	}
	var overrides *v1beta1.ResourceMetadataOverrides
	if p.spec.ResourceOverrides != nil {
		overrides = p.spec.ResourceOverrides.ProxyService
	}
	return &corev1.Service{
		ObjectMeta: p.metadata(kind.Service, overrides),
		Spec: corev1.ServiceSpec{
			Type:            corev1.ServiceTypeClusterIP,
			Selector:        p.selector(),
			SessionAffinity: affinity,
			Ports: []corev1.ServicePort{{
				Name: pod.PortName, Protocol: corev1.ProtocolTCP, Port: runconfig.Port(p.spec), TargetPort: intstr.FromString(pod.PortName),
			}},
		},
	}
}
