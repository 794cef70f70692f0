// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package controllertest

import (
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/apimachinery/pkg/util/sets"
	kubernetesfake "k8s.io/client-go/kubernetes/fake"
	kubernetesscheme "k8s.io/client-go/kubernetes/scheme"
	metadatafake "k8s.io/client-go/metadata/fake"

	toolhivefake "github.com/mcp-remote-endpoint/operator/pkg/generated/clientset/versioned/fake"
	toolhivescheme "github.com/mcp-remote-endpoint/operator/pkg/generated/clientset/versioned/scheme"
)

// Object is an object of the API, of a type that the clients know.
type Object interface {
	metav1.Object
	runtime.Object
}

// Cluster stands for an API server. Its methods are what a user does there and are not recorded; what is asked of its clients
// is (see Requests).
type Cluster struct {
	Toolhive  *toolhivefake.Clientset
	Kube      *kubernetesfake.Clientset
	Metadata  *metadatafake.FakeMetadataClient
	Discovery *Discovery
	Requests  *Requests
	Recorder  *Recorder

	// mu makes one step of reading an object and writing its next version.
	mu      sync.Mutex
	version int
	scheme  *runtime.Scheme
	delays  map[schema.GroupVersionResource]time.Duration
}

// Test runs f with an empty cluster, in virtual time (testing/synctest): time passes only while everything waits.
func Test(t *testing.T, f func(t *testing.T, c *Cluster)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		t.Helper()
		f(t, newCluster())
	})
}

func newCluster() *Cluster {
	scheme, metadataScheme := runtime.NewScheme(), metadatafake.NewTestScheme()
	utilruntime.Must(kubernetesscheme.AddToScheme(scheme))
	utilruntime.Must(toolhivescheme.AddToScheme(scheme))
	utilruntime.Must(metav1.AddMetaToScheme(metadataScheme))
	c := &Cluster{
		Toolhive:  toolhivefake.NewSimpleClientset(),   //nolint:forbidigo // field management is done in status.go
		Kube:      kubernetesfake.NewSimpleClientset(), //nolint:forbidigo // field management is done in apply.go
		Metadata:  metadatafake.NewSimpleMetadataClient(metadataScheme),
		Discovery: &Discovery{scheme: scheme, withdrawn: sets.New[schema.GroupVersionResource]()},
		Requests:  &Requests{},
		Recorder:  &Recorder{},
		scheme:    scheme,
		delays:    map[schema.GroupVersionResource]time.Duration{},
	}
	// The last that is prepended is the first that is asked.
	c.Toolhive.PrependReactor("patch", "*", c.applyObject)
	c.Toolhive.PrependReactor("*", "*", c.writeStatus)
	c.Kube.PrependReactor("patch", "*", c.applyObject)
	c.Metadata.PrependReactor("patch", "*", c.patchMetadata)
	c.Metadata.PrependReactor("delete", "*", c.deleteMetadata)
	c.Toolhive.PrependReactor("*", "*", c.Requests.reactor(""))
	c.Kube.PrependReactor("*", "*", c.Requests.reactor(""))
	c.Metadata.PrependReactor("*", "*", c.Requests.reactor("-metadata"))
	c.Toolhive.PrependWatchReactor("*", c.watchReactor(c.Toolhive.Tracker()))
	c.Kube.PrependWatchReactor("*", c.watchReactor(c.Kube.Tracker()))
	c.Metadata.PrependWatchReactor("*", c.watchReactor(c.Metadata.Tracker()))
	return c
}

// Create makes objects, and gives them what an API server gives: UID, version, age (the present second, unless the
// object has one), and the first generation.
func (c *Cluster) Create(t testing.TB, objects ...Object) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, object := range objects {
		object.SetResourceVersion(c.nextVersion())
		object.SetUID(types.UID(fmt.Sprintf("uid-%s", object.GetResourceVersion())))
		if created := object.GetCreationTimestamp(); created.IsZero() {
			object.SetCreationTimestamp(metav1.Now().Rfc3339Copy())
		}
		object.SetGeneration(1)
		require.NoError(t, c.store(object, create))
	}
}

