// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package controller_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/klog/v2/ktesting"

	"github.com/mcp-remote-endpoint/operator/pkg/controller"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
)

var errTest = errors.New("the API server is away")

// calls records when, since the start of the test's virtual time, each key was reconciled.
type calls struct {
	mu    sync.Mutex
	start time.Time
	at    map[string][]time.Duration
}

func newCalls() *calls { return &calls{start: time.Now(), at: map[string][]time.Duration{}} }

// add returns how often key was reconciled before.
func (c *calls) add(key string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at[key] = append(c.at[key], time.Since(c.start))
	return len(c.at[key]) - 1
}

func (c *calls) of(key string) []time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.at[key])
}

// run runs a loop until the test ends, or stop is called.
func run(t *testing.T, loop *controller.Loop[string], workers int) (stop func()) {
	t.Helper()
	_, ctx := ktesting.NewTestContext(t)
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() { loop.Run(ctx, workers) })
	stop = func() {
		cancel()
		running.Wait()
	}
	t.Cleanup(stop)
	return stop
}

func TestAnOutcomeSaysWhenItsKeyIsDueAgain(t *testing.T) {
	const ms, h = time.Millisecond, time.Hour
	always := func(outcome controller.Outcome) func(int) controller.Outcome {
		return func(int) controller.Outcome { return outcome }
	}
	for _, test := range []struct {
		name    string
		outcome func(call int) controller.Outcome
		during  time.Duration
		want    []time.Duration
	}{
		{"done is never due", always(controller.Done()), 24 * h, []time.Duration{0}},
		{"after is due after that time", always(controller.After(h)), 2 * h, []time.Duration{0, h, 2 * h}},
		{"retry is due after growing delays", always(controller.Retry(errTest)), 150 * ms, []time.Duration{0, 10 * ms, 30 * ms, 70 * ms, 150 * ms}},
		{"quiet is due after growing delays", always(controller.Quiet(errTest)), 150 * ms, []time.Duration{0, 10 * ms, 30 * ms, 70 * ms, 150 * ms}},
		{
			"after forgets the failures before it",
			func(call int) controller.Outcome {
				if call == 2 {
					return controller.After(h)
				}
				return controller.Retry(errTest)
			},
			h + 40*ms,
			[]time.Duration{0, 10 * ms, 30 * ms, h + 30*ms, h + 40*ms},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				calls := newCalls()
				loop := controller.NewLoop("outcomes", func(_ context.Context, key string) controller.Outcome {
					return test.outcome(calls.add(key))
				})
				run(t, loop, 2)
				loop.Add("key")
				controllertest.Pass(test.during)
				assert.Equal(t, test.want, calls.of("key"))
			})
		})
	}
}

func TestDoneForgetsTheFailuresBeforeIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := newCalls()
		loop := controller.NewLoop("forget", func(_ context.Context, key string) controller.Outcome {
			if calls.add(key) == 2 {
				return controller.Done()
			}
			return controller.Retry(errTest)
		})
		run(t, loop, 1)
		loop.Add("key")
		controllertest.Pass(time.Hour)
		loop.Add("key")
		controllertest.Pass(10 * time.Millisecond)
		assert.Equal(t, []time.Duration{
			0, 10 * time.Millisecond, 30 * time.Millisecond, time.Hour, time.Hour + 10*time.Millisecond,
		}, calls.of("key"))
	})
}

func TestDelaysGrowToHalfAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := newCalls()
		loop := controller.NewLoop("delays", func(_ context.Context, key string) controller.Outcome {
			calls.add(key)
			return controller.Quiet(errTest)
		})
		run(t, loop, 1)
		loop.Add("key")
		controllertest.Pass(3 * time.Minute)

		at := calls.of("key")
		var delays []time.Duration
		for i := range len(at) - 1 {
			delays = append(delays, at[i+1]-at[i])
		}
		const ms = time.Millisecond
		assert.Equal(t, []time.Duration{
			10 * ms, 20 * ms, 40 * ms, 80 * ms, 160 * ms, 320 * ms, 640 * ms, 1280 * ms, 2560 * ms, 5120 * ms, 10240 * ms, 20480 * ms,
			30 * time.Second, 30 * time.Second, 30 * time.Second, 30 * time.Second,
		}, delays)
	})
}

func TestAKeyThatWaitsIsReconciledOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := newCalls()
		loop := controller.NewLoop("coalesce", func(_ context.Context, key string) controller.Outcome {
			calls.add(key)
			<-time.After(time.Second)
			return controller.Done()
		})
		for range 10 {
			loop.Add("key")
		}
		run(t, loop, 4)
		synctest.Wait()
		assert.Equal(t, []time.Duration{0}, calls.of("key"), "added many times before a worker was free")

		for range 10 {
			loop.Add("key")
		}
		controllertest.Pass(time.Hour)
		assert.Equal(t, []time.Duration{0, time.Second}, calls.of("key"), "added many times while it was reconciled")
	})
}

