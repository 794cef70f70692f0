// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render

import (
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/selection"
)

// role lets a gateway write its own status. One that watches the cluster may read what it watches, in its namespace.
func (g *gateway) role() *rbacv1.Role {
	if !g.makesAccount() {
		return nil
	}
	rules := []rbacv1.PolicyRule{
		{APIGroups: []string{v1beta1.GroupName}, Resources: []string{"virtualmcpservers"}, ResourceNames: []string{g.Server.Name}, Verbs: []string{"get"}},
		{APIGroups: []string{v1beta1.GroupName}, Resources: []string{"virtualmcpservers/status"}, ResourceNames: []string{g.Server.Name}, Verbs: []string{"update"}},
	}
	if !selection.IsStatic(g.Server) {
		rules = append(rules, g.watchRules()...)
	}
	return &rbacv1.Role{ObjectMeta: g.metadata(kind.Role), Rules: rules}
}

// watchRules are for all objects of a kind: a watch can be restricted to one object, and not to several. vMCP may read Secrets if it will: not being
// allowed to, it would not be ready any more.
func (g *gateway) watchRules() []rbacv1.PolicyRule {
	read := []string{"get", "list", "watch"}
	core := []string{"configmaps"}
	if len(g.vmcp.Reads) > 0 {
		core = append(core, "secrets")
	}
	return []rbacv1.PolicyRule{
		{APIGroups: []string{v1beta1.GroupName}, Resources: []string{"mcpgroups"}, ResourceNames: []string{g.spec.GroupRef.Name}, Verbs: []string{"get"}},
		{
			APIGroups: []string{v1beta1.GroupName},
			Resources: []string{"mcpexternalauthconfigs", "mcpremoteproxies", "mcpserverentries", "mcpservers"},
			Verbs:     read,
		},
		{APIGroups: []string{""}, Resources: core, Verbs: read},
	}
}

func (g *gateway) roleBinding() *rbacv1.RoleBinding {
	if !g.makesAccount() {
		return nil
	}
	name := Name(kind.Role, g.Server.Name)
	return &rbacv1.RoleBinding{
		ObjectMeta: g.metadata(kind.RoleBinding),
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: string(kind.Role), Name: name},
		Subjects: []rbacv1.Subject{{
			Kind: rbacv1.ServiceAccountKind, Name: Name(kind.ServiceAccount, g.Server.Name), Namespace: g.Server.Namespace,
		}},
	}
}
