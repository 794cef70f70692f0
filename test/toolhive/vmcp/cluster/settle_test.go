// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"slices"
	"testing"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/publish"
)

// namespaceVariables are the environment variables that name the namespace.
var namespaceVariables = []string{"VMCP_NAMESPACE", "POD_NAMESPACE"}

// settle makes a namespace with what the gateway refers to and with its rights, as users and the operator would.
func (g *rendering) settle(t *testing.T) {
	t.Helper()
	g.namespace = newNamespace(t)
	for i, variable := range g.deployment.Spec.Template.Spec.Containers[0].Env {
		if slices.Contains(namespaceVariables, variable.Name) {
			g.deployment.Spec.Template.Spec.Containers[0].Env[i].Value = g.namespace
		}
	}
	for _, object := range g.input {
		g.create(t, object)
	}
	slices.Sort(g.published)
	g.account(t, g.accountName())
	if g.role == nil { // The account is a user's, who has to give it rights.
		g.grant(t, g.accountName(), slices.Concat(watchMembers, []rbacv1.PolicyRule{readSelf, reportStatus, watchSecrets, readMembers})...)
		return
	}
	g.role.Namespace, g.binding.Namespace = g.namespace, g.namespace
	g.role.OwnerReferences, g.binding.OwnerReferences = nil, nil // The owner's UID is made up.
	for i := range g.binding.Subjects {
		g.binding.Subjects[i].Namespace = g.namespace
	}
	create(t, g.role, kube.RbacV1().Roles(g.namespace).Create)
	g.bind(t, g.role, g.binding)
}

// create creates what a gateway looks at in the cluster, with its status.
func (g *rendering) create(t *testing.T, object runtime.Object) {
	t.Helper()
	api := toolhive.ToolhiveV1beta1()
	switch object := object.(type) {
	case *corev1.Secret:
		create(t, object, kube.CoreV1().Secrets(g.namespace).Create)
	case *corev1.ConfigMap:
		create(t, object, kube.CoreV1().ConfigMaps(g.namespace).Create)
	case *v1beta1.MCPGroup:
		create(t, object, api.MCPGroups(g.namespace).Create)
	case *v1beta1.MCPExternalAuthConfig:
		create(t, object, api.MCPExternalAuthConfigs(g.namespace).Create)
	case *v1beta1.VirtualMCPServer:
		g.name = create(t, object, api.VirtualMCPServers(g.namespace).Create).Name
	case *v1beta1.MCPServerEntry:
		g.createEntry(t, object, object.Status)
	case *v1beta1.MCPRemoteProxy:
		created := create(t, object.DeepCopy(), api.MCPRemoteProxies(g.namespace).Create)
		created.Status = object.Status
		update(t, created, api.MCPRemoteProxies(g.namespace).UpdateStatus)
	case *v1alpha1.MCPRemoteEndpoint:
		g.publish(t, object)
	}
}

// publish creates the entry that stands for an endpoint, as the controller of endpoints would.
func (g *rendering) publish(t *testing.T, endpoint *v1alpha1.MCPRemoteEndpoint) {
	t.Helper()
	address, ok := publish.Admitted(endpoint.Status.URL)
	if endpoint.Status.URL == "" || !ok {
		return
	}
	entry := publish.Entry(endpoint, address, metav1.OwnerReference{})
	entry.OwnerReferences = nil // There is no endpoint to own it.
	g.createEntry(t, entry, v1beta1.MCPServerEntryStatus{Phase: valid})
}

func (g *rendering) createEntry(t *testing.T, entry *v1beta1.MCPServerEntry, status v1beta1.MCPServerEntryStatus) {
	t.Helper()
	entries := toolhive.ToolhiveV1beta1().MCPServerEntries(g.namespace)
	created := create(t, entry, entries.Create)
	created.Status = status
	update(t, created, entries.UpdateStatus)
	if status.Phase == valid {
		g.published = append(g.published, entry.Name)
	}
}
