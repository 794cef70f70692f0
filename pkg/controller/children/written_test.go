// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package children

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
)

var name = cache.NewObjectName("", "a")

func version(v string, uid types.UID) Object {
	return &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "a", ResourceVersion: v, UID: uid}}
}

func TestWhatWasAppliedCountsUntilTheCacheHasCaughtUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &written{}
		assert.Nil(t, w.newer(name, nil))
		applied := version("5", "x")
		w.add(applied, nil)
		assert.Equal(t, applied, w.newer(name, nil), "not in the cache yet")
		assert.Equal(t, applied, w.newer(name, nil), "and still not")
		assert.Equal(t, applied, w.newer(name, version("4", "x")), "the cache has an older version")
		w.seen(version("4", "x"))
		assert.Equal(t, applied, w.newer(name, nil))
		assert.Equal(t, version("6", "x"), w.newer(name, version("6", "x")), "the cache has a newer version")
		assert.Nil(t, w.newer(name, nil), "the cache had it, so it is gone")

		w.add(applied, nil)
		assert.False(t, w.seen(version("4", "x")), "an older version is news")
		assert.True(t, w.seen(version("5", "x")), "what was applied is none")
		assert.False(t, w.seen(version("5", "x")), "but only once")
		assert.Nil(t, w.newer(name, nil), "the informer has shown it")

		w.add(applied, version("5", "x"))
		assert.Nil(t, w.newer(name, nil), "the informer was faster")

		w.add(applied, version("4", "x"))
		w.gone(version("3", "other"))
		assert.Equal(t, applied, w.newer(name, nil), "an older object of that name went")
		w.gone(version("4", "x"))
		assert.Nil(t, w.newer(name, nil), "it went")

		w.add(applied, nil)
		controllertest.Pass(writtenFor + time.Second)
		assert.Nil(t, w.newer(name, nil), "nobody has ever shown it")
	})
}

func TestWhatWasDeletedIsGoneBeforeTheCacheSaysSo(t *testing.T) {
	w := &written{}
	w.remove(version("5", "x"))
	assert.Nil(t, w.newer(name, version("5", "x")))
	w.seen(version("6", "x"))
	assert.Nil(t, w.newer(name, version("6", "x")), "a last change before it was deleted")
	assert.Equal(t, version("9", "y"), w.newer(name, version("9", "y")), "another has the name by now")
	assert.Equal(t, version("5", "x"), w.newer(name, version("5", "x")), "which is the last that was heard of it")
}
