// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package controllertest

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	clienttesting "k8s.io/client-go/testing"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// resource is where the objects of a kind are served.
type resource struct {
	kind schema.GroupVersionKind
	schema.GroupVersionResource
}

func (r resource) isToolhive() bool { return r.Group == v1beta1.GroupName }

// ResourceOf returns the resource of which an object is, as requests name it.
func (c *Cluster) ResourceOf(object Object) schema.GroupVersionResource {
	return c.resource(object).GroupVersionResource
}

// resource panics for a type that neither clientset knows: there is no such test.
func (c *Cluster) resource(object Object) resource {
	kinds, _, err := c.scheme.ObjectKinds(object)
	if err != nil {
		panic(err)
	}
	plural, _ := meta.UnsafeGuessKindToResource(kinds[0])
	return resource{kinds[0], plural}
}

func (c *Cluster) tracker(r resource) clienttesting.ObjectTracker {
	if r.isToolhive() {
		return c.Toolhive.Tracker()
	}
	return c.Kube.Tracker()
}

// trackerOf is the one that holds the objects of a resource.
func (c *Cluster) trackerOf(r schema.GroupVersionResource) clienttesting.ObjectTracker {
	return c.tracker(resource{GroupVersionResource: r})
}

// find returns the stored object of the same kind and name.
func (c *Cluster) find(object Object) (Object, error) {
	r := c.resource(object)
	found, err := c.tracker(r).Get(r.GroupVersionResource, object.GetNamespace(), object.GetName())
	if err != nil {
		return nil, err
	}
	return found.(Object), nil
}

func (c *Cluster) live(t testing.TB, object Object) Object {
	t.Helper()
	live, err := c.find(object)
	require.NoError(t, err)
	return live
}

// written are the kinds of objects that controllers write, in whole or their status.
var written = []Object{
	&corev1.ServiceAccount{}, &rbacv1.Role{}, &rbacv1.RoleBinding{}, &corev1.ConfigMap{}, &corev1.Service{}, &appsv1.Deployment{},
	&v1alpha1.MCPRemoteEndpoint{}, &v1beta1.MCPRemoteProxy{}, &v1beta1.MCPServerEntry{}, &v1beta1.MCPGroup{}, &v1beta1.VirtualMCPServer{},
}

// eachWritten visits the objects of these kinds, one kind after the other.
func (c *Cluster) eachWritten(t testing.TB, visit func(kind string, object Object)) {
	t.Helper()
	for _, example := range written {
		r := c.resource(example)
		list, err := c.tracker(r).List(r.GroupVersionResource, r.kind, metav1.NamespaceAll)
		require.NoError(t, err)
		require.NoError(t, meta.EachListItem(list, func(item runtime.Object) error {
			visit(r.kind.Kind, item.(Object))
			return nil
		}))
	}
}

// childrenOf lists the objects that an owner has.
func (c *Cluster) childrenOf(t testing.TB, owner types.UID) []Object {
	t.Helper()
	var children []Object
	c.eachWritten(t, func(_ string, object Object) {
		if slices.ContainsFunc(object.GetOwnerReferences(), func(ref metav1.OwnerReference) bool { return ref.UID == owner }) {
			children = append(children, object)
		}
	})
	return children
}

// change is what store does to an object in one tracker.
type change func(clienttesting.ObjectTracker, resource, Object) error

func create(tracker clienttesting.ObjectTracker, r resource, object Object) error {
	return tracker.Create(r.GroupVersionResource, object, object.GetNamespace())
}

func replace(tracker clienttesting.ObjectTracker, r resource, object Object) error {
	return tracker.Update(r.GroupVersionResource, object, object.GetNamespace())
}

func remove(tracker clienttesting.ObjectTracker, r resource, object Object) error {
	return tracker.Delete(r.GroupVersionResource, object.GetNamespace(), object.GetName())
}

// store changes an object in its own tracker and in that of the metadata, which a real API server has in one place.
func (c *Cluster) store(object Object, change change) error {
	r := c.resource(object)
	if err := change(c.tracker(r), r, object.DeepCopyObject().(Object)); err != nil {
		return err
	}
	return change(c.Metadata.Tracker(), r, metadataOf(r, object))
}

func metadataOf(r resource, object Object) *metav1.PartialObjectMetadata {
	metadata := meta.AsPartialObjectMetadata(object)
	metadata.SetGroupVersionKind(r.kind)
	return metadata.DeepCopy()
}

// setField gives object the value that another of its type has in a top-level field.
func setField(object Object, name string, from Object) error {
	into, err := runtime.DefaultUnstructuredConverter.ToUnstructured(object)
	if err != nil {
		return err
	}
	delete(into, name)
	if value, ok := field(from, name); ok {
		into[name] = value
	}
	return runtime.DefaultUnstructuredConverter.FromUnstructured(into, object)
}

func sameField(a, b Object, name string) bool {
	inA, _ := field(a, name)
	inB, _ := field(b, name)
	return equality.Semantic.DeepEqual(inA, inB)
}

func field(object Object, name string) (any, bool) {
	fields, err := runtime.DefaultUnstructuredConverter.ToUnstructured(object)
	if err != nil {
		panic(err)
	}
	value, ok := fields[name]
	return value, ok
}

// Dump returns the objects that controllers write, as JSON, after strip has taken out what does not matter. Transition times never do.
func (c *Cluster) Dump(t testing.TB, strip func(metav1.Object)) []string {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	var dumped []string
	c.eachWritten(t, func(kind string, object Object) {
		object = object.DeepCopyObject().(Object)
		strip(object)
		withoutTimes(object)
		data, err := json.Marshal(object)
		require.NoError(t, err)
		dumped = append(dumped, kind+" "+string(data))
	})
	return dumped
}

// withoutTimes takes out when conditions changed.
func withoutTimes(object Object) {
	var conditions []metav1.Condition
	switch object := object.(type) {
	case *v1alpha1.MCPRemoteEndpoint:
		conditions = object.Status.Conditions
	case *v1beta1.MCPRemoteProxy:
		conditions = object.Status.Conditions
	case *v1beta1.MCPServerEntry:
		conditions = object.Status.Conditions
	case *v1beta1.MCPGroup:
		conditions = object.Status.Conditions
	case *v1beta1.VirtualMCPServer:
		conditions = object.Status.Conditions
	}
	for i := range conditions {
		conditions[i].LastTransitionTime = metav1.Time{}
	}
}
