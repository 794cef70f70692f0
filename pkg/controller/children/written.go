// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package children

import (
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/util/resourceversion"
	"k8s.io/client-go/tools/cache"
)

// writtenFor is how long an applied child counts although the informer has not shown it: a child that is deleted at once may never be
// shown. Informers are behind by less.
const writtenFor = 30 * time.Second

// written holds children as they were applied, until the informer has caught up. Without it, a name that is woken in between would apply
// them again. client-go's MutationCache forgets, in v0.37, an object that is not in its store yet as soon as it is asked for it.
type written struct {
	mu      sync.Mutex
	applied map[cache.ObjectName]appliedObject
}

// appliedObject is a child as it was applied last, or one that was deleted.
type appliedObject struct {
	Object
	deleted bool
	at      time.Time
}

// add keeps an applied object, unless the informer, which has cached, was faster.
func (w *written) add(object, cached Object) {
	if cached == nil || older(cached, object) {
		w.put(appliedObject{Object: object, at: time.Now()})
	}
}

func (w *written) remove(object Object) {
	w.put(appliedObject{Object: object, deleted: true, at: time.Now()})
}

func (w *written) put(object appliedObject) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.applied == nil {
		w.applied = map[cache.ObjectName]appliedObject{}
	}
	w.applied[cache.MetaObjectToName(object)] = object
}

// newer returns the newer one of what is cached and what was written; both may be nil.
func (w *written) newer(name cache.ObjectName, cached Object) Object {
	w.mu.Lock()
	defer w.mu.Unlock()
	applied, ok := w.applied[name]
	switch {
	case !ok:
		return cached
	case time.Since(applied.at) > writtenFor, applied.outdatedBy(cached):
		delete(w.applied, name)
		return cached
	case applied.deleted:
		return nil
	}
	return applied.Object
}

// outdatedBy says whether the cache has caught up.
func (a appliedObject) outdatedBy(cached Object) bool {
	if a.deleted {
		return cached == nil || cached.GetUID() != a.GetUID()
	}
	return cached != nil && !older(cached, a)
}

// seen forgets what the informer has shown. It says whether that is just what was applied, and so no news to whoever applied it.
func (w *written) seen(object Object) (echo bool) {
	w.forget(object, func(applied appliedObject) bool {
		echo = !applied.deleted && applied.GetResourceVersion() == object.GetResourceVersion()
		return applied.outdatedBy(object)
	})
	return echo
}

// gone forgets an object that was deleted, and not another that has its name since.
func (w *written) gone(last Object) {
	w.forget(last, func(applied appliedObject) bool { return applied.GetUID() == last.GetUID() })
}

func (w *written) forget(object Object, outdated func(appliedObject) bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	name := cache.MetaObjectToName(object)
	if applied, ok := w.applied[name]; ok && outdated(applied) {
		delete(w.applied, name)
	}
}

// older says whether a is an older version than b. Versions that cannot be compared count as new.
func older(a, b Object) bool {
	order, err := resourceversion.CompareResourceVersion(a.GetResourceVersion(), b.GetResourceVersion())
	return err == nil && order < 0
}
