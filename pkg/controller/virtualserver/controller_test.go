// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtualserver_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/gatewaytest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/served"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/render"
)

const (
	day = 24 * time.Hour

	// calm is longer than a burst of a single change.
	calm = 3 * time.Second

	applyAccount    = "apply serviceaccounts default/gateway-vmcp"
	applyRole       = "apply roles default/gateway-vmcp"
	applyBinding    = "apply rolebindings default/gateway-vmcp"
	applyConfig     = "apply configmaps default/gateway-vmcp-config"
	applyService    = "apply services default/vmcp-gateway"
	applyDeployment = "apply deployments default/gateway"
	applyStatus     = "apply virtualmcpservers/status default/gateway"
)

// start runs the controller on all namespaces.
func start(t *testing.T, c *controllertest.Cluster) (stop func()) {
	t.Helper()
	all := metav1.NamespaceAll
	scope := virtualserver.Scope{
		Toolhive: c.ToolhiveInformers(all),
		Metadata: c.MetadataInformers(all),
		Children: c.KubeInformers(all, pod.ManagedByLabel+"="+pod.ManagedBy),
		Pods:     c.KubeInformers(all, render.PodsSelector),
	}
	return c.Start(t, func(informers *served.Informers) (func(context.Context), error) {
		gateways, err := virtualserver.New(virtualserver.Config{
			Toolhive: c.Toolhive, Kube: c.Kube, Metadata: c.Metadata, Recorder: c.Recorder, FieldManager: "operator",
			Informers: informers, Legacy: true, Scopes: []virtualserver.Scope{scope}, Settings: settings,
		})
		return func(ctx context.Context) { gateways.Run(ctx, 4) }, err
	})
}

// objects are those of a golden manifest, as admission leaves them: in a namespace, and with the values of Secrets encoded.
func objects(t *testing.T, golden string) []controllertest.Object {
	t.Helper()
	var admitted []controllertest.Object
	for _, object := range gatewaytest.Read(t, "render/testdata/"+golden+"/input.yaml").Objects(t) {
		object := object.(controllertest.Object)
		object.SetNamespace(controllertest.Namespace)
		if secret, ok := object.(*corev1.Secret); ok {
			secret.Data = map[string][]byte{}
			for key, value := range secret.StringData {
				secret.Data[key] = []byte(value)
			}
			secret.StringData = nil
		}
		admitted = append(admitted, object)
	}
	return admitted
}

func named(name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Namespace: controllertest.Namespace, Name: name}
}

// serving is an endpoint of the group team that is ready, and published for gateways that watch the cluster.
func serving(name string) *v1alpha1.MCPRemoteEndpoint {
	return controllertest.Endpoint(name, func(endpoint *v1alpha1.MCPRemoteEndpoint) {
		endpoint.Spec.GroupRef = "team"
		endpoint.Status = v1alpha1.MCPRemoteEndpointStatus{
			Phase: v1alpha1.PhaseReady, URL: endpoint.Spec.RemoteURL, ObservedGeneration: 1,
			Conditions: []metav1.Condition{{Type: v1alpha1.ConditionPublished, Status: metav1.ConditionTrue}},
		}
	})
}

func team() *v1beta1.MCPGroup { return &v1beta1.MCPGroup{ObjectMeta: named("team")} }

// static is a gateway whose backends stand in its configuration.
func static(changes ...func(*v1beta1.VirtualMCPServer)) *v1beta1.VirtualMCPServer {
	gateway := &v1beta1.VirtualMCPServer{ObjectMeta: named("gateway")}
	gateway.Spec.GroupRef.Name = "team"
	gateway.Spec.IncomingAuth.Type = v1beta1.IncomingAuthTypeAnonymous
	gateway.Spec.OutgoingAuth = &v1beta1.OutgoingAuthConfig{Source: v1beta1.OutgoingAuthSourceInline}
	for _, change := range changes {
		change(gateway)
	}
	return gateway
}

// watching is a gateway that looks for its backends itself.
func watching(gateway *v1beta1.VirtualMCPServer) { gateway.Spec.OutgoingAuth = nil }

var written = []string{applyAccount, applyRole, applyBinding, applyConfig, applyService, applyDeployment, applyStatus}

// settle creates objects, and requires that the gateway is made of them once.
func settle(t *testing.T, c *controllertest.Cluster, objects ...controllertest.Object) {
	t.Helper()
	c.Create(t, objects...)
	controllertest.Pass(calm)
	c.RequireWrites(t, written...)
}

// rollOut does what Kubernetes does with the Deployment: its pods run.
func rollOut(t *testing.T, c *controllertest.Cluster) {
	t.Helper()
	live := controllertest.Get(t, c, &appsv1.Deployment{ObjectMeta: named("gateway")})
	live.Status = deployment(1, "NewReplicaSetAvailable").Status
	live.Status.ObservedGeneration = live.Generation
	c.UpdateStatus(t, live)
}

func statusIn(t *testing.T, c *controllertest.Cluster) *v1beta1.VirtualMCPServerStatus {
	t.Helper()
	return &controllertest.Get(t, c, &v1beta1.VirtualMCPServer{ObjectMeta: named("gateway")}).Status
}

// configIn is the configuration file of the gateway's pods.
func configIn(t *testing.T, c *controllertest.Cluster) string {
	t.Helper()
	data := controllertest.Get(t, c, &corev1.ConfigMap{ObjectMeta: named("gateway-vmcp-config")}).Data
	require.Contains(t, data, "config.yaml")
	return data["config.yaml"]
}
