// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package slim takes out of objects, before they are cached, what no controller reads.
package slim

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Object is for objects that the operator does not apply. It drops the field managers and the copy of the manifest that kubectl leaves. It is a cache.TransformFunc, and leaves
// alone what is not an object.
func Object(object any) (any, error) {
	accessor, err := meta.Accessor(object)
	if err != nil {
		return object, nil
	}
	accessor.SetManagedFields(nil)
	if annotations := accessor.GetAnnotations(); annotations[corev1.LastAppliedConfigAnnotation] != "" {
		delete(annotations, corev1.LastAppliedConfigAnnotation)
	}
	return object, nil
}

// Metadata drops all metadata but what says which object it is, in which version, how old, and whether it is being deleted.
// It is a cache.TransformFunc, and leaves alone what is not a PartialObjectMetadata.
func Metadata(object any) (any, error) {
	full, ok := object.(*metav1.PartialObjectMetadata)
	if !ok {
		return object, nil
	}
	return &metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{
		Name:              full.Name,
		Namespace:         full.Namespace,
		UID:               full.UID,
		ResourceVersion:   full.ResourceVersion,
		CreationTimestamp: full.CreationTimestamp,
		DeletionTimestamp: full.DeletionTimestamp,
	}}, nil
}

// Applied returns a cache.TransformFunc for objects that the operator applies. It leaves of the field managers only what this one applied,
// which is what tells whether something has to be applied again.
func Applied(fieldManager string) func(any) (any, error) {
	return func(object any) (any, error) {
		accessor, err := meta.Accessor(object)
		if err != nil {
			return object, nil
		}
		accessor.SetManagedFields(slices.DeleteFunc(accessor.GetManagedFields(), func(entry metav1.ManagedFieldsEntry) bool {
			return entry.Manager != fieldManager || entry.Operation != metav1.ManagedFieldsOperationApply || entry.Subresource != ""
		}))
		return object, nil
	}
}

// Pod drops of a pod all but who it belongs to and what its containers do. It is a cache.TransformFunc, and leaves alone what is not a pod.
func Pod(object any) (any, error) {
	full, ok := object.(*corev1.Pod)
	if !ok {
		return object, nil
	}
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{
			Name:              full.Name,
			Namespace:         full.Namespace,
			UID:               full.UID,
			ResourceVersion:   full.ResourceVersion,
			Labels:            full.Labels,
			CreationTimestamp: full.CreationTimestamp,
			DeletionTimestamp: full.DeletionTimestamp,
		},
		Status: corev1.PodStatus{
			Phase:                 full.Status.Phase,
			Conditions:            full.Status.Conditions,
			InitContainerStatuses: full.Status.InitContainerStatuses,
			ContainerStatuses:     full.Status.ContainerStatuses,
		},
	}, nil
}