func TestAKeyThatIsAddedWithDelaysIsReconciledOnceAfterTheShortest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := newCalls()
		loop := controller.NewLoop("add-after", func(_ context.Context, key string) controller.Outcome {
			calls.add(key)
			return controller.Done()
		})
		run(t, loop, 1)
		for _, delay := range []time.Duration{3 * time.Second, time.Second, 2 * time.Second} {
			loop.AddAfter("key", delay)
		}
		controllertest.Pass(time.Hour)
		assert.Equal(t, []time.Duration{time.Second}, calls.of("key"))
	})
}

func TestKeysAreReconciledSideBySideButNoneTwiceAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const workers = 8
		calls := newCalls()
		var overlap atomic.Bool
		busy := map[string]*atomic.Int32{}
		keys := []string{"a", "b", "c", "d", "e", "f", "g", "h"}
		for _, key := range keys {
			busy[key] = &atomic.Int32{}
		}
		loop := controller.NewLoop("concurrency", func(_ context.Context, key string) controller.Outcome {
			calls.add(key)
			if busy[key].Add(1) > 1 {
				overlap.Store(true)
			}
			defer busy[key].Add(-1)
			<-time.After(time.Second)
			return controller.Done()
		})
		run(t, loop, workers)
		// Each key is added again in the midst of its first reconcile.
		for range 2 {
			for _, key := range keys {
				loop.Add(key)
			}
			controllertest.Pass(500 * time.Millisecond)
		}
		controllertest.Pass(time.Hour)
		assert.False(t, overlap.Load(), "a key was reconciled by two workers at a time")
		for _, key := range keys {
			assert.Equal(t, []time.Duration{0, time.Second}, calls.of(key), key)
		}
	})
}

func TestAPanicIsContainedToItsKey(t *testing.T) {
	name := uniqueName()
	synctest.Test(t, func(t *testing.T) {
		calls := newCalls()
		loop := controller.NewLoop(name, func(_ context.Context, key string) controller.Outcome {
			if calls.add(key) == 0 && key == "bad" {
				panic("a bug")
			}
			return controller.Done()
		})
		run(t, loop, 1)
		loop.Add("bad")
		loop.Add("good")
		controllertest.Pass(time.Hour)
		assert.Equal(t, []time.Duration{0, 10 * time.Millisecond}, calls.of("bad"), "it is retried")
		assert.Equal(t, []time.Duration{0}, calls.of("good"), "the worker goes on")
	})
	assert.Equal(t, map[string]float64{name: 1}, counted(t, "mcp_operator_reconcile_panics_total", name, "controller"))
	assert.Equal(t, map[string]float64{"retry": 1, "done": 2}, counted(t, "mcp_operator_reconciles_total", name, "result"))
}

func TestShutdownFinishesWhatWasBegunAndBeginsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := newCalls()
		var interrupted error
		loop := controller.NewLoop("shutdown", func(ctx context.Context, key string) controller.Outcome {
			calls.add(key)
			if key == "delayed" {
				return controller.After(5 * time.Second)
			}
			<-time.After(10 * time.Second)
			interrupted = ctx.Err()
			return controller.Retry(errTest)
		})
		loop.Add("delayed")
		loop.Add("begun")
		loop.Add("waiting")
		stop := run(t, loop, 1)
		controllertest.Pass(time.Second)
		stop()

		assert.Equal(t, 10*time.Second, time.Since(calls.start), "Run returns when the reconcile that was begun has ended")
		require.NoError(t, interrupted, "which is not interrupted")
		controllertest.Pass(time.Hour)
		assert.Equal(t, []time.Duration{0}, calls.of("delayed"))
		assert.Equal(t, []time.Duration{0}, calls.of("begun"), "nor is it retried")
		assert.Empty(t, calls.of("waiting"))
	})
}

func TestAReconcileHasTwentySeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := newCalls()
		cause := make(chan error, 1)
		loop := controller.NewLoop("timeout", func(ctx context.Context, key string) controller.Outcome {
			if calls.add(key) > 0 {
				return controller.Done()
			}
			<-ctx.Done()
			cause <- ctx.Err()
			return controller.Retry(ctx.Err())
		})
		run(t, loop, 1)
		loop.Add("stuck")
		require.ErrorIs(t, <-cause, context.DeadlineExceeded)
		assert.Equal(t, 20*time.Second, time.Since(calls.start))
		controllertest.Pass(time.Hour)
		assert.Equal(t, []time.Duration{0, 20*time.Second + 10*time.Millisecond}, calls.of("stuck"), "it is retried")
	})
}
