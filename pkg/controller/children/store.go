// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package children

import (
	"context"
	"encoding/json"
	"fmt"

	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/written"
)

// Object is a child of any kind.
type Object interface {
	metav1.Object
	runtime.Object
}

// object is a child whose type is known.
type object interface {
	Object
	comparable
}

// Store has the children of one kind, and applies them.
type Store struct {
	Kind kind.Kind
	// Informer must run for the Store to know what there is.
	Informer cache.SharedIndexInformer

	written *written.Objects[Object]

	live     func(name cache.ObjectName) Object
	remember func(Object)
	inSync   func(live, wanted Object) (bool, error)
	get      func(ctx context.Context, name cache.ObjectName) (Object, error)
	apply    func(ctx context.Context, live, wanted Object) (Object, error)
	wake     func(keys func(cache.ObjectName) []cache.ObjectName, add func(cache.ObjectName)) (cache.DoneChecker, error)
}

// resource is what differs from kind to kind: T is the type of its objects, and C that of its apply configurations.
type resource[T object, C any] struct {
	kind     kind.Kind
	informer cache.TypedSharedIndexInformer[T]
	// empty is an apply configuration that names kind and object.
	empty   func(name, namespace string) *C
	extract func(object T, fieldManager string) (*C, error)
	client  func(namespace string) applier[T, C]
	// keep returns what has to be applied by another field manager first, so that it stays as it is when this one gives it up, or nil.
	// It is nil for a kind that has no such field.
	keep func(applied, config *C, live T) *C
}

// applier is the part of a typed client that is needed here.
type applier[T Object, C any] interface {
	Get(ctx context.Context, name string, options metav1.GetOptions) (T, error)
	Apply(ctx context.Context, config *C, options metav1.ApplyOptions) (T, error)
}

func newStore[T object, C any](r resource[T, C], fieldManager string) *Store {
	applied, inSync := written.New(r.cached), &memory{}
	return &Store{
		Kind:     r.kind,
		Informer: r.informer,
		written:  applied,
		live:     applied.Get,
		inSync: func(live, wanted Object) (bool, error) {
			return inSync.ask(live, wanted, func() (bool, error) { return r.inSync(live, wanted, fieldManager) })
		},
		remember: applied.Add,
		get: func(ctx context.Context, name cache.ObjectName) (Object, error) {
			return r.client(name.Namespace).Get(ctx, name.Name, metav1.GetOptions{})
		},
		apply: func(ctx context.Context, live, wanted Object) (Object, error) {
			object, err := r.apply(ctx, live, wanted, fieldManager)
			if err != nil {
				return nil, err
			}
			applied.Add(object)
			if live == nil {
				inSync.applied(object, wanted)
			}
			return object, nil
		},
		wake: func(keys func(cache.ObjectName) []cache.ObjectName, add func(cache.ObjectName)) (cache.DoneChecker, error) {
			return r.wake(applied, inSync, keys, add)
		},
	}
}

// cached returns nil for what the informer has not shown.
func (r resource[T, C]) cached(name cache.ObjectName) Object {
	object, _, _ := r.informer.GetStore().GetByKey(name.String())
	cached, _ := object.(Object)
	return cached
}

func (r resource[T, C]) inSync(live, wanted Object, fieldManager string) (bool, error) {
	typed, ok := live.(T)
	if !ok {
		return false, nil
	}
	config, err := r.config(wanted)
	if err != nil {
		return false, err
	}
	applied, err := r.extract(typed, fieldManager)
	if err != nil {
		return false, fmt.Errorf("extract what %s applied to %s %q: %w", fieldManager, r.kind, live.GetName(), err)
	}
	return equality.Semantic.DeepEqual(applied, config), nil
}

func (r resource[T, C]) apply(ctx context.Context, live, wanted Object, fieldManager string) (Object, error) {
	config, err := r.config(wanted)
	if err != nil {
		return nil, err
	}
	if err := r.handOver(ctx, live, config, fieldManager); err != nil {
		return nil, err
	}
	// Without an observed object, do not force: another may have been created since.
	known := live != nil
	return r.client(wanted.GetNamespace()).Apply(ctx, config, metav1.ApplyOptions{FieldManager: fieldManager, Force: known})
}

// handOver lets go of fields without changing them: a field that nobody applies any more would fall back to its default.
func (r resource[T, C]) handOver(ctx context.Context, live Object, config *C, fieldManager string) error {
	typed, ok := live.(T)
	if !ok || r.keep == nil {
		return nil
	}
	applied, err := r.extract(typed, fieldManager)
	if err != nil {
		return fmt.Errorf("extract what %s applied to %s %q: %w", fieldManager, r.kind, live.GetName(), err)
	}
	kept := r.keep(applied, config, typed)
	if kept == nil {
		return nil
	}
	_, err = r.client(live.GetNamespace()).Apply(ctx, kept, metav1.ApplyOptions{FieldManager: fieldManager + "-released", Force: true})
	return err
}

// config turns an object into an apply configuration. What has no value is left out: it would be applied, but never be seen as applied.
func (r resource[T, C]) config(wanted Object) (*C, error) {
	fields, err := runtime.DefaultUnstructuredConverter.ToUnstructured(wanted)
	if err != nil {
		return nil, fmt.Errorf("encode %s %q: %w", r.kind, wanted.GetName(), err)
	}
	prune(fields)
	data, err := json.Marshal(fields)
	if err != nil {
		return nil, fmt.Errorf("encode %s %q: %w", r.kind, wanted.GetName(), err)
	}
	config := r.empty(wanted.GetName(), wanted.GetNamespace())
	if err := json.Unmarshal(data, config); err != nil {
		return nil, fmt.Errorf("turn %s %q into an apply configuration: %w", r.kind, wanted.GetName(), err)
	}
	return config, nil
}

// wake tells applied what the informer shows before it wakes the keys, so that they do not see what is no more.
func (r resource[T, C]) wake(
	applied *written.Objects[Object], inSync *memory, keys func(cache.ObjectName) []cache.ObjectName, add func(cache.ObjectName),
) (cache.DoneChecker, error) {
	addAll := func(name cache.ObjectName) {
		for _, key := range keys(name) {
			add(key)
		}
	}
	changed := func(object T) {
		if !applied.Seen(object) {
			addAll(cache.MetaObjectToName(object))
		}
	}
	registration, err := r.informer.AddTypedEventHandler(cache.TypedResourceEventHandlerFuncs[T]{
		AddFunc:    changed,
		UpdateFunc: func(_, after T) { changed(after) },
		DeleteFunc: func(deleted cache.DeletedObject[T]) {
			var none T
			if deleted.OptionalObj != none {
				applied.Gone(deleted.OptionalObj)
			}
			inSync.forget(deleted.GetObjectName())
			addAll(deleted.GetObjectName())
		},
	})
	if err != nil {
		return nil, err
	}
	return registration.HasSyncedChecker(), nil
}

// Wake wakes the keys that a child's name leads to whenever such a child appears, changes or goes, by anybody's hand but our own.
func (s *Store) Wake(keys func(cache.ObjectName) []cache.ObjectName, add func(cache.ObjectName)) (cache.DoneChecker, error) {
	return s.wake(keys, add)
}
