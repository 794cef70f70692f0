// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render

import (
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
)

// Settings are the operator's own, the same for every proxy.
type Settings struct {
	// ProxyImage is the container image of ToolHive's proxy runner.
	ProxyImage string
	// ImagePullSecrets are names of Secrets, looked for in the proxy's namespace, with which the image is pulled.
	ImagePullSecrets []string
}

// Children are the objects that make a proxy.
type Children struct {
	// ServiceAccount is nil when the endpoint names one that exists.
	ServiceAccount *corev1.ServiceAccount
	ConfigMap      *corev1.ConfigMap
	Deployment     *appsv1.Deployment
	Service        *corev1.Service
}

// proxy is what the objects of one proxy are made of.
type proxy struct {
	endpoint *v1alpha1.MCPRemoteEndpoint
	spec     *v1alpha1.ProxyConfig
	found    references.Found
	owner    metav1.OwnerReference
	settings Settings
	runner   runconfig.Proxy
}

// Proxy renders the proxy of a valid endpoint. An error means that it is not valid, and says which part of its spec cannot be expressed.
func Proxy(endpoint *v1alpha1.MCPRemoteEndpoint, owner metav1.OwnerReference, found references.Found, settings Settings) (*Children, error) {
	runner, err := runconfig.For(endpoint, found)
	if err != nil {
		return nil, err
	}
	p := &proxy{endpoint: endpoint, spec: endpoint.Spec.ProxyConfig, found: found, owner: owner, settings: settings, runner: runner}
	if p.spec == nil {
		p.spec = &v1alpha1.ProxyConfig{}
	}
	children := &Children{ServiceAccount: p.serviceAccount(), Service: p.service()}
	if children.ConfigMap, err = p.configMap(); err != nil {
		return nil, err
	}
	children.Deployment, err = p.deployment(children.ConfigMap)
	return children, err
}
