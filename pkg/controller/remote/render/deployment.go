// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render

import (
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// deployment leaves the number of replicas to others, such as an autoscaler, unless the endpoint says one.
func (p *proxy) deployment(config *corev1.ConfigMap) (*appsv1.Deployment, error) {
	template, err := p.podTemplate(config)
	if err != nil {
		return nil, err
	}
	return &appsv1.Deployment{
		ObjectMeta: p.metadata(kind.Deployment, &p.deploymentOverrides().ResourceMetadataOverrides),
		Spec: appsv1.DeploymentSpec{
			Replicas: p.spec.Replicas,
			Selector: &metav1.LabelSelector{MatchLabels: p.selector()},
			Template: *template,
		},
	}, nil
}

func (p *proxy) deploymentOverrides() *v1beta1.ProxyDeploymentOverrides {
	if p.spec.ResourceOverrides == nil || p.spec.ResourceOverrides.ProxyDeployment == nil {
		return &v1beta1.ProxyDeploymentOverrides{}
	}
	return p.spec.ResourceOverrides.ProxyDeployment
}
