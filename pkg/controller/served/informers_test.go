// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package served_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	clienttesting "k8s.io/client-go/testing"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2/ktesting"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/served"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/wake"
)

var errAway = errors.New("the API server is away")

func group() *v1beta1.MCPGroup {
	return &v1beta1.MCPGroup{ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: "main"}}
}

func toolConfig() *v1beta1.MCPToolConfig {
	return &v1beta1.MCPToolConfig{ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: "tools"}}
}

// fixture has informers of two kinds, and what they woke.
type fixture struct {
	*served.Informers
	all []cache.SharedIndexInformer

	mu    sync.Mutex
	woken []string
}

func newFixture(t *testing.T, c *controllertest.Cluster) *fixture {
	t.Helper()
	f := &fixture{Informers: served.New(c.Discovery)}
	factory := c.ToolhiveInformers(metav1.NamespaceAll).Toolhive().V1beta1()
	groups, configs := factory.MCPGroups().TypedInformer(), factory.MCPToolConfigs().TypedInformer()
	handled, err := wake.On(groups, nil, wake.Self, f.wake)
	require.NoError(t, err)
	f.Add(kind.MCPGroup.Resource(), groups, handled)
	handled, err = wake.On(configs, nil, wake.Self, f.wake)
	require.NoError(t, err)
	f.Add(kind.MCPToolConfig.Resource(), configs, handled)
	f.all = []cache.SharedIndexInformer{groups, configs}
	return f
}

func (f *fixture) wake(key cache.ObjectName) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.woken = append(f.woken, key.Name)
}

func (f *fixture) drain() []string {
	synctest.Wait()
	f.mu.Lock()
	defer f.mu.Unlock()
	woken := f.woken
	f.woken = nil
	return woken
}

// run runs the informers until the test ends, or stop is called.
func (f *fixture) run(t *testing.T) (stop func()) {
	t.Helper()
	_, ctx := ktesting.NewTestContext(t)
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() { f.Run(ctx) })
	stop = func() {
		cancel()
		running.Wait()
	}
	t.Cleanup(stop)
	return stop
}

func TestSyncedMeansThatTheFirstListsHaveWokenTheirKeys(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		c.Create(t, group(), toolConfig())
		f := newFixture(t, c)
		f.run(t)
		require.NoError(t, f.WaitForSync(t.Context()))
		f.mu.Lock()
		defer f.mu.Unlock()
		assert.ElementsMatch(t, []string{"main", "tools"}, f.woken)
	})
}

func TestNothingIsAskedOnceAllIsServed(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		f := newFixture(t, c)
		f.run(t)
		require.NoError(t, f.WaitForSync(t.Context()))
		assert.Equal(t, 1, c.Discovery.Asked(), "both kinds are of one version")
		controllertest.Pass(24 * time.Hour)
		assert.Zero(t, c.Discovery.Asked())
	})
}

func TestAMissingKindIsNotWaitedForAndNoticedWhenItAppears(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		c.Discovery.Withdraw(kind.MCPToolConfig.Resource())
		c.Create(t, group())
		f := newFixture(t, c)
		f.run(t)
		require.NoError(t, f.WaitForSync(t.Context()))
		assert.Equal(t, []string{"main"}, f.drain())

		controllertest.Pass(time.Hour)
		assert.Empty(t, f.drain())

		c.Discovery.Install(kind.MCPToolConfig.Resource())
		c.Create(t, toolConfig())
		controllertest.Pass(5 * time.Second)
		assert.Equal(t, []string{"tools"}, f.drain(), "and nothing else is woken")

		c.Discovery.Asked()
		controllertest.Pass(24 * time.Hour)
		assert.Zero(t, c.Discovery.Asked())
		c.Update(t, toolConfig())
		c.Update(t, group())
		assert.ElementsMatch(t, []string{"tools", "main"}, f.drain(), "all informers go on")
	})
}

func TestAVersionThatIsNotServedHasOnlyMissingKinds(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		c.Discovery.Fail(apierrors.NewNotFound(schema.GroupResource{Group: v1beta1.GroupName}, ""))
		c.Create(t, group())
		f := newFixture(t, c)
		f.run(t)
		require.NoError(t, f.WaitForSync(t.Context()))
		assert.Empty(t, f.drain())

		c.Discovery.Fail(nil)
		controllertest.Pass(5 * time.Second)
		assert.Equal(t, []string{"main"}, f.drain())
	})
}

func TestDiscoveryIsAskedAgainAfterAnError(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		c.Discovery.Fail(errAway)
		c.Create(t, group())
		f := newFixture(t, c)
		f.run(t)
		started := time.Now()
		time.AfterFunc(11*time.Second, func() { c.Discovery.Fail(nil) })
		require.NoError(t, f.WaitForSync(t.Context()), "it is not synced before it knows what is served")
		assert.Equal(t, 15*time.Second, time.Since(started))
		assert.Equal(t, []string{"main"}, f.drain())
	})
}

func TestWaitingEndsWithItsContext(t *testing.T) {
	for _, test := range []struct {
		name    string
		prepare func(c *controllertest.Cluster)
		want    string
	}{
		{
			"while discovery fails",
			func(c *controllertest.Cluster) { c.Discovery.Fail(errAway) },
			"wait for the API server to say what it serves",
		},
		{
			"while lists fail",
			func(c *controllertest.Cluster) {
				c.Toolhive.PrependReactor("list", "mcpgroups", func(clienttesting.Action) (bool, runtime.Object, error) { return true, nil, errAway })
			},
			"wait for caches to sync",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
				test.prepare(c)
				f := newFixture(t, c)
				f.run(t)
				ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
				defer cancel()
				err := f.WaitForSync(ctx)
				require.ErrorIs(t, err, context.DeadlineExceeded)
				assert.ErrorContains(t, err, test.want)
			})
		})
	}
}

func TestRunReturnsWhenEveryInformerHasStopped(t *testing.T) {
	for _, test := range []struct {
		name    string
		prepare func(c *controllertest.Cluster)
		running int
	}{
		{"all served", func(*controllertest.Cluster) {}, 2},
		{"one missing", func(c *controllertest.Cluster) { c.Discovery.Withdraw(kind.MCPToolConfig.Resource()) }, 1},
		{"discovery failing", func(c *controllertest.Cluster) { c.Discovery.Fail(errAway) }, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
				test.prepare(c)
				f := newFixture(t, c)
				stop := f.run(t)
				controllertest.Pass(time.Minute)
				stop()
				stopped := 0
				for _, informer := range f.all {
					if informer.IsStopped() {
						stopped++
					}
				}
				assert.Equal(t, test.running, stopped)
			})
		})
	}
}