// CreateAsAnotherOperator makes objects that another operator has made for their owner, by other means than server-side apply.
func (c *Cluster) CreateAsAnotherOperator(t testing.TB, owner *metav1.OwnerReference, objects ...Object) {
	t.Helper()
	for _, object := range objects {
		object.SetOwnerReferences([]metav1.OwnerReference{*owner})
		object.SetManagedFields([]metav1.ManagedFieldsEntry{{
			Manager: "another-operator", Operation: metav1.ManagedFieldsOperationUpdate,
			APIVersion: c.resource(object).kind.GroupVersion().String(), FieldsType: "FieldsV1",
			FieldsV1: metav1.NewFieldsV1(fmt.Sprintf(`{"f:metadata": {"f:ownerReferences": {"k:{\"uid\":\"%s\"}": {}}}}`, owner.UID)),
		}})
	}
	c.Create(t, objects...)
}

// testManager is the field manager of what a test writes.
const testManager = "controllertest"

// Update replaces all of an object but its status, which the API server leaves to UpdateStatus. A changed spec is a new
// generation. Without its last finalizer, an object that is being deleted goes.
func (c *Cluster) Update(t testing.TB, object Object) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	live := c.live(t, object)
	require.NoError(t, setField(object, "status", live))
	inherit(object, live)
	manager, err := c.fieldManager(live, "")
	require.NoError(t, err)
	updated, err := manager.Update(c.withKind(live), c.withKind(object), testManager)
	require.NoError(t, err)
	object.SetManagedFields(updated.(Object).GetManagedFields())
	object.SetResourceVersion(c.nextVersion())
	if !sameField(object, live, "spec") {
		object.SetGeneration(live.GetGeneration() + 1)
	}
	if object.GetDeletionTimestamp() != nil && len(object.GetFinalizers()) == 0 {
		require.NoError(t, c.store(object, remove))
		return
	}
	require.NoError(t, c.store(object, replace))
}

// UpdateStatus replaces the status of an object, which must be as Get returned it otherwise, as a field manager of its own.
func (c *Cluster) UpdateStatus(t testing.TB, object Object) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	_, err := c.updateStatus(object, testManager)
	require.NoError(t, err)
}

// Delete removes an object, and then what it owns, as the garbage collector does. One with finalizers is marked as being deleted, and
// stays.
func (c *Cluster) Delete(t testing.TB, object Object) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	live := c.live(t, object)
	if len(live.GetFinalizers()) == 0 {
		require.NoError(t, c.store(live, remove))
		c.collect(t, live.GetUID())
		return
	}
	now := metav1.Now().Rfc3339Copy()
	live.SetDeletionTimestamp(&now)
	live.SetResourceVersion(c.nextVersion())
	require.NoError(t, c.store(live, replace))
}

// collect removes the children of what was removed, but for those that have another owner, which lose the reference.
func (c *Cluster) collect(t testing.TB, owner types.UID) {
	t.Helper()
	for _, child := range c.childrenOf(t, owner) {
		others := slices.DeleteFunc(slices.Clone(child.GetOwnerReferences()), func(ref metav1.OwnerReference) bool { return ref.UID == owner })
		if len(others) == 0 {
			require.NoError(t, c.store(child, remove))
			continue
		}
		manager, err := c.fieldManager(child, "")
		require.NoError(t, err)
		kept := child.DeepCopyObject().(Object)
		kept.SetOwnerReferences(others)
		updated, err := manager.Update(c.withKind(child), c.withKind(kept), "garbage-collector")
		require.NoError(t, err)
		kept.SetManagedFields(updated.(Object).GetManagedFields())
		kept.SetResourceVersion(c.nextVersion())
		require.NoError(t, c.store(kept, replace))
	}
}

// Get returns the object as the API server has it now.
func Get[T Object](t testing.TB, c *Cluster, object T) T {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.live(t, object).(T)
}

// inherit gives object the metadata of live that a request cannot change.
func inherit(object, live Object) {
	object.SetUID(live.GetUID())
	object.SetCreationTimestamp(live.GetCreationTimestamp())
	object.SetDeletionTimestamp(live.GetDeletionTimestamp())
	object.SetGeneration(live.GetGeneration())
	object.SetManagedFields(live.GetManagedFields())
	object.SetResourceVersion(live.GetResourceVersion())
}

func (c *Cluster) nextVersion() string {
	c.version++
	return strconv.Itoa(c.version)
}
