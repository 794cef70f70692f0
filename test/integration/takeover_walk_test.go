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
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
)

// handover changes who has the name "a", and says who is to control its objects in the end, of the older proxy and the endpoint.
type handover struct {
	name string
	do   func(t *testing.T, namespace string)
	to   string
	// deletes means that the garbage collector may be faster than the operator, and take the reference to the former owner away.
	deletes bool
}

var handovers = []handover{
	{"take over", func(t *testing.T, namespace string) { shared.annotate(t, namespace, `"MCPRemoteProxy"`) }, "MCPRemoteEndpoint", false},
	{"hand back", func(t *testing.T, namespace string) { shared.annotate(t, namespace, `null`) }, "MCPRemoteProxy", false},
	{"take over again", func(t *testing.T, namespace string) { shared.annotate(t, namespace, `"MCPRemoteProxy"`) }, "MCPRemoteEndpoint", false},
	{"delete the endpoint", func(t *testing.T, namespace string) {
		shared.deleteEndpoint(t, namespace, metav1.DeletePropagationBackground)
	}, "MCPRemoteProxy", true},
}

// R4.3, R5.6: the operator is killed at every single write of a take-over and of a hand-back, and started again: the objects are the same
// ones, and none was ever without an owner.
func TestTakeOverSurvivesADeathAtEveryWrite(t *testing.T) {
	pauseOperator(t)
	deaths := 0
	for writes := 0; ; writes++ {
		died := walkHandovers(t, writes)
		deaths += died
		if died == 0 {
			break
		}
	}
	t.Logf("the operator died %d times", deaths)
	assert.Greater(t, deaths, 20)
}

// walkHandovers goes through all of them in a new namespace, and lets the operator die after so many writes of each. It returns how often
// there were as many.
func walkHandovers(t *testing.T, writes int) (died int) {
	t.Helper()
	namespace := shared.newNamespace(t)
	older := shared.createProxy(t, namespace, olderProxy("a"))
	_, stop := shared.runMortal(t, namespace, 1000)
	awaitHolder(t, namespace, "MCPRemoteProxy")
	awaitPod(t, namespace)
	shared.createEndpoint(t, namespace, proxied("a"))
	stop()
	endpoint, err := shared.toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(namespace).Get(testContext(t), "a", metav1.GetOptions{})
	require.NoError(t, err)
	before := shared.identities(t, namespace)
	history := shared.watchOwners(t, namespace)

	for _, h := range handovers {
		dead, bury := shared.runMortal(t, namespace, writes)
		h.do(t, namespace)
		if diesFirst(t, dead, func(ctx context.Context) bool { return isHeldBy(ctx, t, namespace, h.to) }) {
			died++
		}
		bury()
		_, stop := shared.runMortal(t, namespace, 1000)
		awaitHolder(t, namespace, h.to)
		stop()
		require.Equal(t, before, shared.identities(t, namespace), "after %d writes of %q", writes, h.name)
		if !h.deletes {
			history.requireControllers(t, older, endpoint.UID)
		}
	}
	history.requireOwner(t, older)
	return died
}

// diesFirst waits until one or the other, and says which.
func diesFirst(t *testing.T, dead <-chan struct{}, done func(context.Context) bool) (died bool) {
	t.Helper()
	err := wait.PollUntilContextCancel(testContext(t), 20*time.Millisecond, true, func(ctx context.Context) (bool, error) {
		select {
		case <-dead:
			died = true
			return true, nil
		default:
			return done(ctx), nil
		}
	})
	require.NoError(t, err)
	return died
}

func awaitHolder(t *testing.T, namespace, kind string) {
	t.Helper()
	err := wait.PollUntilContextCancel(testContext(t), 20*time.Millisecond, true, func(ctx context.Context) (bool, error) {
		return isHeldBy(ctx, t, namespace, kind), nil
	})
	require.NoError(t, err, "wait until the %s has the name", kind)
}

// awaitPod waits until the cluster has made the proxy's pod, which it does in its own time.
func awaitPod(t *testing.T, namespace string) {
	t.Helper()
	err := wait.PollUntilContextCancel(testContext(t), 20*time.Millisecond, true, func(ctx context.Context) (bool, error) {
		pods, err := shared.kube.CoreV1().Pods(namespace).List(ctx, metav1.ListOptions{LabelSelector: "toolhive-name=a"})
		return err == nil && len(pods.Items) > 0, nil
	})
	require.NoError(t, err, "wait until there is a pod")
}

// isHeldBy says whether the older proxy or the endpoint, whichever is of the kind, has the name: it controls the objects, and both say so.
func isHeldBy(ctx context.Context, t *testing.T, namespace, kind string) bool {
	t.Helper()
	for _, c := range childrenOf("a") {
		live, err := shared.metadata.Resource(c.resource).Namespace(namespace).Get(ctx, c.name, metav1.GetOptions{})
		if err != nil {
			return false
		}
		if ref := metav1.GetControllerOf(live); ref == nil || ref.Kind != kind {
			return false
		}
	}
	replaced := kind == "MCPRemoteEndpoint"
	older, err := shared.toolhive.ToolhiveV1beta1().MCPRemoteProxies(namespace).Get(ctx, "a", metav1.GetOptions{})
	if err != nil || isSuperseded(older.Status.Conditions) != replaced {
		return false
	}
	endpoint, err := shared.toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(namespace).Get(ctx, "a", metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return !replaced
	}
	return err == nil && replaced != hasReason(v1alpha1.ConditionConfigurationValid, v1alpha1.ReasonNameCollision)(endpoint)
}
