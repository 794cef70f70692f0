// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package content

import (
	"context"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	corev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// Contents reads Secrets and ConfigMaps by the metadata that a watch has shown.
type Contents struct {
	digests map[kind.Kind]*reader[digest.Digest]
	texts   *reader[map[string]string]
}

// New returns Contents. It needs the right to get Secrets and ConfigMaps.
func New(client corev1.CoreV1Interface) *Contents {
	return &Contents{
		digests: map[kind.Kind]*reader[digest.Digest]{
			kind.Secret:    secretReader(client),
			kind.ConfigMap: configMapReader(client),
		},
		texts: textReader(client),
	}
}

// Digest returns nil for an object of which there are no metadata.
func (c *Contents) Digest(ctx context.Context, k kind.Kind, object *metav1.PartialObjectMetadata) (digest.Digest, error) {
	if object == nil {
		return nil, nil
	}
	found, err := c.digests[k].read(ctx, cache.MetaObjectToName(object), object.ResourceVersion)
	if err != nil {
		return nil, fmt.Errorf("look into %s: %w", k, err)
	}
	return found, nil
}

// Text returns nil for a ConfigMap of which there are no metadata.
func (c *Contents) Text(ctx context.Context, object *metav1.PartialObjectMetadata) (map[string]string, error) {
	if object == nil {
		return nil, nil
	}
	text, err := c.texts.read(ctx, cache.MetaObjectToName(object), object.ResourceVersion)
	if err != nil {
		return nil, fmt.Errorf("read the configuration in ConfigMap: %w", err)
	}
	return text, nil
}

// Forget drops what is kept of an object that is gone.
func (c *Contents) Forget(k kind.Kind, name cache.ObjectName) {
	c.digests[k].forget(name)
	if k == kind.ConfigMap {
		c.texts.forget(name)
	}
}
