// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package children

import (
	"context"
	"fmt"
	"slices"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// Set has the children of all kinds that a controller makes. The order of Stores is that in which children depend on each other: the
// last is applied when all others are.
type Set struct {
	Stores       []*Store
	Metadata     metadata.Interface
	FieldManager string
}

// Live returns the child of that name, or nil. Only what has been labelled as the informers want it is seen.
func (s *Set) Live(k kind.Kind, name cache.ObjectName) Object {
	for _, store := range s.Stores {
		if store.Kind == k {
			return store.live(name)
		}
	}
	return nil
}

// Observe adds to each state what there is. What is wanted and not in the caches is asked for: somebody else's object can have that
// name, and would be taken over by the first apply.
func (s *Set) Observe(ctx context.Context, states []State) error {
	return inParallel(states, func(state *State) error {
		store := s.store(state.Kind)
		state.Live = store.live(state.Name)
		known := state.Live != nil
		if !known && state.Wanted != nil {
			if err := s.ask(ctx, state); err != nil {
				return err
			}
		}
		if state.Live == nil {
			return nil
		}
		state.Applied = isApplied(state.Live, s.FieldManager)
		if !known || state.Wanted == nil {
			return nil
		}
		var err error
		state.InSync, err = store.inSync(state.Live, state.Wanted)
		return err
	})
}

func isApplied(object Object, fieldManager string) bool {
	return slices.ContainsFunc(object.GetManagedFields(), func(entry metav1.ManagedFieldsEntry) bool {
		return entry.Manager == fieldManager && entry.Operation == metav1.ManagedFieldsOperationApply && entry.Subresource == ""
	})
}

// ask reads the metadata of an object that is not in the caches.
func (s *Set) ask(ctx context.Context, state *State) error {
	live, err := s.Metadata.Resource(state.Kind.Resource()).Namespace(state.Name.Namespace).Get(ctx, state.Name.Name, metav1.GetOptions{})
	switch {
	case apierrors.IsNotFound(err):
	case err != nil:
		return fmt.Errorf("look for a %s called %q: %w", state.Kind, state.Name.Name, err)
	default:
		state.Live = live
	}
	return nil
}

// store panics for a kind that the Set does not have: that is a mistake in the program.
func (s *Set) store(k kind.Kind) *Store {
	for _, store := range s.Stores {
		if store.Kind == k {
			return store
		}
	}
	panic("children: no store of " + string(k))
}
