// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package burst

import (
	"sync"
	"time"

	"k8s.io/client-go/tools/cache"
)

const (
	// Quiet is how long nothing must have changed for a burst of changes to be over. A burst that has gone on for long needs a
	// longer silence: a quarter of its length, so that a busy API server does not make several bursts of one.
	Quiet = time.Second

	// patience is how long the first change of a burst waits at most, however long the burst goes on.
	patience = time.Minute
)

// Bursts are the names that something has changed for and were not looked at since. For each of them, a visit by a worker is due. The zero value
// is empty.
type Bursts struct {
	mu    sync.Mutex
	names map[cache.ObjectName]burst
}

// burst is when the first and the last change were seen.
type burst struct{ first, last time.Time }

// Add notes a change. It returns true for the first of a burst: then the caller makes a worker visit the name.
func (b *Bursts) Add(name cache.ObjectName, now time.Time) (first bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	known, ok := b.names[name]
	if !ok {
		known.first = now
	}
	known.last = now
	if b.names == nil {
		b.names = map[cache.ObjectName]burst{}
	}
	b.names[name] = known
	return !ok
}

// End returns how long a burst still goes on. If that is 0, the burst is forgotten; otherwise the name has to be visited
// again after that time.
func (b *Bursts) End(name cache.ObjectName, now time.Time) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	if left := b.names[name].left(now); left > 0 {
		return left
	}
	delete(b.names, name)
	return 0
}

// Forget ends a burst, whether or not it is over.
func (b *Bursts) Forget(name cache.ObjectName) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.names, name)
}

func (b burst) left(now time.Time) time.Duration {
	silence := max(Quiet, b.last.Sub(b.first)/4)
	return min(b.last.Add(silence).Sub(now), b.first.Add(patience).Sub(now))
}
