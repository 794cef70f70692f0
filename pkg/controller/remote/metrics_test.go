// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote_test

import (
	"os"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
	"k8s.io/component-base/metrics/legacyregistry"
	"k8s.io/component-base/metrics/testutil"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote"
)

func TestMain(m *testing.M) {
	// Without this, nothing counts the reconciles.
	controller.RegisterMetrics()
	os.Exit(m.Run())
}

// reconciles returns how many there were in this process, by result.
func reconciles(t *testing.T) map[string]int {
	t.Helper()
	synctest.Wait()
	values, err := testutil.GetCounterValuesFromGatherer(legacyregistry.DefaultGatherer, "mcp_operator_reconciles_total",
		map[string]string{"controller": remote.Name}, "result")
	require.NoError(t, err)
	counts := map[string]int{}
	for result, value := range values {
		counts[result] = int(value)
	}
	return counts
}

func TestEndpointsAreCountedByTypeAndPhase(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		controller, stop := start(t, c, "default", "other")
		requireMetric := func(lines ...string) {
			t.Helper()
			want := append([]string{
				"# HELP mcp_operator_endpoints [ALPHA] MCPRemoteEndpoints by type and phase.",
				"# TYPE mcp_operator_endpoints gauge",
			}, lines...)
			if len(lines) == 0 {
				want = nil
			}
			synctest.Wait()
			require.NoError(t, testutil.CustomCollectAndCompare(controller.Metrics(), strings.NewReader(strings.Join(want, "\n")+"\n"), "mcp_operator_endpoints"))
		}
		requireMetric()

		elsewhere, proxy := controllertest.Endpoint("elsewhere"), controllertest.Endpoint("proxy")
		elsewhere.Namespace = "other"
		proxy.Spec.Type = v1alpha1.EndpointTypeProxy
		good, second := controllertest.Endpoint("good"), controllertest.Endpoint("second")
		c.Create(t, group(), good, second, proxy, elsewhere)
		requireMetric(
			`mcp_operator_endpoints{phase="Failed",type="direct"} 1`,
			`mcp_operator_endpoints{phase="Failed",type="proxy"} 1`,
			`mcp_operator_endpoints{phase="Ready",type="direct"} 2`,
		)

		c.Delete(t, good)
		c.Delete(t, proxy)
		requireMetric(
			`mcp_operator_endpoints{phase="Failed",type="direct"} 1`,
			`mcp_operator_endpoints{phase="Ready",type="direct"} 1`,
		)
		stop()
	})
}

func TestAnEndpointWithoutAStatusIsPending(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		c.Requests.Intercept(func(string) error { return errAway })
		controller, _ := start(t, c)
		c.Create(t, group(), controllertest.Endpoint("good"))
		synctest.Wait()
		require.NoError(t, testutil.CustomCollectAndCompare(controller.Metrics(), strings.NewReader(`
# HELP mcp_operator_endpoints [ALPHA] MCPRemoteEndpoints by type and phase.
# TYPE mcp_operator_endpoints gauge
mcp_operator_endpoints{phase="Pending",type="direct"} 1
`), "mcp_operator_endpoints"))
	})
}
