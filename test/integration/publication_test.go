// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// publish runs the shared operator with another flag until the test ends.
func publish(t *testing.T) {
	t.Helper()
	startAnother(t.Context(), t, "--publish-entries")
	t.Cleanup(func() { startAnother(context.WithoutCancel(t.Context()), t) })
}

// startAnother puts an operator with other flags in the place of the shared one.
func startAnother(ctx context.Context, t *testing.T, flags ...string) {
	t.Helper()
	require.NoError(t, operator.Stop())
	started, err := shared.startOperator(ctx, flags...)
	require.NoError(t, err)
	operator = started
}

// An endpoint is found under its name by who knows MCPServerEntries only: the entry is repaired, costs nothing when settled, and goes with
// the endpoint.
func TestEndpointIsPublishedAsEntry(t *testing.T) {
	publish(t)
	namespace := shared.newNamespace(t)
	shared.createSecret(t, namespace, "key", map[string]string{"key": "value"})
	shared.createConfigMap(t, namespace, "ca", map[string]string{"ca.crt": certificate})
	createAuthConfig(t, namespace)
	shared.createEndpoint(t, namespace, direct("a", withCABundle("ca"), withAuthConfig("auth"), withHeaderSecret("key", "key")))
	isValid := func(e *v1beta1.MCPServerEntry) bool {
		return e.Status.Phase == v1beta1.MCPServerEntryPhaseValid && e.Spec.RemoteURL == remoteURL
	}
	endpoint := shared.awaitEndpoint(t, namespace, "a", isReady)
	assert.True(t, meta.IsStatusConditionTrue(endpoint.Status.Conditions, v1alpha1.ConditionPublished))
	entry := shared.awaitEntry(t, namespace, "a", isValid)
	assert.True(t, metav1.IsControlledBy(entry, endpoint))

	before := shared.settle(t)
	startAnother(t.Context(), t, "--publish-entries")
	shared.settle(t)
	assert.Empty(t, shared.audit.writesSince(t, before, namespace))

	entries := shared.toolhive.ToolhiveV1beta1().MCPServerEntries(namespace)
	_, err := entries.Patch(testContext(t), "a", types.MergePatchType, []byte(`{"spec": {"remoteUrl": "https://elsewhere.example.com"}}`), metav1.PatchOptions{})
	require.NoError(t, err)
	shared.awaitEntry(t, namespace, "a", isValid)
	shared.deleteEndpoint(t, namespace, metav1.DeletePropagationBackground)
	err = wait.PollUntilContextCancel(testContext(t), 20*time.Millisecond, true, func(ctx context.Context) (bool, error) {
		_, err := entries.Get(ctx, "a", metav1.GetOptions{})
		if apierrors.IsNotFound(err) {
			return true, nil
		}
		return false, err
	})
	require.NoError(t, err, "wait until the entry is gone")
}

// R2.15: a gateway would look in one variable for the values of header X-API-Key of a and header X-API of key-a.
func TestOfTwoEndpointsThatShareAVariableOneIsPublished(t *testing.T) {
	publish(t)
	namespace := shared.newNamespace(t)
	shared.createSecret(t, namespace, "keys", map[string]string{"one": "first", "other": "second"})
	isPublished := func(e *v1alpha1.MCPRemoteEndpoint) bool {
		return meta.IsStatusConditionTrue(e.Status.Conditions, v1alpha1.ConditionPublished)
	}
	shared.createEndpoint(t, namespace, direct("a", withHeaderSecret("keys", "one")))
	shared.awaitEndpoint(t, namespace, "a", isPublished)
	shared.createEndpoint(t, namespace, direct("key-a", withHeaderSecret("keys", "other"), func(e *v1alpha1.MCPRemoteEndpoint) {
		e.Spec.HeaderForward.AddHeadersFromSecret[0].HeaderName = "X-API"
	}))
	shared.awaitEndpoint(t, namespace, "key-a", hasReason(v1alpha1.ConditionPublished, v1alpha1.ReasonSharedHeaders))
	_, err := shared.toolhive.ToolhiveV1beta1().MCPServerEntries(namespace).Get(testContext(t), "key-a", metav1.GetOptions{})
	assert.True(t, apierrors.IsNotFound(err), err)

	before := shared.settle(t)
	startAnother(t.Context(), t, "--publish-entries")
	shared.settle(t)
	assert.Empty(t, shared.audit.writesSince(t, before, namespace))

	shared.deleteEndpoint(t, namespace, metav1.DeletePropagationBackground)
	shared.awaitEndpoint(t, namespace, "key-a", isPublished)
}
