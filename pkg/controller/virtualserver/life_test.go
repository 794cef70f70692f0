// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtualserver_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

// Nothing is written twice, whatever a gateway is made of, and nothing when the operator starts again.
func TestGatewaysSettle(t *testing.T) {
	entries, err := os.ReadDir("render/testdata")
	require.NoError(t, err)
	for _, entry := range entries {
		if !entry.IsDir() {
			continue
		}
		t.Run(entry.Name(), func(t *testing.T) {
			controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
				stop := start(t, c)
				c.Create(t, objects(t, entry.Name())...)
				controllertest.Pass(calm)
				writes := c.Requests.Writes()
				assert.NotEmpty(t, writes)
				assert.Equal(t, slices.Compact(slices.Clone(writes)), writes, "each object is written once")
				c.Requests.Reads()
				c.Recorder.Events()
				c.RequireQuiet(t, day)
				stop()
				start(t, c)
				controllertest.Pass(calm)
				c.RequireWrites(t)
			})
		})
	}
}

func TestAGatewayServesWhenItsPodsDo(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		settle(t, c, team(), serving("search"), static())
		assert.Equal(t, v1beta1.VirtualMCPServerPhasePending, statusIn(t, c).Phase)
		assert.Equal(t, "http://vmcp-gateway.default.svc.cluster.local:4483", statusIn(t, c).URL)
		rollOut(t, c)
		c.RequireWrites(t, applyStatus)
		assert.Equal(t, v1beta1.VirtualMCPServerPhaseReady, statusIn(t, c).Phase)
		assert.Contains(t, configIn(t, c), "name: search")
		c.RequireEvents(t, "Normal DeploymentAvailable default/gateway")
	})
}

// A member costs the configuration and the rollout, wherever it stands in a group of a thousand.
func TestAMemberThatJoinsOrLeavesCostsTwoWrites(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		for i := range 1000 {
			c.Create(t, serving(fmt.Sprintf("member-%04d", i)))
		}
		start(t, c)
		settle(t, c, team(), static())
		rollOut(t, c)
		c.RequireWrites(t, applyStatus)

		c.Create(t, serving("one-more"))
		controllertest.Pass(calm)
		c.RequireWrites(t, applyConfig, applyDeployment)
		assert.Equal(t, 1001, strings.Count(configIn(t, c), "transport: streamable-http"))

		c.Delete(t, serving("one-more"))
		controllertest.Pass(calm)
		c.RequireWrites(t, applyConfig, applyDeployment)
		assert.NotContains(t, configIn(t, c), "one-more")
	})
}

func TestABurstOfMembersIsOneRollout(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		settle(t, c, team(), serving("search"), static())
		for i := range 200 {
			c.Create(t, serving(fmt.Sprintf("member-%04d", i)))
			controllertest.Pass(50 * time.Millisecond)
		}
		controllertest.Pass(10 * time.Second)
		c.RequireWrites(t, applyConfig, applyDeployment)
	})
}

// Of several pods some serve. vMCP's word about backends stands then, too.
func TestReportsStandWhileSomePodsServe(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		settle(t, c, team(), serving("search"), static())
		live := controllertest.Get(t, c, &appsv1.Deployment{ObjectMeta: named("gateway")})
		live.Status = deployment(2, "NewReplicaSetAvailable").Status
		live.Status.ObservedGeneration, live.Status.Replicas, live.Status.UpdatedReplicas = live.Generation, 3, 3
		live.Status.Conditions[0].Status = "False"
		c.UpdateStatus(t, live)
		controllertest.Pass(calm)
		c.Requests.Writes()
		for range 10 {
			gateway := controllertest.Get(t, c, static())
			gateway.Status.Phase, gateway.Status.Message = v1beta1.VirtualMCPServerPhaseReady, "1 backend"
			meta.SetStatusCondition(&gateway.Status.Conditions, metav1.Condition{Type: "Ready", Status: metav1.ConditionTrue, Reason: "AllBackendsRoutable", Message: "1 backend"})
			c.UpdateStatus(t, gateway)
			controllertest.Pass(30 * time.Second)
		}
		c.RequireWrites(t)
	})
}

