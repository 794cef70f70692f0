// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"io"
	"net/http"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/test/e2e/cluster"
)

// maxImageSize is how large the archive of the operator's image may be, in bytes.
const maxImageSize = 40 << 20

func TestTheOperatorsImageIsSmall(t *testing.T) {
	t.Parallel()
	archive, err := os.Stat(shared.OperatorArchive())
	require.NoError(t, err)
	t.Logf("%d bytes", archive.Size())
	assert.Less(t, archive.Size(), int64(maxImageSize))
}

func TestTheOperatorsMetricsAreServed(t *testing.T) {
	t.Parallel()
	direct := &http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(shared.SOCKS)}}
	url := "http://" + cluster.OperatorNamespace + "-metrics." + cluster.OperatorNamespace + ".svc.cluster.local:8080/metrics"
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	require.NoError(t, err)
	response, err := direct.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	assert.Equal(t, http.StatusOK, response.StatusCode)
	assert.Contains(t, string(text), "leader_election_master_status")
}

func TestOneReplicaMayBeEvictedAtATime(t *testing.T) {
	t.Parallel()
	budgets := shared.Kube.PolicyV1().PodDisruptionBudgets(cluster.OperatorNamespace)
	s := &scene{}
	s.until(t, "the disruption budget counts the replicas", func() bool {
		budget, err := budgets.Get(t.Context(), cluster.OperatorNamespace, metav1.GetOptions{})
		require.NoError(t, err)
		return budget.Status.ExpectedPods == 2 && budget.Status.DisruptionsAllowed == 1
	})
}
