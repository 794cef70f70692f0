// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote_test

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
