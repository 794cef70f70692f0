// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package group

import (
	"sync"
	"time"

	"k8s.io/client-go/tools/cache"
)

const (
	// quiet is how long a group must not have changed for a burst of changes to be over. A burst that has gone on for long needs a
	// longer silence: a quarter of its length, so that a busy API server does not make several bursts of one.
	quiet = time.Second

	// patience is how long the first change of a burst waits at most, however long the burst goes on.
	patience = time.Minute
)

// bursts are the groups that have changed and were not looked at since. For each of them, a visit by a worker is due. The zero value
// is empty.
type bursts struct {
	mu     sync.Mutex
	groups map[cache.ObjectName]burst
}

// burst is when the first and the last change were seen.
type burst struct{ first, last time.Time }

// add notes a change. It returns true for the first of a burst: then the caller makes a worker visit the group.
func (b *bursts) add(group cache.ObjectName, now time.Time) (first bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	known, ok := b.groups[group]
	if !ok {
		known.first = now
	}
	known.last = now
	if b.groups == nil {
		b.groups = map[cache.ObjectName]burst{}
	}
	b.groups[group] = known
	return !ok
}

// end returns how long a group's burst still goes on. If that is 0, the burst is forgotten; otherwise the group has to be visited
// again after that time.
func (b *bursts) end(group cache.ObjectName, now time.Time) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	if left := b.groups[group].left(now); left > 0 {
		return left
	}
	delete(b.groups, group)
	return 0
}

// forget ends a burst, whether or not it is over.
func (b *bursts) forget(group cache.ObjectName) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.groups, group)
}

func (b burst) left(now time.Time) time.Duration {
	silence := max(quiet, b.last.Sub(b.first)/4)
	return min(b.last.Add(silence).Sub(now), b.first.Add(patience).Sub(now))
}
