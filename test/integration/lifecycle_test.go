// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	eventsv1 "k8s.io/api/events/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/mcp-remote-endpoint/operator/hack/devenv"
)

const pollInterval = 50 * time.Millisecond

// leaseHolder returns who holds the Lease, or nothing.
func leaseHolder(ctx context.Context) (string, error) {
	lease, err := shared.kube.CoordinationV1().Leases(devenv.OperatorNamespace).Get(ctx, devenv.OperatorServiceAccount, metav1.GetOptions{})
	if err != nil || lease.Spec.HolderIdentity == nil {
		return "", err
	}
	return *lease.Spec.HolderIdentity, nil
}

func awaitLeader(t *testing.T, accept func(holder string) bool) string {
	t.Helper()
	var holder string
	err := wait.PollUntilContextCancel(testContext(t), pollInterval, true, func(ctx context.Context) (bool, error) {
		var err error
		holder, err = leaseHolder(ctx)
		return err == nil && accept(holder), err
	})
	require.NoError(t, err, "wait for a leader; the Lease says %q", holder)
	return holder
}

func leaderOf(t *testing.T) string {
	t.Helper()
	return awaitLeader(t, func(holder string) bool { return holder != "" })
}

// R5.2: the Lease is free the moment the operator has ended, so the next one need not wait for it to expire.
func TestLeaseIsReleasedOnExit(t *testing.T) {
	leaderOf(t)
	require.NoError(t, operator.Stop())
	holder, err := leaseHolder(testContext(t))
	require.NoError(t, err)
	assert.Empty(t, holder)

	operator, err = shared.startOperator(testContext(t))
	require.NoError(t, err)
	leaderOf(t)
}

// R5.6: killed at any instant and started again, it reaches the same state.
func TestKilledOperatorIsReplaced(t *testing.T) {
	namespace := shared.newNamespace(t)
	for _, name := range []string{"a", "b", "c", "d"} {
		shared.createEndpoint(t, namespace, direct(name))
		if name == "b" {
			operator.Kill()
		}
	}
	started, err := shared.startOperator(testContext(t))
	require.NoError(t, err)
	operator = started
	for _, name := range []string{"a", "b", "c", "d"} {
		shared.awaitEndpoint(t, namespace, name, isReady)
	}
}

// awaitEvents returns the events of a namespace, oldest first, once there are as many.
func awaitEvents(t *testing.T, namespace string, count int) []eventsv1.Event {
	t.Helper()
	var events []eventsv1.Event
	err := wait.PollUntilContextCancel(testContext(t), pollInterval, true, func(ctx context.Context) (bool, error) {
		list, err := shared.kube.EventsV1().Events(namespace).List(ctx, metav1.ListOptions{})
		if err != nil {
			return false, err
		}
		events = list.Items
		return len(events) >= count, nil
	})
	require.NoError(t, err)
	slices.SortFunc(events, func(a, b eventsv1.Event) int { return a.EventTime.Compare(b.EventTime.Time) })
	return events
}
