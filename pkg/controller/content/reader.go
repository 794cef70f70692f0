// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package content

import (
	"context"
	"fmt"
	"maps"
	"sync"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	corev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
)

// reader gives what is to be known of objects of one kind. It is safe for concurrent use.
type reader[T any] struct {
	get func(ctx context.Context, name cache.ObjectName) (version string, content T, err error)

	mu    sync.Mutex
	known map[cache.ObjectName]versioned[T]
}

type versioned[T any] struct {
	version string
	content T
}

// secretReader returns a reader of Secrets. It needs the right to get them.
func secretReader(client corev1.SecretsGetter) *reader[digest.Digest] {
	return newReader(func(ctx context.Context, name cache.ObjectName) (string, digest.Digest, error) {
		// At high verbosity client-go logs the bodies of answers, and this one has the values in it.
		ctx = klog.NewContext(ctx, klog.Logger{})
		secret, err := client.Secrets(name.Namespace).Get(ctx, name.Name, metav1.GetOptions{})
		if err != nil {
			return "", nil, err
		}
		return secret.ResourceVersion, digest.Of(name.String(), secret.Data), nil
	})
}

// configMapReader returns a reader of ConfigMaps. It needs the right to get them.
func configMapReader(client corev1.ConfigMapsGetter) *reader[digest.Digest] {
	return newReader(func(ctx context.Context, name cache.ObjectName) (string, digest.Digest, error) {
		configMap, err := client.ConfigMaps(name.Namespace).Get(ctx, name.Name, metav1.GetOptions{})
		if err != nil {
			return "", nil, err
		}
		found := digest.Of(name.String(), configMap.Data)
		maps.Copy(found, digest.Of(name.String(), configMap.BinaryData))
		return configMap.ResourceVersion, found, nil
	})
}

// textReader returns a reader of the data of ConfigMaps. It is for those that hold configuration for the operator itself.
func textReader(client corev1.ConfigMapsGetter) *reader[map[string]string] {
	return newReader(func(ctx context.Context, name cache.ObjectName) (string, map[string]string, error) {
		configMap, err := client.ConfigMaps(name.Namespace).Get(ctx, name.Name, metav1.GetOptions{})
		if err != nil {
			return "", nil, err
		}
		if configMap.Data == nil {
			configMap.Data = map[string]string{}
		}
		return configMap.ResourceVersion, configMap.Data, nil
	})
}

func newReader[T any](get func(context.Context, cache.ObjectName) (string, T, error)) *reader[T] {
	return &reader[T]{get: get, known: map[cache.ObjectName]versioned[T]{}}
}

// read returns what is to be known of the object, whose newest known version is given, and nothing if there is no such object.
// It asks the API server only when it has not seen that version.
func (r *reader[T]) read(ctx context.Context, name cache.ObjectName, version string) (T, error) {
	var nothing T
	if content, ok := r.recall(name, version); ok {
		return content, nil
	}
	version, content, err := r.get(ctx, name)
	if apierrors.IsNotFound(err) {
		r.forget(name)
		return nothing, nil
	}
	if err != nil {
		return nothing, fmt.Errorf("read %s: %w", name, err)
	}
	r.remember(name, versioned[T]{version, content})
	return content, nil
}

// forget drops what is kept of an object that is gone.
func (r *reader[T]) forget(name cache.ObjectName) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.known, name)
}

func (r *reader[T]) recall(name cache.ObjectName, version string) (T, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	known, ok := r.known[name]
	return known.content, ok && known.version == version
}

func (r *reader[T]) remember(name cache.ObjectName, v versioned[T]) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.known[name] = v
}
