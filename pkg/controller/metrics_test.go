// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package controller_test

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/component-base/metrics/legacyregistry"
	"k8s.io/component-base/metrics/testutil"

	"github.com/mcp-remote-endpoint/operator/pkg/controller"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
)

func TestMain(m *testing.M) {
	// Once per process, as in the program: the registry takes a metric only once.
	controller.RegisterMetrics()
	os.Exit(m.Run())
}

var loops atomic.Int64

// uniqueName returns a name that no other loop of this process has, since their metrics are the process's.
func uniqueName() string { return fmt.Sprintf("loop-%d", loops.Add(1)) }

// counted returns the values of a counter, for one controller, by another label.
func counted(t *testing.T, metric, controllerName, label string) map[string]float64 {
	t.Helper()
	values, err := testutil.GetCounterValuesFromGatherer(legacyregistry.DefaultGatherer, metric, map[string]string{"controller": controllerName}, label)
	require.NoError(t, err)
	return values
}

func TestReconcilesAreCountedByResultAndTimed(t *testing.T) {
	outcomes := map[string]controller.Outcome{
		"done": controller.Done(), "after": controller.After(time.Hour), "retry": controller.Retry(errTest), "quiet": controller.Quiet(errTest),
	}
	name := uniqueName()
	synctest.Test(t, func(t *testing.T) {
		first := newCalls()
		loop := controller.NewLoop(name, func(_ context.Context, key string) controller.Outcome {
			<-time.After(time.Second)
			if first.add(key) > 0 {
				return controller.Done()
			}
			return outcomes[key]
		})
		run(t, loop, 1)
		for key := range outcomes {
			loop.Add(key)
		}
		controllertest.Pass(10 * time.Minute)
	})
	assert.Equal(t, map[string]float64{"done": 3, "after": 1, "retry": 1, "quiet": 1},
		counted(t, "mcp_operator_reconciles_total", name, "result"), "two of the dones are second tries")

	seconds, err := testutil.GetHistogramVecFromGatherer(legacyregistry.DefaultGatherer,
		"mcp_operator_reconcile_duration_seconds", map[string]string{"controller": name})
	require.NoError(t, err)
	assert.EqualValues(t, 6, seconds.GetAggregatedSampleCount())
	assert.InDelta(t, 6.0, seconds.GetAggregatedSampleSum(), 0.01)
}
