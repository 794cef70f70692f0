// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/fake"
	clienttesting "k8s.io/client-go/testing"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/klog/v2/ktesting"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
)

// newLeases returns a client of an API server that has leases.
func newLeases() *fake.Clientset {
	return fake.NewSimpleClientset() //nolint:forbidigo // leases are not applied, and field management makes hundreds of updates slow
}

// replica is a program that takes part in an election.
type replica struct {
	watchdog *leaderelection.HealthzAdaptor
	election leaderelection.LeaderElectionConfig

	// stop tells it to end, and wait returns what lead returned.
	stop func()
	wait func() error
}

// runReplica leads with work until the test ends, or stop is called.
func runReplica(t *testing.T, client *fake.Clientset, work func(context.Context)) *replica {
	t.Helper()
	_, ctx := ktesting.NewTestContext(t)
	ctx, cancel := context.WithCancel(ctx)
	r := &replica{watchdog: leaderelection.NewLeaderHealthzAdaptor(leaseDuration), stop: cancel}
	var err error
	r.election, err = newElection(client.CoordinationV1(), "operators", r.watchdog)
	require.NoError(t, err)

	var running sync.WaitGroup
	var result error
	running.Go(func() { result = lead(ctx, r.election, work) })
	r.wait = func() error {
		running.Wait()
		return result
	}
	t.Cleanup(func() {
		cancel()
		running.Wait()
	})
	return r
}

func (r *replica) identity() string { return r.election.Lock.Identity() }

// holder is the identity of the replica that holds the lease, or empty.
func holder(t *testing.T, client *fake.Clientset) string {
	t.Helper()
	lease, err := client.CoordinationV1().Leases("operators").Get(t.Context(), leaseName, metav1.GetOptions{})
	if !assert.NoError(t, err) {
		return ""
	}
	return *lease.Spec.HolderIdentity
}

// failLeaseUpdates makes updates of leases fail once the returned flag is set.
func failLeaseUpdates(client *fake.Clientset) *atomic.Bool {
	var failing atomic.Bool
	client.PrependReactor("update", "leases", func(clienttesting.Action) (bool, runtime.Object, error) {
		return failing.Load(), nil, errors.New("the API server is away")
	})
	return &failing
}

func TestTheLeaseIsHeldUntilTheWorkHasEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newLeases()
		drained := make(chan string, 1)
		first := runReplica(t, client, func(ctx context.Context) {
			<-ctx.Done()
			// Longer than a lease lasts, so it has to be renewed meanwhile.
			<-time.After(time.Minute)
			drained <- holder(t, client)
		})
		controllertest.Pass(time.Hour)
		first.stop()
		require.NoError(t, first.wait())
		assert.Equal(t, first.identity(), <-drained)
		assert.Empty(t, holder(t, client), "and it is released then")
	})
}

func TestASecondReplicaWorksSoonAfterTheFirstHasEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newLeases()
		var busy, overlap atomic.Bool
		begun := make(chan time.Time, 2)
		work := func(ctx context.Context) {
			if !busy.CompareAndSwap(false, true) {
				overlap.Store(true)
			}
			begun <- time.Now()
			<-ctx.Done()
			<-time.After(time.Minute)
			busy.Store(false)
		}
		first := runReplica(t, client, work)
		<-begun
		second := runReplica(t, client, work)
		controllertest.Pass(time.Hour)
		require.Empty(t, begun, "the second waits")

		first.stop()
		require.NoError(t, first.wait())
		ended := time.Now()
		assert.Less(t, (<-begun).Sub(ended), 3*retryPeriod)
		second.stop()
		require.NoError(t, second.wait())
		assert.False(t, overlap.Load())
	})
}

func TestAReplicaThatVanishedIsReplaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newLeases()
		vanished, err := newElection(client.CoordinationV1(), "operators", nil)
		require.NoError(t, err)
		vanished.Callbacks = leaderelection.LeaderCallbacks{OnStartedLeading: func(context.Context) {}, OnStoppedLeading: func() {}}
		vanished.ReleaseOnCancel = false
		elector, err := leaderelection.NewLeaderElector(vanished)
		require.NoError(t, err)
		_, ctx := ktesting.NewTestContext(t)
		ctx, kill := context.WithCancel(ctx)
		time.AfterFunc(time.Hour, kill)
		elector.Run(ctx)

		died := time.Now()
		begun := make(chan time.Time, 1)
		runReplica(t, client, func(ctx context.Context) {
			begun <- time.Now()
			<-ctx.Done()
		})
		assert.Less(t, (<-begun).Sub(died), leaseDuration+3*retryPeriod)
	})
}

func TestALostLeaseEndsTheWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newLeases()
		failing := failLeaseUpdates(client)
		var told, ended time.Time
		r := runReplica(t, client, func(ctx context.Context) {
			<-ctx.Done()
			told = time.Now()
			<-time.After(10 * time.Second)
			ended = time.Now()
		})
		controllertest.Pass(time.Hour)
		lost := time.Now()
		failing.Store(true)

		require.ErrorIs(t, r.wait(), errLeaseLost)
		assert.Less(t, told.Sub(lost), leaseDuration, "the work is told before another replica can begin")
		assert.False(t, time.Now().Before(ended), "lead returns when the work has ended")
		assert.False(t, ended.IsZero())
	})
}

func TestAReplicaThatNeverLedEndsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newLeases()
		leader := runReplica(t, client, func(ctx context.Context) { <-ctx.Done() })
		controllertest.Pass(time.Minute)
		candidate := runReplica(t, client, func(context.Context) { t.Error("it must not work") })
		controllertest.Pass(time.Minute)

		stopped := time.Now()
		candidate.stop()
		require.NoError(t, candidate.wait())
		assert.Zero(t, time.Since(stopped))
		assert.Equal(t, leader.identity(), holder(t, client), "the lease stays with its holder")
	})
}

func TestTheWatchdogBarksWhenTheLeaderCannotRenew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newLeases()
		hang := &atomic.Bool{}
		client.PrependReactor("update", "leases", func(clienttesting.Action) (bool, runtime.Object, error) {
			if hang.Load() {
				<-time.After(time.Hour)
			}
			return false, nil, nil
		})
		r := runReplica(t, client, func(ctx context.Context) { <-ctx.Done() })
		controllertest.Pass(time.Hour)
		require.NoError(t, r.watchdog.Check(nil), "the leader renews")

		hang.Store(true)
		controllertest.Pass(3 * leaseDuration)
		require.Error(t, r.watchdog.Check(nil), "the leader's lease has expired, and it does not know")
		hang.Store(false)
	})
}

func TestAnElectionNeedsNothingButTheNamespace(t *testing.T) {
	election, err := newElection(newLeases().CoordinationV1(), "operators", nil)
	require.NoError(t, err)
	other, err := newElection(newLeases().CoordinationV1(), "operators", nil)
	require.NoError(t, err)
	assert.Equal(t, "operators/"+leaseName, election.Lock.Describe())
	assert.NotEqual(t, election.Lock.Identity(), other.Lock.Identity(), "two replicas on one host are two")
}
