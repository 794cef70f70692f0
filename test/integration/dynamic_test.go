// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
)

// dynamic is a client for what the typed one cannot say: fields that a type leaves out or does not have.
func (e *environment) dynamic(t *testing.T, resource schema.GroupVersionResource, namespace string) dynamic.ResourceInterface {
	t.Helper()
	client, err := dynamic.NewForConfig(e.cluster.Config())
	require.NoError(t, err)
	return client.Resource(resource).Namespace(namespace)
}

func applyObject(t *testing.T, client dynamic.ResourceInterface, apiVersion, kind, name, spec string) {
	t.Helper()
	object := newObject(t, apiVersion, kind, name, spec)
	_, err := client.Apply(testContext(t), name, object, metav1.ApplyOptions{FieldManager: "test"})
	require.NoError(t, err)
}

func newObject(t *testing.T, apiVersion, kind, name, spec string) *unstructured.Unstructured {
	t.Helper()
	object := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": apiVersion, "kind": kind, "metadata": map[string]any{"name": name},
	}}
	var fields map[string]any
	require.NoError(t, json.Unmarshal([]byte(spec), &fields))
	object.Object["spec"] = fields
	return object
}
