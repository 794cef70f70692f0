// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package interest

import (
	"sync"

	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// Subject is what work can be based on: an object, whether or not there is one.
type Subject struct {
	Kind kind.Kind
	Name cache.ObjectName
}

// Interests are the subjects of the last pass over each key. The zero value is empty, and safe for concurrent use.
type Interests struct {
	mu       sync.Mutex
	subjects map[cache.ObjectName]sets.Set[Subject]
	keys     map[Subject]sets.Set[cache.ObjectName]
}

// Pass is one look at all that a key is about. There is one pass over a key at a time.
type Pass struct {
	interests *Interests
	key       cache.ObjectName
	seen      sets.Set[Subject]
}

// Begin starts a pass. Until it ends, changes of what earlier passes were about count as well.
func (i *Interests) Begin(key cache.ObjectName) *Pass {
	return &Pass{interests: i, key: key, seen: sets.New[Subject]()}
}

// In is to be called before a subject is looked at, so that no change goes unnoticed. It returns false for one that the pass has seen already.
func (p *Pass) In(subject Subject) (first bool) {
	if p.seen.Has(subject) {
		return false
	}
	p.seen.Insert(subject)
	p.interests.add(p.key, subject)
	return true
}

// End forgets what earlier passes were about and this one was not.
func (p *Pass) End() { p.interests.keep(p.key, p.seen) }

// Of lists the keys whose passes were about a subject, in no order.
func (i *Interests) Of(subject Subject) []cache.ObjectName {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.keys[subject].UnsortedList()
}

func (i *Interests) add(key cache.ObjectName, subject Subject) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.keys == nil {
		i.subjects, i.keys = map[cache.ObjectName]sets.Set[Subject]{}, map[Subject]sets.Set[cache.ObjectName]{}
	}
	insert(i.subjects, key, subject)
	insert(i.keys, subject, key)
}

func (i *Interests) keep(key cache.ObjectName, kept sets.Set[Subject]) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for subject := range i.subjects[key].Difference(kept) {
		remove(i.subjects, key, subject)
		remove(i.keys, subject, key)
	}
}

func insert[K, V comparable](all map[K]sets.Set[V], key K, value V) {
	if all[key] == nil {
		all[key] = sets.New[V]()
	}
	all[key].Insert(value)
}

func remove[K, V comparable](all map[K]sets.Set[V], key K, value V) {
	if all[key].Delete(value); all[key].Len() == 0 {
		delete(all, key)
	}
}
