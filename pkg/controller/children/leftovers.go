// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package children

import (
	"context"
	"fmt"
	"slices"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// Leftover is an object that another operator made for an owner that is displaced, and that nobody needs any more.
type Leftover struct {
	Kind kind.Kind
	Name cache.ObjectName
}

// Remove deletes those leftovers that belong to a displaced owner.
func (s *Set) Remove(ctx context.Context, leftovers []Leftover, owner Owner) error {
	return inParallel(leftovers, func(l *Leftover) error {
		objects := s.Metadata.Resource(l.Kind.Resource()).Namespace(l.Name.Namespace)
		live, err := objects.Get(ctx, l.Name.Name, metav1.GetOptions{})
		if apierrors.IsNotFound(err) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("look for a %s called %q: %w", l.Kind, l.Name.Name, err)
		}
		controller := metav1.GetControllerOfNoCopy(live)
		if controller == nil || !slices.Contains(owner.Displaced, controller.UID) {
			return nil
		}
		err = objects.Delete(ctx, l.Name.Name, metav1.DeleteOptions{Preconditions: &metav1.Preconditions{UID: &live.UID}})
		if err != nil && !apierrors.IsNotFound(err) {
			return fmt.Errorf("delete %s %q: %w", l.Kind, l.Name.Name, err)
		}
		return nil
	})
}
