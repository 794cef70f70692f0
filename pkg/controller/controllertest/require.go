// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package controllertest

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// RequireWrites waits until nothing moves, and requires that the writes since the last call are these, in any order.
// Reads until then are forgotten.
func (c *Cluster) RequireWrites(t testing.TB, want ...string) {
	t.Helper()
	synctest.Wait()
	c.Requests.Reads()
	require.Equal(t, sorted(want), c.Requests.Writes(), "writes")
}

// RequireReads waits until nothing moves, and requires that there were no writes since the last call, and these reads.
func (c *Cluster) RequireReads(t testing.TB, want ...string) {
	t.Helper()
	synctest.Wait()
	require.Empty(t, c.Requests.Writes(), "writes")
	require.Equal(t, sorted(want), c.Requests.Reads(), "reads")
}

// RequireEvents waits until nothing moves, and requires that the events since the last call are these, in any order.
func (c *Cluster) RequireEvents(t testing.TB, want ...string) {
	t.Helper()
	synctest.Wait()
	require.Equal(t, sorted(want), c.Recorder.Events(), "events")
}

// RequireQuiet lets so much time pass, and requires that nothing was read or written meanwhile, that no write was made
// since the last call of RequireWrites, and no event went out.
func (c *Cluster) RequireQuiet(t testing.TB, period time.Duration) {
	t.Helper()
	c.RequireWrites(t)
	Pass(period)
	c.RequireReads(t)
	c.RequireEvents(t)
}

func sorted(lines []string) []string {
	// The recorders' empty lists are nil.
	return slices.Sorted(slices.Values(lines))
}
