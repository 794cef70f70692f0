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

// Reader gives the digest of objects of one kind. It is safe for concurrent use.
type Reader struct {
	get func(ctx context.Context, name cache.ObjectName) (version string, digest digest.Digest, err error)

	mu    sync.Mutex
	known map[cache.ObjectName]versioned
}

type versioned struct {
	version string
	digest  digest.Digest
}

// NewSecretReader returns a Reader of Secrets. It needs the right to get them.
func NewSecretReader(client corev1.SecretsGetter) *Reader {
	return newReader(func(ctx context.Context, name cache.ObjectName) (string, digest.Digest, error) {
		// At high verbosity client-go logs the bodies of answers, and this one has the values in it.
		ctx = klog.NewContext(ctx, klog.Logger{})
		secret, err := client.Secrets(name.Namespace).Get(ctx, name.Name, metav1.GetOptions{})
		if err != nil {
			return "", nil, err
		}
		return secret.ResourceVersion, digest.Of(secret.Data), nil
	})
}

// NewConfigMapReader returns a Reader of ConfigMaps. It needs the right to get them.
func NewConfigMapReader(client corev1.ConfigMapsGetter) *Reader {
	return newReader(func(ctx context.Context, name cache.ObjectName) (string, digest.Digest, error) {
		configMap, err := client.ConfigMaps(name.Namespace).Get(ctx, name.Name, metav1.GetOptions{})
		if err != nil {
			return "", nil, err
		}
		found := digest.Of(configMap.Data)
		maps.Copy(found, digest.Of(configMap.BinaryData))
		return configMap.ResourceVersion, found, nil
	})
}

func newReader(get func(context.Context, cache.ObjectName) (string, digest.Digest, error)) *Reader {
	return &Reader{get: get, known: map[cache.ObjectName]versioned{}}
}

// Read returns the digest of the object, whose newest known version is given, and nil if there is no such object.
// It asks the API server only when it has not seen that version.
func (r *Reader) Read(ctx context.Context, name cache.ObjectName, version string) (digest.Digest, error) {
	if d, ok := r.recall(name, version); ok {
		return d, nil
	}
	version, d, err := r.get(ctx, name)
	if apierrors.IsNotFound(err) {
		r.Forget(name)
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	r.remember(name, versioned{version, d})
	return d, nil
}

// Forget drops what is kept of an object that is gone.
func (r *Reader) Forget(name cache.ObjectName) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.known, name)
}

func (r *Reader) recall(name cache.ObjectName, version string) (digest.Digest, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	known, ok := r.known[name]
	return known.digest, ok && known.version == version
}

func (r *Reader) remember(name cache.ObjectName, v versioned) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.known[name] = v
}