// What the pods read at start rolls them out again, and nothing else does (R3.4).
func TestWhatChangesCausesTheWritesThatItNeeds(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*testing.T, *controllertest.Cluster)
		want   []string
	}{
		{"the Secret of a header", func(t *testing.T, c *controllertest.Cluster) { c.Update(t, keys("other")) }, []string{applyDeployment}},
		{
			"a Secret of nobody", func(t *testing.T, c *controllertest.Cluster) {
				c.Create(t, &corev1.Secret{ObjectMeta: named("unrelated")})
			}, nil,
		},
		{"a member of another group", func(t *testing.T, c *controllertest.Cluster) { c.Create(t, controllertest.Endpoint("other")) }, nil},
		{
			"a member that is not ready yet", func(t *testing.T, c *controllertest.Cluster) {
				late := serving("late")
				late.Status = v1alpha1.MCPRemoteEndpointStatus{}
				c.Create(t, late)
			}, nil,
		},
		{
			"a member moves to another group", func(t *testing.T, c *controllertest.Cluster) {
				moved := controllertest.Get(t, c, serving("wiki"))
				moved.Spec.GroupRef = "other"
				c.Update(t, moved)
			}, []string{applyConfig, applyDeployment},
		},
		{
			"another object takes the name of a member that is not the oldest", func(t *testing.T, c *controllertest.Cluster) {
				c.Create(t, &v1beta1.MCPServerEntry{ObjectMeta: named("wiki")})
			}, nil,
		},
		{
			"the configuration is edited, and a member is interrupted", func(t *testing.T, c *controllertest.Cluster) {
				c.Delete(t, keys(""))
				interrupt(t, c)
				edited := controllertest.Get(t, c, &corev1.ConfigMap{ObjectMeta: named("gateway-vmcp-config")})
				edited.Data["config.yaml"] += "# edited\n"
				c.Update(t, edited)
			}, []string{applyConfig},
		},
		{
			"a member is interrupted", func(t *testing.T, c *controllertest.Cluster) {
				interrupt(t, c)
			}, nil,
		},
		{"the Secret of a header goes", func(t *testing.T, c *controllertest.Cluster) { c.Delete(t, keys("")) }, nil},
		{
			"somebody edits the configuration", func(t *testing.T, c *controllertest.Cluster) {
				edited := controllertest.Get(t, c, &corev1.ConfigMap{ObjectMeta: named("gateway-vmcp-config")})
				edited.Data["config.yaml"] = "name: hijacked"
				c.Update(t, edited)
			}, []string{applyConfig},
		},
		{
			"somebody deletes the Service", func(t *testing.T, c *controllertest.Cluster) {
				c.Delete(t, &corev1.Service{ObjectMeta: named("vmcp-gateway")})
			}, []string{applyService},
		},
		{
			"the gateway itself", func(t *testing.T, c *controllertest.Cluster) {
				gateway := controllertest.Get(t, c, static())
				gateway.Spec.ServiceType = "NodePort"
				c.Update(t, gateway)
			}, []string{applyService, applyStatus},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
				start(t, c)
				search := serving("search")
				withHeader(search)
				settle(t, c, team(), keys("first"), search, serving("wiki"), static())
				rollOut(t, c)
				c.RequireWrites(t, applyStatus)
				c.Recorder.Events()
				test.change(t, c)
				controllertest.Pass(calm)
				c.RequireWrites(t, test.want...)
				c.RequireQuiet(t, day)
			})
		})
	}
}

