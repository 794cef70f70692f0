// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package children

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"sync"

	"k8s.io/client-go/tools/cache"
)

// memory remembers which version of a child has all that was wanted of it: to find out takes a hundred times as long as to remember, and
// a name is looked at many times before its children change.
type memory struct {
	mu    sync.Mutex
	known map[cache.ObjectName]knownChild
}

type knownChild struct {
	version string
	wanted  [sha256.Size]byte
}

// ask asks whether live has all that is wanted, unless it is known.
func (m *memory) ask(live, wanted Object, ask func() (bool, error)) (bool, error) {
	name := cache.MetaObjectToName(live)
	child, err := childOf(live, wanted)
	if err != nil {
		return false, err
	}
	if m.knows(name, child) {
		return true, nil
	}
	inSync, err := ask()
	if inSync {
		m.remember(name, child)
	}
	return inSync, err
}

// applied notes that a new child has all that was wanted, having just been applied.
func (m *memory) applied(live, wanted Object) {
	if child, err := childOf(live, wanted); err == nil {
		m.remember(cache.MetaObjectToName(live), child)
	}
}

func childOf(live, wanted Object) (knownChild, error) {
	data, err := json.Marshal(wanted)
	if err != nil {
		return knownChild{}, fmt.Errorf("encode %q: %w", wanted.GetName(), err)
	}
	return knownChild{live.GetResourceVersion(), sha256.Sum256(data)}, nil
}

func (m *memory) knows(name cache.ObjectName, child knownChild) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	known, ok := m.known[name]
	return ok && known == child
}

func (m *memory) remember(name cache.ObjectName, child knownChild) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil {
		m.known = map[cache.ObjectName]knownChild{}
	}
	m.known[name] = child
}

func (m *memory) forget(name cache.ObjectName) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.known, name)
}
