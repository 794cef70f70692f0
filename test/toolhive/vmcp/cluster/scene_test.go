// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/pod"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/runner"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/standin"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/vmcp/gateway"
)

// scene is a namespace with a gateway, which has credentials of its own.
type scene struct {
	namespace string
	gateway   *gateway.Gateway
}

// newScene makes a namespace, and a gateway that has the rights there and nothing else.
func newScene(t *testing.T, g *gateway.Gateway, rights ...rbacv1.PolicyRule) *scene {
	t.Helper()
	s := &scene{namespace: newNamespace(t), gateway: g}
	create(t, &v1beta1.MCPGroup{ObjectMeta: metav1.ObjectMeta{Name: gateway.Group}},
		toolhive.ToolhiveV1beta1().MCPGroups(s.namespace).Create)
	s.account(t, gateway.Name)
	s.grant(t, gateway.Name, rights...)

	objects := &g.Objects
	objects.Namespace, objects.ServiceAccountToken = s.namespace, s.token(t, gateway.Name)
	objects.ConfigMaps = append(objects.ConfigMaps, standin.ClusterAuthority(string(config.CAData)))
	g.Env("VMCP_NAME", gateway.Name)
	g.Env("VMCP_NAMESPACE", s.namespace)
	return s
}

func newNamespace(t *testing.T) string {
	t.Helper()
	namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{GenerateName: "gateway-"}}
	return create(t, namespace, kube.CoreV1().Namespaces().Create).Name
}

func (s *scene) start(t *testing.T) *runner.Runner {
	t.Helper()
	return runner.Start(t, program, s.process(t))
}

func (s *scene) process(t *testing.T) pod.Process {
	t.Helper()
	process := s.gateway.Process(t)
	process.Env = append(process.Env, clusterEnvironment(t)...)
	return process
}

// clusterEnvironment are the variables that a kubelet adds to those of a container.
func clusterEnvironment(t *testing.T) []string {
	t.Helper()
	server, err := url.Parse(config.Host)
	require.NoError(t, err)
	return []string{"KUBERNETES_SERVICE_HOST=" + server.Hostname(), "KUBERNETES_SERVICE_PORT=" + server.Port()}
}

func create[T any](t *testing.T, object T, do func(context.Context, T, metav1.CreateOptions) (T, error)) T {
	t.Helper()
	created, err := do(t.Context(), object, metav1.CreateOptions{})
	require.NoError(t, err)
	return created
}

func update[T any](t *testing.T, object T, do func(context.Context, T, metav1.UpdateOptions) (T, error)) {
	t.Helper()
	_, err := do(t.Context(), object, metav1.UpdateOptions{})
	require.NoError(t, err)
}
