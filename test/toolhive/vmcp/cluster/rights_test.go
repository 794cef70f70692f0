// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/wait"
)

// Rights of the gateway.
var (
	readSelf     = rule(v1beta1.GroupName, "virtualmcpservers", "get")
	reportStatus = rule(v1beta1.GroupName, "virtualmcpservers/status", "update")
	watchSecrets = rule("", "secrets", "list", "watch")
	// watchMembers are all that vmcp needs to find its backends in the cluster.
	watchMembers = []rbacv1.PolicyRule{
		rule(v1beta1.GroupName, "mcpgroups", "get"), rule("", "configmaps", "list", "watch"),
		watch("mcpservers"), watch("mcpremoteproxies"), watch("mcpserverentries"), watch("mcpexternalauthconfigs"),
	}
	// readMembers spares it complaints about members that it finds all the same, a moment later.
	readMembers = rule(v1beta1.GroupName, "mcpserverentries", "get")
)

func rule(group, resource string, verbs ...string) rbacv1.PolicyRule {
	return rbacv1.PolicyRule{APIGroups: []string{group}, Resources: []string{resource}, Verbs: verbs}
}

func watch(resource string) rbacv1.PolicyRule {
	return rule(v1beta1.GroupName, resource, "list", "watch")
}

func (s *scene) account(t *testing.T, name string) {
	t.Helper()
	create(t, &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: name}}, kube.CoreV1().ServiceAccounts(s.namespace).Create)
}

func (s *scene) token(t *testing.T, account string) string {
	t.Helper()
	token, err := kube.CoreV1().ServiceAccounts(s.namespace).CreateToken(t.Context(), account,
		&authenticationv1.TokenRequest{}, metav1.CreateOptions{})
	require.NoError(t, err)
	return token.Status.Token
}

// grant gives an account rights, and returns when it has them.
func (s *scene) grant(t *testing.T, account string, rights ...rbacv1.PolicyRule) {
	t.Helper()
	role := &rbacv1.Role{ObjectMeta: metav1.ObjectMeta{GenerateName: account + "-"}, Rules: rights}
	role = create(t, role, kube.RbacV1().Roles(s.namespace).Create)
	s.bind(t, role, &rbacv1.RoleBinding{
		ObjectMeta: metav1.ObjectMeta{Name: role.Name},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: role.Name},
		Subjects:   []rbacv1.Subject{{Kind: rbacv1.ServiceAccountKind, Namespace: s.namespace, Name: account}},
	})
}

// bind binds an account to a role, and returns when it has the rights.
func (s *scene) bind(t *testing.T, role *rbacv1.Role, binding *rbacv1.RoleBinding) {
	t.Helper()
	create(t, binding, kube.RbacV1().RoleBindings(s.namespace).Create)
	for _, right := range role.Rules {
		wait.Until(t, &right, func() bool { return s.may(t, binding.Subjects[0].Name, right) })
	}
}

// may tells whether an account may do the first of what a rule says.
func (s *scene) may(t *testing.T, account string, right rbacv1.PolicyRule) bool {
	t.Helper()
	attributes := authorizationv1.ResourceAttributes{
		Namespace: s.namespace, Group: right.APIGroups[0], Resource: right.Resources[0], Verb: right.Verbs[0],
	}
	attributes.Resource, attributes.Subresource, _ = strings.Cut(attributes.Resource, "/")
	if len(right.ResourceNames) > 0 {
		attributes.Name = right.ResourceNames[0]
	}
	review := create(t, &authorizationv1.SubjectAccessReview{Spec: authorizationv1.SubjectAccessReviewSpec{
		User: "system:serviceaccount:" + s.namespace + ":" + account, ResourceAttributes: &attributes,
	}}, kube.AuthorizationV1().SubjectAccessReviews().Create)
	return review.Status.Allowed
}
