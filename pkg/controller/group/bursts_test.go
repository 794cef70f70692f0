// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package group_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/group"
)

// createMany makes endpoints, ten at a time, with pauses between, and returns how often the group was written meanwhile.
func createMany(t *testing.T, c *controllertest.Cluster, count int, pause time.Duration) (writes int) {
	t.Helper()
	const together = 10
	for n := 0; n < count; n += together {
		for i := range together {
			c.Create(t, controllertest.Endpoint(fmt.Sprintf("member-%04d", n+i)))
		}
		controllertest.Pass(pause)
		writes += len(c.Requests.Writes())
	}
	return writes
}

func TestABurstOfFiveThousandCreationsCostsOneWrite(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		c.Create(t, newTools())
		assert.Zero(t, createMany(t, c, 5000, 50*time.Millisecond), "writes during the 25 seconds of the burst")
		controllertest.Pass(7 * time.Second)
		c.RequireWrites(t, writeTools)
		status := controllertest.Get(t, c, newTools()).Status
		assert.EqualValues(t, 5000, status.RemoteEndpointCount)
		require.Len(t, status.RemoteEndpoints, 5000)
		assert.IsIncreasing(t, status.RemoteEndpoints)
		c.RequireQuiet(t, day)
	})
}

func TestABurstIsNotOverForAPauseThatIsShortForItsLength(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		c.Create(t, newTools())
		assert.Zero(t, createMany(t, c, 200, 500*time.Millisecond))
		controllertest.Pass(3 * quiet / 2)
		c.RequireWrites(t)
		c.Create(t, controllertest.Endpoint("last"))
		controllertest.Pass(4 * time.Second)
		c.RequireWrites(t, writeTools)
		c.RequireQuiet(t, day)
	})
}

func TestALongBurstIsWrittenEveryMinute(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		c.Create(t, newTools())
		assert.Equal(t, 2, createMany(t, c, 2500, 500*time.Millisecond), "writes during the 125 seconds of the burst")
		controllertest.Pass(2 * quiet)
		c.RequireWrites(t, writeTools)
		assert.EqualValues(t, 2500, controllertest.Get(t, c, newTools()).Status.RemoteEndpointCount)
		c.RequireQuiet(t, day)
	})
}

func TestABurstBeforeTheGroupExistsDelaysNothing(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		assert.Zero(t, createMany(t, c, 100, 500*time.Millisecond))
		c.Create(t, newTools())
		controllertest.Pass(quiet)
		c.RequireWrites(t, writeTools)
		assert.EqualValues(t, 100, controllertest.Get(t, c, newTools()).Status.RemoteEndpointCount)
	})
}

func TestABurstOfOneGroupDoesNotDelayAnother(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		c.Create(t, newTools(), newGroup("other"))
		controllertest.Pass(quiet)
		c.RequireWrites(t, writeTools, writeOther)

		elsewhere := newProxy("proxy")
		elsewhere.Spec.GroupRef.Name = "other"
		c.Create(t, elsewhere)
		for i := range 10 {
			c.Create(t, controllertest.Endpoint(fmt.Sprintf("member-%d", i)))
			controllertest.Pass(quiet / 10)
		}
		c.RequireWrites(t, writeOther)
		requireMembers(t, c, newGroup("other"), group.Members{RemoteProxies: []string{"proxy"}})
		controllertest.Pass(quiet)
		c.RequireWrites(t, writeTools)
	})
}

func TestWhatMembersReportDelaysNothing(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		c.Create(t, newTools(), controllertest.Endpoint("a"))
		for n := range 20 {
			controllertest.Pass(quiet / 10)
			endpoint := controllertest.Get(t, c, controllertest.Endpoint("a"))
			endpoint.Status.ObservedGeneration = int64(n)
			c.UpdateStatus(t, endpoint)
		}
		c.RequireWrites(t, writeTools)
		c.RequireQuiet(t, day)
	})
}
