// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/handover"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

// Pods that ToolHive's operator made get no more requests before they are ended, as they would not answer them.
func TestPodsOfAnotherOperatorLeaveTheServiceBeforeTheyEnd(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		older, deployment, service := olderProxy(), goodDeployment(), &corev1.Service{ObjectMeta: named("mcp-good-remote-proxy")}
		c.Create(t, group(), older)
		owner := metav1.NewControllerRef(older, kind.MCPRemoteProxy.Version().WithKind(string(kind.MCPRemoteProxy)))
		c.CreateAsAnotherOperator(t, owner, deployment, service)
		requireForm := func(minReadySeconds int32, selector map[string]string) {
			t.Helper()
			require.Equal(t, minReadySeconds, controllertest.Get(t, c, deployment).Spec.MinReadySeconds)
			require.Equal(t, selector, controllertest.Get(t, c, service).Spec.Selector)
		}
		allPods, newPods := pod.Selector("mcpremoteproxy", "good"), pod.Labels("mcpremoteproxy", "good")

		_, stop := start(t, c)
		c.RequireWrites(t, applyServiceAccount, applyConfigMap, applyService, applyDeployment, writeProxy,
			"patch-metadata services default/mcp-good-remote-proxy", "patch-metadata deployments default/good")
		requireForm(handover.HoldSeconds, allPods)

		replacing := func(all, updated, ready int32) {
			t.Helper()
			live := controllertest.Get(t, c, deployment)
			live.Status = appsv1.DeploymentStatus{ObservedGeneration: live.Generation, Replicas: all, UpdatedReplicas: updated, ReadyReplicas: ready}
			c.UpdateStatus(t, live)
		}
		replacing(2, 1, 1)
		c.RequireWrites(t)
		replacing(2, 1, 2)
		c.RequireWrites(t, applyService)
		requireForm(handover.HoldSeconds, newPods)
		stop()
		start(t, c)
		c.RequireWrites(t)
		controllertest.Pass(controller.Recheck)
		c.RequireWrites(t, applyDeployment)
		requireForm(0, newPods)
		c.Recorder.Events()
		c.RequireQuiet(t, day)

		rollOut(t, c)
		c.RequireWrites(t, applyService, writeProxy)
		requireForm(0, allPods)
		c.Recorder.Events()
		c.RequireQuiet(t, day)
	})
}

// What ToolHive's operator made serves on while something keeps this one from taking it over, and so readers must not lose its URL.
func TestTheURLOfAnotherOperatorsProxyStays(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		const url = "http://mcp-good-remote-proxy.default.svc.cluster.local:9000"
		older, deployment := olderProxy(), goodDeployment()
		older.Spec.HeaderForward = &v1beta1.HeaderForwardConfig{AddHeadersFromSecret: []v1beta1.HeaderFromSecret{
			{HeaderName: "X-Key", ValueSecretRef: v1beta1.SecretKeyRef{Name: "missing", Key: "key"}},
		}}
		older.Status = v1beta1.MCPRemoteProxyStatus{Phase: v1beta1.MCPRemoteProxyPhaseReady, URL: url, ObservedGeneration: 1}
		service := &corev1.Service{ObjectMeta: named("mcp-good-remote-proxy")}
		service.Spec.Ports = []corev1.ServicePort{{Name: pod.PortName, Port: 9000}}
		deployment.Status.AvailableReplicas = 1
		c.Create(t, group(), older)
		c.CreateAsAnotherOperator(t, metav1.NewControllerRef(older, kind.MCPRemoteProxy.Version().WithKind(string(kind.MCPRemoteProxy))), deployment, service)
		start(t, c)
		c.RequireWrites(t, writeProxy)
		status := controllertest.Get(t, c, olderProxy()).Status
		require.Equal(t, v1beta1.MCPRemoteProxyPhaseFailed, status.Phase)
		require.Equal(t, url, status.URL)
		c.Recorder.Events()
		c.RequireQuiet(t, day)
	})
}
