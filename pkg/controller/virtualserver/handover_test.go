// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtualserver_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/controller"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/handover"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

// Pods that ToolHive's operator made get no more requests before they are ended, as they would not answer them.
func TestPodsOfAnotherOperatorLeaveTheServiceBeforeTheyEnd(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		gateway := static()
		deployment, service := &appsv1.Deployment{ObjectMeta: named("gateway")}, &corev1.Service{ObjectMeta: named("vmcp-gateway")}
		c.Create(t, team(), serving("search"), gateway)
		owner := metav1.NewControllerRef(gateway, kind.VirtualMCPServer.Version().WithKind(string(kind.VirtualMCPServer)))
		c.CreateAsAnotherOperator(t, owner, deployment, service)
		requireForm := func(minReadySeconds int32, selector map[string]string) {
			t.Helper()
			require.Equal(t, minReadySeconds, controllertest.Get(t, c, deployment).Spec.MinReadySeconds)
			require.Equal(t, selector, controllertest.Get(t, c, service).Spec.Selector)
		}
		allPods, newPods := pod.Selector("virtualmcpserver", "gateway"), pod.Labels("virtualmcpserver", "gateway")

		stop := start(t, c)
		controllertest.Pass(calm)
		c.RequireWrites(t, append([]string{"patch-metadata services default/vmcp-gateway", "patch-metadata deployments default/gateway"}, written...)...)
		requireForm(handover.HoldSeconds, allPods)

		replacing := func(all, updated, ready int32) {
			t.Helper()
			live := controllertest.Get(t, c, deployment)
			live.Status = appsv1.DeploymentStatus{ObservedGeneration: live.Generation, Replicas: all, UpdatedReplicas: updated, ReadyReplicas: ready}
			c.UpdateStatus(t, live)
			controllertest.Pass(calm)
		}
		replacing(2, 1, 1)
		c.RequireWrites(t)
		replacing(2, 1, 2)
		c.RequireWrites(t, applyService)
		requireForm(handover.HoldSeconds, newPods)
		stop()
		start(t, c)
		controllertest.Pass(calm)
		c.RequireWrites(t)
		controllertest.Pass(controller.Recheck)
		c.RequireWrites(t, applyDeployment)
		requireForm(0, newPods)
		c.Recorder.Events()
		c.RequireQuiet(t, day)

		rollOut(t, c)
		c.RequireWrites(t, applyService, applyStatus)
		requireForm(0, allPods)
		c.Recorder.Events()
		c.RequireQuiet(t, day)
	})
}
