// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// child is one object of a proxy.
type child struct {
	resource schema.GroupVersionResource
	name     string
}

// childrenOf lists the objects that there should be for a proxy of that name.
func childrenOf(proxy string) []child {
	core := func(resource string) schema.GroupVersionResource {
		return schema.GroupVersionResource{Version: "v1", Resource: resource}
	}
	return []child{
		{core("serviceaccounts"), proxy + "-remote-proxy-runner"},
		{core("configmaps"), proxy + "-runconfig"},
		{core("services"), "mcp-" + proxy + "-remote-proxy"},
		{schema.GroupVersionResource{Group: "apps", Version: "v1", Resource: "deployments"}, proxy},
	}
}

func (e *environment) patchChild(t *testing.T, namespace string, c child, mergePatch string) {
	t.Helper()
	_, err := e.metadata.Resource(c.resource).Namespace(namespace).
		Patch(testContext(t), c.name, types.MergePatchType, []byte(mergePatch), metav1.PatchOptions{FieldManager: "somebody"})
	require.NoError(t, err)
}

// awaitChild waits until a child is there and accept accepts it.
func (e *environment) awaitChild(t *testing.T, namespace string, c child, accept func(*metav1.PartialObjectMetadata) bool) {
	t.Helper()
	err := wait.PollUntilContextCancel(testContext(t), 20*time.Millisecond, true, func(ctx context.Context) (bool, error) {
		object, err := e.metadata.Resource(c.resource).Namespace(namespace).Get(ctx, c.name, metav1.GetOptions{})
		if apierrors.IsNotFound(err) {
			return false, nil
		}
		return err == nil && accept(object), err
	})
	require.NoError(t, err, "wait for %s %s", c.resource.Resource, c.name)
}

// awaitNoChildren waits until the garbage collector has removed a proxy's objects.
func (e *environment) awaitNoChildren(t *testing.T, namespace, proxy string) {
	t.Helper()
	err := wait.PollUntilContextCancel(testContext(t), 20*time.Millisecond, true, func(ctx context.Context) (bool, error) {
		for _, c := range childrenOf(proxy) {
			_, err := e.metadata.Resource(c.resource).Namespace(namespace).Get(ctx, c.name, metav1.GetOptions{})
			if !apierrors.IsNotFound(err) {
				return false, err
			}
		}
		return true, nil
	})
	require.NoError(t, err, "wait until the objects of %s are gone", proxy)
}

func sharedOIDCConfig(name string) *v1beta1.MCPOIDCConfig {
	return &v1beta1.MCPOIDCConfig{ObjectMeta: metav1.ObjectMeta{Name: name}, Spec: v1beta1.MCPOIDCConfigSpec{
		Type: v1beta1.MCPOIDCConfigTypeInline, Inline: &v1beta1.InlineOIDCSharedConfig{Issuer: "https://login.example.com"},
	}}
}

func sharedAuthzConfig(name string) *v1beta1.MCPAuthzConfig {
	return &v1beta1.MCPAuthzConfig{ObjectMeta: metav1.ObjectMeta{Name: name}, Spec: v1beta1.MCPAuthzConfigSpec{
		Type: v1beta1.AuthzTypeCedar, Config: runtime.RawExtension{Raw: []byte(`{"policies": ["permit(principal, action, resource);"]}`)},
	}}
}

func sharedTelemetryConfig(name string) *v1beta1.MCPTelemetryConfig {
	return &v1beta1.MCPTelemetryConfig{ObjectMeta: metav1.ObjectMeta{Name: name}, Spec: v1beta1.MCPTelemetryConfigSpec{
		Prometheus: &v1beta1.PrometheusConfig{Enabled: true},
	}}
}
