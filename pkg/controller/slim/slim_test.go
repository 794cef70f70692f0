// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package slim_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/slim"
)

var created = metav1.NewTime(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))

// metadata is an object's with every field set.
func metadata() metav1.ObjectMeta {
	return metav1.ObjectMeta{
		Name: "x", GenerateName: "x-", Namespace: "ns", UID: "uid", ResourceVersion: "7", Generation: 3,
		CreationTimestamp: created, DeletionTimestamp: &created, DeletionGracePeriodSeconds: new(int64),
		Labels: map[string]string{"l": "1"},
		Annotations: map[string]string{
			corev1.LastAppliedConfigAnnotation: `{"stringData":{"password":"s3cret"}}`,
			"kept":                             "1",
		},
		OwnerReferences: []metav1.OwnerReference{{Name: "owner"}},
		Finalizers:      []string{"f"},
		ManagedFields:   []metav1.ManagedFieldsEntry{{Manager: "kubectl"}},
	}
}

func TestObjectDropsOnlyWhatNobodyReads(t *testing.T) {
	want := &corev1.ConfigMap{ObjectMeta: metadata(), Data: map[string]string{"a": "b"}}
	want.ManagedFields = nil
	want.Annotations = map[string]string{"kept": "1"}

	got, err := slim.Object(&corev1.ConfigMap{ObjectMeta: metadata(), Data: map[string]string{"a": "b"}})
	require.NoError(t, err)
	assert.Equal(t, want, got)

	again, err := slim.Object(got)
	require.NoError(t, err)
	assert.Equal(t, want, again, "a transformer may see an object twice")
}

func TestObjectWithoutMetadataStaysBare(t *testing.T) {
	got, err := slim.Object(&corev1.ConfigMap{})
	require.NoError(t, err)
	assert.Equal(t, &corev1.ConfigMap{}, got)
}

func TestMetadataKeepsIdentityVersionAgeAndDeletion(t *testing.T) {
	full := &metav1.PartialObjectMetadata{ObjectMeta: metadata()}
	got, err := slim.Metadata(full)
	require.NoError(t, err)
	assert.Equal(t, &metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{
		Name: "x", Namespace: "ns", UID: "uid", ResourceVersion: "7", CreationTimestamp: created, DeletionTimestamp: &created,
	}}, got, "all else goes, above all annotations: kubectl copies a Secret's values into one (R5.4)")
	assert.Equal(t, metadata(), full.ObjectMeta, "the original may be shared and is left as it was")
}

func TestWhatIsNotAnObjectIsLeftAlone(t *testing.T) {
	tombstone := struct{ Key string }{"ns/x"} // client-go has such a type for deletions that it missed.
	for name, transform := range map[string]cache.TransformFunc{"Object": slim.Object, "Metadata": slim.Metadata} {
		for _, other := range []any{tombstone, "text", nil} {
			t.Run(name, func(t *testing.T) {
				got, err := transform(other)
				require.NoError(t, err)
				assert.Equal(t, other, got)
			})
		}
	}
}

func TestMetadataLeavesWholeObjectsAlone(t *testing.T) {
	whole := &corev1.ConfigMap{ObjectMeta: metadata()}
	got, err := slim.Metadata(whole)
	require.NoError(t, err)
	assert.Same(t, whole, got)
	assert.Equal(t, metadata(), whole.ObjectMeta)
}

func TestAppliedKeepsWhatTheManagerApplied(t *testing.T) {
	entry := func(manager string, operation metav1.ManagedFieldsOperationType, subresource string) metav1.ManagedFieldsEntry {
		return metav1.ManagedFieldsEntry{Manager: manager, Operation: operation, Subresource: subresource}
	}
	ours := entry("me", metav1.ManagedFieldsOperationApply, "")
	object := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "a", ManagedFields: []metav1.ManagedFieldsEntry{
		entry("kubectl", metav1.ManagedFieldsOperationApply, ""), ours, entry("me", metav1.ManagedFieldsOperationUpdate, ""),
		entry("me", metav1.ManagedFieldsOperationApply, "status"),
	}}, Data: map[string]string{"a": "b"}}
	for range 2 { // a transform may see its own result
		slimmed, err := slim.Applied("me")(object)
		require.NoError(t, err)
		assert.Equal(t, []metav1.ManagedFieldsEntry{ours}, slimmed.(*corev1.ConfigMap).ManagedFields)
		assert.Equal(t, map[string]string{"a": "b"}, slimmed.(*corev1.ConfigMap).Data)
	}
	other, err := slim.Applied("me")("no object")
	require.NoError(t, err)
	assert.Equal(t, "no object", other)
}

func TestPodKeepsWhatItsContainersDo(t *testing.T) {
	full := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: "a", Namespace: "b", UID: "c", ResourceVersion: "1", Labels: map[string]string{"d": "e"}, Annotations: map[string]string{"f": "g"}},
		Spec:       corev1.PodSpec{NodeName: "h"},
		Status: corev1.PodStatus{
			PodIP: "10.0.0.1", Conditions: []corev1.PodCondition{{Type: corev1.PodReady}}, ContainerStatuses: []corev1.ContainerStatus{{Name: "i"}},
		},
	}
	slimmed, err := slim.Pod(full)
	require.NoError(t, err)
	assert.Equal(t, &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: "a", Namespace: "b", UID: "c", ResourceVersion: "1", Labels: map[string]string{"d": "e"}},
		Status:     corev1.PodStatus{Conditions: full.Status.Conditions, ContainerStatuses: full.Status.ContainerStatuses},
	}, slimmed)
	other, err := slim.Pod("no pod")
	require.NoError(t, err)
	assert.Equal(t, "no pod", other)
}
