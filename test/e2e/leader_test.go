// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/mcp-remote-endpoint/operator/test/e2e/cluster"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
)

// takeOverTime is how long a replica may take to lead on a machine that is busy. What it really takes is logged.
const takeOverTime = time.Minute

// A leader that ends in order gives its Lease up. One that is killed cannot: the others wait until it has run out, which takes 15 seconds.
func TestLeadershipMovesWhenTheLeaderIsGone(t *testing.T) {
	for _, tt := range []struct {
		name string
		end  func(ctx context.Context, pod string) error
	}{
		{"deleted", func(ctx context.Context, pod string) error {
			return shared.Kube.CoreV1().Pods(cluster.OperatorNamespace).Delete(ctx, pod, metav1.DeleteOptions{})
		}},
		{"killed", func(ctx context.Context, name string) error {
			pod, err := shared.Kube.CoreV1().Pods(cluster.OperatorNamespace).Get(ctx, name, metav1.GetOptions{})
			if err != nil {
				return err
			}
			killed, err := shared.Kill(ctx, pod)
			if err == nil && !killed {
				err = errors.New("the leader did not run")
			}
			return err
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.NoError(t, shared.AwaitOperator(t.Context()))
			former, pod, err := shared.Leader(t.Context())
			require.NoError(t, err)
			require.NotEmpty(t, pod)
			require.NoError(t, tt.end(t.Context(), pod))
			start := time.Now()
			err = wait.PollUntilContextTimeout(t.Context(), interval, takeOverTime, true, func(ctx context.Context) (bool, error) {
				now, _, err := shared.Leader(ctx)
				return now != "" && now != former, err
			})
			require.NoError(t, err, "nobody else leads")
			t.Logf("another replica led after %s", time.Since(start).Round(interval))

			s := newScene(t, remote.Options{})
			s.create(t, s.direct("search"))
			assert.NotEmpty(t, s.awaitReady(t, "search"))
		})
	}
}
