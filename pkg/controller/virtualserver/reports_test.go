// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtualserver_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver"
)

const removeReport = "patch virtualmcpservers/status default/gateway"

// report writes what vMCP does.
func report(t *testing.T, c *controllertest.Cluster) {
	t.Helper()
	gateway := controllertest.Get(t, c, static())
	status := &gateway.Status
	status.Phase, status.Message, status.BackendCount = v1beta1.VirtualMCPServerPhaseReady, "1 backend", 1
	status.DiscoveredBackends = []v1beta1.DiscoveredBackend{{Name: "search", Status: "ready"}}
	meta.SetStatusCondition(&status.Conditions, metav1.Condition{Type: "Ready", Status: metav1.ConditionTrue, Reason: "AllBackendsRoutable", Message: "1 backend"})
	meta.SetStatusCondition(&status.Conditions, metav1.Condition{Type: "BackendsDiscovered", Status: metav1.ConditionTrue, Reason: "BackendsDiscovered"})
	c.UpdateStatus(t, gateway)
}

func podOf(gateway string) *corev1.Pod {
	p := &corev1.Pod{ObjectMeta: named(gateway + "-1")}
	p.Labels = pod.Labels("virtualmcpserver", gateway)
	return p
}

func requireNoReport(t *testing.T, c *controllertest.Cluster) {
	t.Helper()
	status := statusIn(t, c)
	assert.Zero(t, status.BackendCount)
	assert.Empty(t, status.DiscoveredBackends)
	for _, condition := range status.Conditions {
		assert.Contains(t, virtualserver.Vocabulary(nil), condition.Type)
	}
}

// A pod that is going may report once more.
func TestTheLastReportGoesWithTheLastPod(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		settle(t, c, team(), serving("search"), static())
		rollOut(t, c)
		c.RequireWrites(t, applyStatus)
		c.Recorder.Events()
		c.Create(t, podOf("gateway"))
		report(t, c)

		c.Delete(t, serving("search"))
		controllertest.Pass(calm)
		c.RequireWrites(t, applyConfig, "delete-metadata deployments default/gateway", applyStatus)
		report(t, c)
		controllertest.Pass(calm)
		c.RequireWrites(t, applyStatus)
		assert.EqualValues(t, 1, statusIn(t, c).BackendCount)

		c.Delete(t, podOf("gateway"))
		controllertest.Pass(calm)
		c.RequireWrites(t, applyStatus, removeReport)
		assert.Equal(t, virtualserver.ReasonNoBackends, meta.FindStatusCondition(statusIn(t, c).Conditions, "Ready").Reason)
		requireNoReport(t, c)
		c.RequireQuiet(t, day)
	})
}

func TestAGatewayThatIsScaledToZeroHasNoReport(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		settle(t, c, team(), serving("search"), static())
		rollOut(t, c)
		c.RequireWrites(t, applyStatus)
		c.Recorder.Events()
		report(t, c)
		live := controllertest.Get(t, c, &appsv1.Deployment{ObjectMeta: named("gateway")})
		live.Spec.Replicas = new(int32)
		c.Update(t, live)
		live = controllertest.Get(t, c, live)
		live.Status = appsv1.DeploymentStatus{ObservedGeneration: live.Generation}
		c.UpdateStatus(t, live)
		controllertest.Pass(calm)
		assert.Contains(t, c.Requests.Writes(), removeReport)
		requireNoReport(t, c)
		c.RequireQuiet(t, day)
	})
}
