// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package written_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/written"
)

var name = cache.NewObjectName("", "a")

func version(v string, uid types.UID) *corev1.ConfigMap {
	return &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "a", ResourceVersion: v, UID: uid}}
}

// objects has a cache that holds at most one object.
type objects struct {
	*written.Objects[*corev1.ConfigMap]
	cached *corev1.ConfigMap
}

func newObjects() *objects {
	o := &objects{}
	o.Objects = written.New(func(cache.ObjectName) *corev1.ConfigMap { return o.cached })
	return o
}

func (o *objects) get(cached *corev1.ConfigMap) *corev1.ConfigMap {
	o.cached = cached
	return o.Get(name)
}

func (o *objects) add(object, cached *corev1.ConfigMap) {
	o.cached = cached
	o.Add(object)
}

func TestWhatWasAppliedCountsUntilTheCacheHasCaughtUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newObjects()
		assert.Nil(t, w.get(nil))
		applied := version("5", "x")
		w.add(applied, nil)
		assert.Equal(t, applied, w.get(nil), "not in the cache yet")
		assert.Equal(t, applied, w.get(nil), "and still not")
		assert.Equal(t, applied, w.get(version("4", "x")), "the cache has an older version")
		w.Seen(version("4", "x"))
		assert.Equal(t, applied, w.get(nil))
		assert.Equal(t, version("6", "x"), w.get(version("6", "x")), "the cache has a newer version")
		assert.Nil(t, w.get(nil), "the cache had it, so it is gone")

		w.add(applied, nil)
		assert.False(t, w.Seen(version("4", "x")), "an older version is news")
		assert.True(t, w.Seen(version("5", "x")), "what was applied is none")
		assert.False(t, w.Seen(version("5", "x")), "but only once")
		assert.Nil(t, w.get(nil), "the informer has shown it")

		w.add(applied, version("5", "x"))
		assert.Nil(t, w.get(nil), "the informer was faster")

		w.add(applied, version("4", "x"))
		w.Gone(version("3", "other"))
		assert.Equal(t, applied, w.get(nil), "an older object of that name went")
		w.Gone(version("4", "x"))
		assert.Nil(t, w.get(nil), "it went")

		w.add(applied, nil)
		controllertest.Pass(31 * time.Second)
		assert.Nil(t, w.get(nil), "nobody has ever shown it")
	})
}

func TestWhatWasDeletedIsGoneBeforeTheCacheSaysSo(t *testing.T) {
	w := newObjects()
	w.Remove(version("5", "x"))
	assert.Nil(t, w.get(version("5", "x")))
	w.Seen(version("6", "x"))
	assert.Nil(t, w.get(version("6", "x")), "a last change before it was deleted")
	assert.Equal(t, version("9", "y"), w.get(version("9", "y")), "another has the name by now")
	assert.Equal(t, version("5", "x"), w.get(version("5", "x")), "which is the last that was heard of it")
}