// vMCP writes into the same status twice a minute. Each leaves the other's fields alone.
func TestReportsOfVMCPAreNotAnswered(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		settle(t, c, team(), serving("search"), static())
		rollOut(t, c)
		c.RequireWrites(t, applyStatus)
		c.Recorder.Events()
		report := func(check time.Time) {
			gateway := controllertest.Get(t, c, static())
			status := &gateway.Status
			status.Phase, status.Message, status.BackendCount = v1beta1.VirtualMCPServerPhaseReady, "1 backend", 1
			status.DiscoveredBackends = []v1beta1.DiscoveredBackend{{Name: "search", Status: "ready", LastHealthCheck: new(metav1.NewTime(check))}}
			meta.SetStatusCondition(&status.Conditions, metav1.Condition{Type: "Ready", Status: metav1.ConditionTrue, Reason: "AllBackendsRoutable", Message: "1 backend"})
			meta.SetStatusCondition(&status.Conditions, metav1.Condition{Type: "BackendsDiscovered", Status: metav1.ConditionTrue, Reason: "BackendsDiscovered"})
			c.UpdateStatus(t, gateway)
		}
		for range 100 {
			report(time.Now())
			controllertest.Pass(30 * time.Second)
		}
		c.RequireWrites(t)
		c.Create(t, serving("wiki"))
		controllertest.Pass(calm)
		c.RequireWrites(t, applyConfig, applyDeployment)
		assert.EqualValues(t, 1, statusIn(t, c).BackendCount)
		assert.Equal(t, "AllBackendsRoutable", meta.FindStatusCondition(statusIn(t, c).Conditions, "Ready").Reason)
	})
}

// R3.3: vMCP would not start without a backend.
func TestAGatewayWithoutBackendsHasNoPodsUntilThereIsOne(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		c.Create(t, team(), static())
		controllertest.Pass(calm)
		c.RequireWrites(t, applyAccount, applyRole, applyBinding, applyConfig, applyService, applyStatus)
		assert.Contains(t, statusIn(t, c).Message, "has no member that is ready")
		c.Create(t, serving("search"))
		controllertest.Pass(calm)
		c.RequireWrites(t, applyConfig, applyDeployment, applyStatus)
	})
}

func TestAGroupThatIsMissingIsNamedUntilItIsThere(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		c.Create(t, serving("search"), static())
		controllertest.Pass(calm)
		c.RequireWrites(t, applyStatus)
		c.RequireEvents(t, "Warning GroupRefNotFound default/gateway")
		assert.Equal(t, v1beta1.VirtualMCPServerPhaseFailed, statusIn(t, c).Phase)
		c.Create(t, team())
		controllertest.Pass(calm)
		c.RequireWrites(t, written...)
	})
}

func TestADeletedGatewayIsLeftToTheGarbageCollector(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		settle(t, c, team(), serving("search"), static())
		c.Delete(t, static())
		c.Create(t, serving("wiki"))
		c.RequireQuiet(t, day)
	})
}

// A Deployment is called like what it is for, whatever kind that is.
func TestAProxyOfTheSameNameKeepsItsDeployment(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		endpoint := serving("gateway")
		deployment := &appsv1.Deployment{ObjectMeta: named("gateway")}
		deployment.Labels = pod.Labels("mcpremoteproxy", "gateway")
		deployment.OwnerReferences = []metav1.OwnerReference{*metav1.NewControllerRef(endpoint, v1alpha1.SchemeGroupVersion.WithKind("MCPRemoteEndpoint"))}
		c.Create(t, team(), serving("search"), endpoint, deployment)
		deployment = controllertest.Get(t, c, deployment)
		c.Create(t, static())
		controllertest.Pass(calm)
		c.RequireWrites(t, applyStatus)
		c.RequireEvents(t, "Warning ChildConflict default/gateway")
		assert.Contains(t, statusIn(t, c).Message, `Deployment "gateway"`)
		assert.Equal(t, deployment, controllertest.Get(t, c, deployment))
		controllertest.Pass(time.Hour)
		c.RequireWrites(t)

		c.Delete(t, deployment)
		controllertest.Pass(time.Minute)
		c.RequireWrites(t, written...)
	})
}

func TestAnObjectOfSomebodyElseIsNotTouched(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		c.Create(t, team(), serving("search"), &corev1.Service{ObjectMeta: named("vmcp-gateway")}, static())
		controllertest.Pass(calm)
		c.RequireWrites(t, applyStatus)
		c.RequireEvents(t, "Warning ChildConflict default/gateway")
		assert.Contains(t, statusIn(t, c).Message, `Service "vmcp-gateway"`)
		c.Delete(t, &corev1.Service{ObjectMeta: named("vmcp-gateway")})
		controllertest.Pass(time.Minute)
		c.RequireWrites(t, written...)
	})
}
