// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package written

import (
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/resourceversion"
	"k8s.io/client-go/tools/cache"
)

// keptFor is how long a written object counts although the informer has not shown it: one that is deleted at once may never be
// shown. Informers are behind by less.
const keptFor = 30 * time.Second

// Object is a pointer to an object of the API, or an interface that holds one.
type Object interface {
	metav1.Object
	comparable
}

// Objects holds objects of one kind as they were written, until the informer has caught up. Without it, a name that is woken in between
// would be written again. client-go's MutationCache forgets, in v0.37, an object that is not in its store yet as soon as it is asked for it.
type Objects[T Object] struct {
	// cached is asked while mu is held: an object that is forgotten because the informer has shown it is in the cache by then.
	cached func(cache.ObjectName) T

	mu      sync.Mutex
	objects map[cache.ObjectName]entry[T]
}

// New returns Objects of an informer whose store cached looks into. It returns the zero T for an object that is not there.
func New[T Object](cached func(cache.ObjectName) T) *Objects[T] {
	return &Objects[T]{cached: cached, objects: map[cache.ObjectName]entry[T]{}}
}

// entry is an object as it was written last, or one that was deleted.
type entry[T Object] struct {
	object  T
	deleted bool
	at      time.Time
}

// Add keeps an object that was written, unless the informer was faster.
func (o *Objects[T]) Add(object T) {
	o.mu.Lock()
	defer o.mu.Unlock()
	var none T
	name := cache.MetaObjectToName(object)
	if cached := o.cached(name); cached == none || older(cached, object) {
		o.objects[name] = entry[T]{object: object, at: time.Now()}
	}
}

// Remove keeps in mind that an object was deleted.
func (o *Objects[T]) Remove(object T) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.objects[cache.MetaObjectToName(object)] = entry[T]{object: object, deleted: true, at: time.Now()}
}

// Get returns the newer one of what is cached and what was written, or the zero T if there is no such object.
func (o *Objects[T]) Get(name cache.ObjectName) T {
	o.mu.Lock()
	defer o.mu.Unlock()
	cached := o.cached(name)
	e, ok := o.objects[name]
	switch {
	case !ok:
		return cached
	case time.Since(e.at) > keptFor, e.outdatedBy(cached):
		delete(o.objects, name)
		return cached
	case e.deleted:
		var none T
		return none
	}
	return e.object
}

// outdatedBy says whether the cache has caught up.
func (e entry[T]) outdatedBy(cached T) bool {
	var none T
	if e.deleted {
		return cached == none || cached.GetUID() != e.object.GetUID()
	}
	return cached != none && !older(cached, e.object)
}

// Seen forgets what the informer has shown. It says whether that is just what was written, and so no news to whoever wrote it.
func (o *Objects[T]) Seen(object T) (echo bool) {
	o.forget(object, func(e entry[T]) bool {
		echo = !e.deleted && e.object.GetResourceVersion() == object.GetResourceVersion()
		return e.outdatedBy(object)
	})
	return echo
}

// Gone forgets an object that was deleted, and not another that has its name since.
func (o *Objects[T]) Gone(last T) {
	o.forget(last, func(e entry[T]) bool { return e.object.GetUID() == last.GetUID() })
}

func (o *Objects[T]) forget(object T, outdated func(entry[T]) bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	name := cache.MetaObjectToName(object)
	if e, ok := o.objects[name]; ok && outdated(e) {
		delete(o.objects, name)
	}
}

// older says whether a is an older version than b. Versions that cannot be compared count as new.
func older[T Object](a, b T) bool {
	order, err := resourceversion.CompareResourceVersion(a.GetResourceVersion(), b.GetResourceVersion())
	return err == nil && order < 0
}
