// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package confirm

import (
	"context"
	"errors"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/client-go/metadata"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/children"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
)

// errCachesBehind means that the caches do not hold what the API server has.
var errCachesBehind = errors.New("the caches are behind the API server")

// Missing asks for what the caches do not hold, and returns a conflict if there is some of it. An object can be seen before the group that was
// created first; to report such a group as missing would cost one wrong write and one to correct it.
func Missing(ctx context.Context, client metadata.Interface, namespace string, missing []references.Reference) error {
	for _, ref := range missing {
		if len(validation.IsDNS1123Subdomain(ref.Name)) > 0 {
			continue // no object can have that name, and as part of a path it could lead to another object
		}
		_, err := client.Resource(ref.Kind.Resource()).Namespace(namespace).Get(ctx, ref.Name, metav1.GetOptions{})
		switch {
		case apierrors.IsNotFound(err):
		case err != nil:
			return fmt.Errorf("make sure that %s %q is missing: %w", ref.Kind, ref.Name, err)
		default:
			return apierrors.NewConflict(ref.Kind.Resource().GroupResource(), ref.Name, errCachesBehind)
		}
	}
	return nil
}

// Owner asks for the owner of children before these are made again, or made its own again, and returns a conflict if it is gone or going.
// Children go, or lose their owner, when that is deleted, and the caches may learn of it in another order. For an owner that
// was never served, whose children are made for the first time, it need not be called.
func Owner(ctx context.Context, client metadata.Interface, k kind.Kind, owner metav1.Object, ops []children.Op) error {
	if !again(ops) {
		return nil
	}
	resource := k.Resource()
	live, err := client.Resource(resource).Namespace(owner.GetNamespace()).Get(ctx, owner.GetName(), metav1.GetOptions{})
	if err != nil {
		return fmt.Errorf("make sure that the %s is there: %w", k, err)
	}
	if live.UID != owner.GetUID() || live.DeletionTimestamp != nil {
		return apierrors.NewConflict(resource.GroupResource(), owner.GetName(), errCachesBehind)
	}
	return nil
}

func again(ops []children.Op) bool {
	for _, op := range ops {
		if op.Live == nil || metav1.GetControllerOfNoCopy(op.Live) == nil {
			return true
		}
	}
	return false
}
