// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
)

// seed makes what a failed test did at random happen again, as far as the times allow.
var seed = flag.Uint64("seed", 0, "seed of TestOperatorsThatAreKilledLeaveNothingUndone; 0 for one that is chosen at random")

const (
	churnNames = 100
	// churnServing of them are proxies with a pod, and the rest up to churnProxies are proxies without any.
	churnServing, churnProxies = 6, 50
	churnKills                 = 10
	// churnPause is the time between two changes.
	churnPause = 30 * time.Millisecond
)

// churn changes endpoints at random.
type churn struct {
	*scene
	random *rand.Rand
	// revisions are those of the endpoints that there should be, by number. Another revision is another remote URL.
	revisions map[int]int
	changes   int
}

func TestOperatorsThatAreKilledLeaveNothingUndone(t *testing.T) {
	if *seed == 0 {
		*seed = rand.Uint64()
	}
	t.Logf("-seed=%d", *seed)
	moments := rand.New(rand.NewPCG(*seed, 1))
	c := &churn{scene: newScene(t, remote.Options{}), random: rand.New(rand.NewPCG(*seed, 0)), revisions: map[int]int{}}
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	var err error
	running.Go(func() { err = c.run(ctx) })
	for range churnKills {
		pause(moments)
		killOperator(t, moments)
	}
	stop()
	running.Wait()
	require.NoError(t, err)
	t.Logf("%d changes; %d endpoints are left", c.changes, len(c.revisions))

	require.NoError(t, shared.AwaitOperator(t.Context()))
	c.requireConverged(t)
}

// pause leaves the operators to their work for one to four seconds. There is nothing to wait for: they are to be killed at any instant.
func pause(moments *rand.Rand) {
	<-time.After(time.Second + time.Duration(moments.Int64N(int64(3*time.Second))))
}

// killOperator kills one of the operators that run, or the next one to do so.
func killOperator(t *testing.T, moments *rand.Rand) {
	t.Helper()
	err := poll(t, func(ctx context.Context) (killed bool, err error) {
		pods, err := shared.OperatorPods(ctx)
		if err != nil {
			return false, err
		}
		pods = slices.DeleteFunc(pods, func(pod corev1.Pod) bool {
			return len(pod.Status.ContainerStatuses) == 0 || pod.Status.ContainerStatuses[0].State.Running == nil
		})
		if len(pods) == 0 {
			return false, nil
		}
		return shared.Kill(ctx, &pods[moments.IntN(len(pods))])
	})
	require.NoError(t, err)
}

func (c *churn) run(ctx context.Context) error {
	ticker := time.NewTicker(churnPause)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
		if err := c.change(context.WithoutCancel(ctx)); err != nil {
			return err
		}
	}
}

// change creates, changes or deletes an endpoint.
func (c *churn) change(ctx context.Context) error {
	c.changes++
	number := c.random.IntN(churnNames)
	name, endpoints := churnName(number), shared.Toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(c.namespace)
	revision, exists := c.revisions[number]
	switch {
	case !exists:
		_, err := endpoints.Create(ctx, c.endpoint(number, 0), metav1.CreateOptions{})
		if apierrors.IsAlreadyExists(err) {
			return nil // It is being deleted.
		}
		c.revisions[number] = 0
		return err
	case c.random.IntN(3) == 0:
		delete(c.revisions, number)
		return endpoints.Delete(ctx, name, metav1.DeleteOptions{})
	default:
		c.revisions[number] = revision + 1
		patch := fmt.Sprintf(`{"spec": {"remoteURL": %q}}`, c.remoteURL(revision+1))
		_, err := endpoints.Patch(ctx, name, types.MergePatchType, []byte(patch), metav1.PatchOptions{})
		return err
	}
}

func churnName(number int) string { return fmt.Sprintf("endpoint-%02d", number) }

func (c *churn) remoteURL(revision int) string {
	return c.remote.URL + remote.StreamablePath + "?revision=" + strconv.Itoa(revision)
}

func (c *churn) endpoint(number, revision int) *v1alpha1.MCPRemoteEndpoint {
	endpoint := c.direct(churnName(number))
	if number < churnProxies {
		endpoint = c.proxied(churnName(number))
	}
	if number >= churnServing && number < churnProxies {
		endpoint.Spec.ProxyConfig.Replicas = new(int32(0))
	}
	endpoint.Spec.RemoteURL = c.remoteURL(revision)
	return endpoint
}

// requireConverged requires that the cluster becomes what the endpoints say, and stays so.
func (c *churn) requireConverged(t *testing.T) {
	t.Helper()
	endpoints := map[string]*v1alpha1.MCPRemoteEndpoint{}
	for number := range c.revisions {
		endpoint := c.await(t, churnName(number), "settled", func(e *v1alpha1.MCPRemoteEndpoint) bool { return c.hasSettled(number, e) })
		endpoints[endpoint.Name] = endpoint
	}
	all, err := shared.Toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(c.namespace).List(t.Context(), metav1.ListOptions{})
	require.NoError(t, err)
	assert.Len(t, all.Items, len(endpoints))
	c.requireChildren(t, endpoints)
	c.until(t, "the group lists its members", func() bool {
		group, err := shared.Toolhive.ToolhiveV1beta1().MCPGroups(c.namespace).Get(t.Context(), group, metav1.GetOptions{})
		require.NoError(t, err)
		return slices.Equal(slices.Sorted(maps.Keys(endpoints)), slices.Sorted(slices.Values(group.Status.RemoteEndpoints)))
	})
	for number := range churnServing {
		if _, exists := c.revisions[number]; exists {
			c.requireServed(t, c.awaitReady(t, churnName(number)))
		}
	}
}

func (c *churn) hasSettled(number int, e *v1alpha1.MCPRemoteEndpoint) bool {
	if e.Status.ObservedGeneration != e.Generation || e.Spec.RemoteURL != c.remoteURL(c.revisions[number]) {
		return false
	}
	if number < churnServing || number >= churnProxies {
		return e.Status.Phase == v1alpha1.PhaseReady
	}
	condition := meta.FindStatusCondition(e.Status.Conditions, v1alpha1.ConditionReady)
	return condition != nil && condition.Reason == v1alpha1.ReasonScaledToZero
}

// requireChildren requires that each proxy has its objects, that they are of its newest revision, and that there are no others.
func (c *churn) requireChildren(t *testing.T, endpoints map[string]*v1alpha1.MCPRemoteEndpoint) {
	t.Helper()
	wanted := map[string]types.UID{}
	for name, endpoint := range endpoints {
		if endpoint.Spec.Type == v1alpha1.EndpointTypeProxy {
			for _, child := range childrenOf(name) {
				wanted[child.String()] = endpoint.UID
			}
		}
	}
	var found map[string]types.UID
	err := poll(t, func(ctx context.Context) (bool, error) { // What belonged to a deleted endpoint is collected after a while.
		var err error
		found, err = c.owners(ctx)
		return maps.Equal(wanted, found), err
	})
	require.NoError(t, err)
	assert.Equal(t, wanted, found)
	configs, err := shared.Kube.CoreV1().ConfigMaps(c.namespace).List(t.Context(), metav1.ListOptions{LabelSelector: childrenSelector})
	require.NoError(t, err)
	for _, config := range configs.Items {
		endpoint := endpoints[strings.TrimSuffix(config.Name, "-runconfig")]
		assert.Contains(t, config.Data["runconfig.json"], fmt.Sprintf("%q", endpoint.Spec.RemoteURL))
	}
}
