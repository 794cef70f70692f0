// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package children

import (
	"context"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// Leftover is an object that another operator made for a predecessor, and that nobody needs any more.
type Leftover struct {
	Kind kind.Kind
	Name cache.ObjectName
}

// Remove deletes those leftovers that belong to the owner, which took over what another operator made for it, or to a predecessor.
func (s *Set) Remove(ctx context.Context, leftovers []Leftover, owner Owner) error {
	return inParallel(leftovers, func(l *Leftover) error {
		live, err := s.look(ctx, l.Kind, l.Name)
		if err != nil || live == nil {
			return err
		}
		controller := metav1.GetControllerOfNoCopy(live)
		if !owner.Succeeds(controller) && (controller == nil || controller.UID != owner.UID) {
			return nil
		}
		if err := s.delete(ctx, l.Kind, l.Name, live.UID); err != nil {
			return fmt.Errorf("delete %s %q: %w", l.Kind, l.Name.Name, err)
		}
		return nil
	})
}

// look reads the metadata of an object, and returns nil if there is none.
func (s *Set) look(ctx context.Context, k kind.Kind, name cache.ObjectName) (*metav1.PartialObjectMetadata, error) {
	live, err := s.Metadata.Resource(k.Resource()).Namespace(name.Namespace).Get(ctx, name.Name, metav1.GetOptions{})
	switch {
	case apierrors.IsNotFound(err):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("look for a %s called %q: %w", k, name.Name, err)
	}
	return live, nil
}
