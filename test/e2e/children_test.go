// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
)

// childrenSelector finds what the operator made.
const childrenSelector = "app.kubernetes.io/managed-by=mcp-remote-endpoint-operator"

// child is an object that the operator makes for a proxy or a gateway.
type child struct {
	resource schema.GroupVersionResource
	name     string
}

// String identifies the child in a namespace.
func (c child) String() string { return c.resource.Resource + "/" + c.name }

// childrenOf are those of a proxy.
func childrenOf(name string) []child {
	return []child{
		{appsv1.SchemeGroupVersion.WithResource("deployments"), name},
		{corev1.SchemeGroupVersion.WithResource("services"), "mcp-" + name + "-remote-proxy"},
		{corev1.SchemeGroupVersion.WithResource("configmaps"), name + "-runconfig"},
		{corev1.SchemeGroupVersion.WithResource("serviceaccounts"), name + "-remote-proxy-runner"},
	}
}

// gatewayChildrenOf are those of a gateway.
func gatewayChildrenOf(name string) []child {
	return []child{
		{appsv1.SchemeGroupVersion.WithResource("deployments"), name},
		{corev1.SchemeGroupVersion.WithResource("services"), "vmcp-" + name},
		{corev1.SchemeGroupVersion.WithResource("configmaps"), name + "-vmcp-config"},
		{corev1.SchemeGroupVersion.WithResource("serviceaccounts"), name + "-vmcp"},
		{rbacv1.SchemeGroupVersion.WithResource("roles"), name + "-vmcp"},
	}
}

// owners are the objects that the operator made, with the ids of those that control them.
func (s *scene) owners(ctx context.Context) (map[string]types.UID, error) {
	found := map[string]types.UID{}
	for _, kind := range childrenOf("") {
		list, err := shared.Metadata.Resource(kind.resource).Namespace(s.namespace).List(ctx, metav1.ListOptions{LabelSelector: childrenSelector})
		if err != nil {
			return nil, err
		}
		for _, object := range list.Items {
			found[child{kind.resource, object.Name}.String()] = ""
			if owner := metav1.GetControllerOf(&object); owner != nil {
				found[child{kind.resource, object.Name}.String()] = owner.UID
			}
		}
	}
	return found, nil
}

// metadata are objects by what identifies them in the namespace.
func (s *scene) metadata(t *testing.T, of []child) map[string]*metav1.PartialObjectMetadata {
	t.Helper()
	found := map[string]*metav1.PartialObjectMetadata{}
	for _, one := range of {
		object, err := shared.Metadata.Resource(one.resource).Namespace(s.namespace).Get(t.Context(), one.name, metav1.GetOptions{})
		require.NoError(t, err)
		found[one.String()] = object
	}
	return found
}

// identities are the ids of objects.
func (s *scene) identities(t *testing.T, of []child) map[string]types.UID {
	t.Helper()
	found := map[string]types.UID{}
	for name, object := range s.metadata(t, of) {
		found[name] = object.UID
	}
	return found
}
