// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package children_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/children"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

const (
	manager         = "tester"
	applyConfigMap  = "apply configmaps default/child"
	applyDeployment = "apply deployments default/child"
)

func newSet(c *controllertest.Cluster) *children.Set {
	informers := c.KubeInformers("", "")
	return &children.Set{
		Metadata: c.Metadata, FieldManager: manager,
		Stores: children.Of([]kind.Kind{kind.ConfigMap, kind.Deployment}, c.Kube, informers, manager),
	}
}

func meta() metav1.ObjectMeta {
	return metav1.ObjectMeta{
		Namespace: controllertest.Namespace, Name: "child", OwnerReferences: []metav1.OwnerReference{{UID: "me", Controller: new(true)}},
	}
}

func state(wanted children.Object, live children.Object) children.State {
	k := kind.ConfigMap
	if _, ok := wanted.(*appsv1.Deployment); ok {
		k = kind.Deployment
	}
	return children.State{Kind: k, Name: cache.NewObjectName(controllertest.Namespace, "child"), Wanted: wanted, Live: live}
}

func apply(wanted, live children.Object) children.Op {
	return children.Op{Verb: children.Apply, State: state(wanted, live)}
}

func TestTheLastKindIsAppliedAfterTheOthers(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		var order []string
		c.Requests.Intercept(func(request string) error {
			order = append(order, request)
			return nil
		})
		result, err := newSet(c).Run(t.Context(), []children.Op{
			apply(&appsv1.Deployment{ObjectMeta: meta()}, nil), apply(&corev1.ConfigMap{ObjectMeta: meta()}, nil),
		})
		require.NoError(t, err)
		assert.Equal(t, []string{applyConfigMap, applyDeployment}, order)
		assert.Len(t, result.Applied, 2)
	})
}

func TestARefusalIsDataAndStopsWhatDependsOnIt(t *testing.T) {
	gone := schema.GroupResource{Resource: "configmaps"}
	refusals := map[string]error{
		"invalid":   apierrors.NewInvalid(schema.GroupKind{Kind: "ConfigMap"}, "child", nil),
		"forbidden": apierrors.NewForbidden(gone, "child", errors.New("a policy says no")),
		"malformed": apierrors.NewBadRequest("admission webhook denied the request"),
		"too large": apierrors.NewRequestEntityTooLargeError("too large"),
	}
	for name, refusal := range refusals {
		t.Run(name, func(t *testing.T) {
			controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
				fail(c, applyConfigMap, refusal)
				result, err := newSet(c).Run(t.Context(), []children.Op{
					apply(&corev1.ConfigMap{ObjectMeta: meta()}, nil), apply(&appsv1.Deployment{ObjectMeta: meta()}, nil),
				})
				require.NoError(t, err)
				require.Len(t, result.Refusals, 1)
				assert.Contains(t, result.Refusals[0].Message, refusal.Error())
				c.RequireWrites(t, applyConfigMap)
			})
		})
	}
}

func TestAFailureIsWorthAnotherTry(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		fail(c, applyConfigMap, apierrors.NewInternalError(errors.New("etcd is away")))
		result, err := newSet(c).Run(t.Context(), []children.Op{
			apply(&corev1.ConfigMap{ObjectMeta: meta()}, nil), apply(&appsv1.Deployment{ObjectMeta: meta()}, nil),
		})
		require.ErrorContains(t, err, `apply ConfigMap "child"`)
		assert.Empty(t, result.Refusals)
		c.RequireWrites(t, applyConfigMap)
	})
}

func fail(c *controllertest.Cluster, request string, err error) {
	c.Requests.Intercept(func(r string) error {
		if strings.HasPrefix(r, request) {
			return err
		}
		return nil
	})
}

// Between look and write, another object may have taken the name. It stays as it is.
func TestAnotherObjectOfTheNameIsNotTouched(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		other := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Namespace: controllertest.Namespace, Name: "child"}, Data: map[string]string{"a": "b"}}
		c.Create(t, other)
		seen := &corev1.ConfigMap{ObjectMeta: meta()}
		seen.UID = "the one before"
		set := newSet(c)
		_, err := set.Run(t.Context(), []children.Op{apply(&corev1.ConfigMap{ObjectMeta: meta()}, seen)})
		require.True(t, apierrors.IsConflict(err), "%v", err)
		removal := state(nil, seen)
		_, err = set.Run(t.Context(), []children.Op{{Verb: children.Delete, State: removal}})
		require.True(t, apierrors.IsConflict(err), "%v", err)
		assert.Equal(t, other.Data, controllertest.Get(t, c, other).Data)
		assert.Empty(t, controllertest.Get(t, c, other).OwnerReferences)
	})
}

// What a child had when it was seen is gone: it is not made again by an apply that meant to repair it.
func TestAChildThatIsGoneIsNotMadeAgainByARepair(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		seen := &corev1.ConfigMap{ObjectMeta: meta()}
		seen.UID = "gone"
		_, err := newSet(c).Run(t.Context(), []children.Op{apply(&corev1.ConfigMap{ObjectMeta: meta()}, seen)})
		require.True(t, apierrors.IsConflict(err), "%v", err)
		result, err := newSet(c).Run(t.Context(), []children.Op{{Verb: children.Delete, State: state(nil, seen)}})
		require.NoError(t, err, "that it is gone is what was wanted")
		assert.Empty(t, result.Refusals)
	})
}
