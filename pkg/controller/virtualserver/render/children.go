// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render

import (
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/selection"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/vmcpconfig"
)

// Settings are the operator's own, the same for every gateway.
type Settings struct {
	// Image is the container image of ToolHive's vMCP.
	Image string
	// ImagePullSecrets are names of Secrets, looked for in the gateway's namespace, with which the image is pulled.
	ImagePullSecrets []string
}

// Children are the objects that make a gateway.
type Children struct {
	// ServiceAccount, and Role and RoleBinding, which give it its rights, are nil when the gateway names one that exists.
	ServiceAccount *corev1.ServiceAccount
	Role           *rbacv1.Role
	RoleBinding    *rbacv1.RoleBinding
	ConfigMap      *corev1.ConfigMap
	Service        *corev1.Service
	// Deployment is nil for a gateway that has no backends and does not look for any: vMCP would not start.
	Deployment *appsv1.Deployment
}

// gateway is what the objects of one gateway are made of.
type gateway struct {
	selection.Input
	selection.Selection
	spec     *v1beta1.VirtualMCPServerSpec
	owner    metav1.OwnerReference
	settings Settings
	vmcp     *vmcpconfig.Gateway
}

// Gateway renders a valid gateway that serves what was selected. An error means that the gateway is not valid, and says which part of its spec
// cannot be expressed.
func Gateway(in selection.Input, selected selection.Selection, owner metav1.OwnerReference, settings Settings) (*Children, error) {
	vmcp, err := vmcpconfig.For(in, selected)
	if err != nil {
		return nil, err
	}
	g := &gateway{Input: in, Selection: selected, spec: &in.Server.Spec, owner: owner, settings: settings, vmcp: vmcp}
	children := &Children{ServiceAccount: g.serviceAccount(), Role: g.role(), RoleBinding: g.roleBinding(), Service: g.service()}
	if children.ConfigMap, err = g.configMap(); err != nil {
		return nil, err
	}
	if HasPods(in, selected) {
		children.Deployment, err = g.deployment(children.ConfigMap)
	}
	return children, err
}

// HasPods says whether there is anything for the gateway to do. One that watches the cluster waits for backends itself.
func HasPods(in selection.Input, selected selection.Selection) bool {
	return !selection.IsStatic(in.Server) || len(selected.Backends) > 0
}
