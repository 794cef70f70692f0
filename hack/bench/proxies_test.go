// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/util/workqueue"

	"github.com/mcp-remote-endpoint/operator/hack/bench/report"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
)

// created is an endpoint as the API server has it.
func created(kind report.Type, number int) *v1alpha1.MCPRemoteEndpoint {
	e := endpoint(kind, number)
	e.Namespace, e.Generation = namespace, 1
	return e
}

func startTestStandIn(t *testing.T, c *controllertest.Cluster) {
	t.Helper()
	s := &standIn{client: c.Metadata, queue: workqueue.NewTyped[version](), say: t.Logf}
	stop, err := s.start(t.Context(), 2)
	require.NoError(t, err)
	t.Cleanup(stop)
}

func TestDumbClient(t *testing.T) {
	tests := []struct {
		name   string
		kind   report.Type
		writes []string
	}{
		{
			name: "the status of a direct endpoint is written once",
			kind: report.Direct,
			writes: []string{
				"apply mcpremoteendpoints/status agents/tracker-00000",
				"apply mcpremoteendpoints/status agents/tracker-00001",
			},
		},
		{
			name: "each object of a proxy is written once, and its status once more when the stand-in has made the Deployment available",
			kind: report.Proxies,
			writes: []string{
				"apply configmaps agents/tracker-00000-runconfig",
				"apply configmaps agents/tracker-00001-runconfig",
				"apply deployments agents/tracker-00000",
				"apply deployments agents/tracker-00001",
				"apply mcpremoteendpoints/status agents/tracker-00000",
				"apply mcpremoteendpoints/status agents/tracker-00000",
				"apply mcpremoteendpoints/status agents/tracker-00001",
				"apply mcpremoteendpoints/status agents/tracker-00001",
				"apply serviceaccounts agents/tracker-00000-remote-proxy-runner",
				"apply serviceaccounts agents/tracker-00001-remote-proxy-runner",
				"apply services agents/mcp-tracker-00000-remote-proxy",
				"apply services agents/mcp-tracker-00001-remote-proxy",
				"patch-metadata deployments/status agents/tracker-00000",
				"patch-metadata deployments/status agents/tracker-00001",
			},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
				startTestStandIn(t, c)
				c.Create(t, created(test.kind, 0), created(test.kind, 1))
				b := &bench{kube: c.Kube, metadata: c.Metadata, toolhive: c.Toolhive}
				assert.ErrorContains(t, b.verify(t.Context(), load{test.kind, 3}), "2 endpoints instead of 3")
				require.Error(t, b.verify(t.Context(), load{test.kind, 2}))

				require.NoError(t, (&dumbClient{kube: c.Kube, toolhive: c.Toolhive}).run(t.Context(), test.kind, 2))
				c.RequireWrites(t, test.writes...)
				assert.NoError(t, b.verify(t.Context(), load{test.kind, 2}))
			})
		})
	}
}

func TestDumbClientEndsWithTheFirstError(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		c.Create(t, created(report.Proxies, 0), created(report.Proxies, 1))
		c.Requests.Intercept(func(request string) error {
			if request == "apply services agents/mcp-tracker-00001-remote-proxy" {
				return assert.AnError
			}
			return nil
		})
		err := (&dumbClient{kube: c.Kube, toolhive: c.Toolhive}).run(t.Context(), report.Proxies, 2)
		assert.ErrorIs(t, err, assert.AnError)
	})
}

func TestStandInLeavesAloneWhatIsGone(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		s := &standIn{client: c.Metadata}
		assert.NoError(t, s.makeAvailable(t.Context(), version{name: "gone", generation: 1}))
	})
}

func TestJobOfAProxy(t *testing.T) {
	e := created(report.Proxies, 0)
	j, err := newJob(e)
	require.NoError(t, err)
	require.Len(t, j.statuses, 2)
	assert.Equal(t, v1alpha1.PhasePending, *j.statuses[0].Status.Phase)
	assert.Empty(t, *j.statuses[0].Status.URL)
	assert.Equal(t, v1alpha1.PhaseReady, *j.statuses[1].Status.Phase)
	assert.Equal(t, "http://mcp-tracker-00000-remote-proxy.agents.svc.cluster.local:8080", *j.statuses[1].Status.URL)
	assert.Equal(t, metav1.ConditionTrue, *j.statuses[1].Status.Conditions[0].Status)
	assert.Zero(t, e.Status, "the endpoint itself stays as it is")

	for _, config := range []any{j.children.serviceAccount, j.children.configMap, j.children.service, j.children.deployment} {
		data, err := json.Marshal(config)
		require.NoError(t, err)
		var fields map[string]any
		require.NoError(t, json.Unmarshal(data, &fields))
		assertNothingEmpty(t, "", fields)
	}
}

// assertNothingEmpty looks for what the operator would leave out.
func assertNothingEmpty(t *testing.T, path string, value any) {
	t.Helper()
	assert.NotNil(t, value, path)
	switch value := value.(type) {
	case map[string]any:
		assert.NotEmpty(t, value, path)
		for name, field := range value {
			assertNothingEmpty(t, path+"."+name, field)
		}
	case []any:
		assert.NotEmpty(t, value, path)
		for _, item := range value {
			assertNothingEmpty(t, path+"[]", item)
		}
	}
}
