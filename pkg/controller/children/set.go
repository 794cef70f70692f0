// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package children

import (
	"context"
	"fmt"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// Set has the children of all kinds that a controller makes.
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

// Own returns the child of that name if it belongs to the owner, or will, and nil otherwise.
func (s *Set) Own(k kind.Kind, name cache.ObjectName, owner Owner) Object {
	return s.ownOf(s.Live(k, name), owner)
}

// Find is Own for a child that another operator may have made. It asks for what is not in the caches.
func (s *Set) Find(ctx context.Context, k kind.Kind, name cache.ObjectName, owner Owner) (Object, error) {
	state := State{Kind: k, Name: name, Live: s.Live(k, name)}
	if state.Live == nil {
		if err := s.ask(ctx, &state); err != nil {
			return nil, err
		}
	}
	return s.ownOf(state.Live, owner), nil
}

func (s *Set) ownOf(live Object, owner Owner) Object {
	if live == nil {
		return nil
	}
	_, applied := appliedAt(live, s.FieldManager)
	if own, inherited := owner.has(live, applied); !own && !inherited {
		return nil
	}
	return live
}

// Observe adds to each state what there is. What is wanted and not in the caches is asked for: somebody else's object can have that
// name, and would be taken over by the first apply.
func (s *Set) Observe(ctx context.Context, states []State) error {
	return inParallel(states, func(state *State) error {
		store := s.store(state.Kind)
		state.Live = store.live(state.Name)
		if state.Live == nil && state.Wanted != nil {
			if err := s.ask(ctx, state); err != nil {
				return err
			}
		}
		if state.Live != nil {
			state.AppliedAt, state.Applied = appliedAt(state.Live, s.FieldManager)
			state.Updated = makers(state.Live).Len() > 0
		}
		return nil
	})
}

// Compare finds out which of the states that were observed are in sync.
func (s *Set) Compare(states []State) error {
	return inParallel(states, func(state *State) (err error) {
		if state.Live != nil && state.Wanted != nil {
			state.InSync, err = s.store(state.Kind).inSync(state.Live, state.Wanted)
		}
		return err
	})
}

// appliedAt says when a field manager last changed an object by applying it, and whether it ever did.
func appliedAt(object Object, fieldManager string) (at time.Time, ok bool) {
	for _, entry := range object.GetManagedFields() {
		if entry.Manager != fieldManager || entry.Operation != metav1.ManagedFieldsOperationApply || entry.Subresource != "" {
			continue
		}
		if entry.Time != nil {
			at = entry.Time.Time
		}
		return at, true
	}
	return at, false
}

// ask looks for an object that is not in the caches.
func (s *Set) ask(ctx context.Context, state *State) error {
	live, err := s.store(state.Kind).get(ctx, state.Name)
	switch {
	case apierrors.IsNotFound(err):
		return nil
	case err != nil:
		return fmt.Errorf("look for a %s called %q: %w", state.Kind, state.Name.Name, err)
	}
	state.Live = live
	return nil
}

// Remember keeps a child as it is after it was written otherwise than by Run, until the informer shows it.
func (s *Set) Remember(k kind.Kind, object Object) { s.store(k).remember(object) }

// delete removes the object of that UID, and no other that has its name since. That it is gone already is no error.
func (s *Set) delete(ctx context.Context, k kind.Kind, name cache.ObjectName, uid types.UID) error {
	err := s.Metadata.Resource(k.Resource()).Namespace(name.Namespace).
		Delete(ctx, name.Name, metav1.DeleteOptions{Preconditions: &metav1.Preconditions{UID: &uid}})
	if apierrors.IsNotFound(err) {
		return nil
	}
	return err
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
