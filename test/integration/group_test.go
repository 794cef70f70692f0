// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// R3.1: the members of every kind, however they spell their groupRef, in one write.
func TestGroupListsItsMembers(t *testing.T) {
	namespace := shared.newNamespace(t)
	shared.createEndpoint(t, namespace, direct("endpoint"))
	for _, member := range []struct{ resource, kind, name, spec string }{
		{"mcpservers", "MCPServer", "server", `{"image": "example/server:1", "groupRef": {"name": "team"}}`},
		{"mcpservers", "MCPServer", "old-server", `{"image": "example/server:1", "groupRef": "team"}`},
		{"mcpservers", "MCPServer", "of-no-group", `{"image": "example/server:1"}`},
		{"mcpremoteproxies", "MCPRemoteProxy", "proxy", `{"remoteUrl": "https://mcp.example.com", "groupRef": {"name": "team"}}`},
		{"mcpremoteproxies", "MCPRemoteProxy", "of-another", `{"remoteUrl": "https://mcp.example.com", "groupRef": {"name": "other"}}`},
		{"mcpserverentries", "MCPServerEntry", "old-entry", `{"remoteUrl": "https://mcp.example.com", "transport": "sse", "groupRef": "team"}`},
		{"mcpserverentries", "MCPServerEntry", "entry", `{"remoteUrl": "https://mcp.example.com", "transport": "sse", "groupRef": {"name": "team"}}`},
	} {
		client := shared.dynamic(t, v1beta1.SchemeGroupVersion.WithResource(member.resource), namespace)
		applyObject(t, client, v1beta1.SchemeGroupVersion.String(), member.kind, member.name, member.spec)
	}
	status := shared.awaitGroup(t, namespace, func(s *v1beta1.MCPGroupStatus) bool { return s.EntryCount == 2 }).Status
	assert.Equal(t, v1beta1.MCPGroupPhaseReady, status.Phase)
	assert.EqualValues(t, 1, status.ObservedGeneration)
	assert.Equal(t, []string{"endpoint"}, status.RemoteEndpoints)
	assert.Equal(t, []string{"old-server", "server"}, status.Servers)
	assert.Equal(t, []string{"proxy"}, status.RemoteProxies)
	assert.Equal(t, []string{"entry", "old-entry"}, status.Entries)
	assert.True(t, meta.IsStatusConditionTrue(status.Conditions, "MCPServersChecked"))
	assert.Equal(t, 1, shared.settleGroups(t, namespace))

	table := kubectl(t, "-n", namespace, "get", "mcpg", "team")
	assert.Equal(t, []string{"NAME", "PHASE", "ENDPOINTS", "SERVERS", "PROXIES", "ENTRIES", "AGE"}, columns(table))
	assert.Regexp(t, `team +Ready +1 +2 +1 +2 `, table)

	restartOperator(t)
	assert.Equal(t, 1, shared.settleGroups(t, namespace), "writes until after a restart")
}

// R3.1: a burst costs one or two writes, and the status is never too large to be stored.
func TestBurstOfFiveThousandMembersWithTheLongestNames(t *testing.T) {
	const count = 5000
	namespace := shared.newDescribedGroup(t)
	before := shared.settleGroups(t, namespace)
	began := time.Now()
	shared.createServers(t, namespace, count)
	minutes := int(time.Since(began) / time.Minute)
	group := shared.awaitGroup(t, namespace, func(s *v1beta1.MCPGroupStatus) bool { return s.ServerCount == count })
	after := shared.settleGroups(t, namespace)
	assert.LessOrEqual(t, after-before, 2+minutes)
	assert.Len(t, group.Status.Servers, 2012)
	assert.Equal(t, longName(2011), group.Status.Servers[2011])
	assert.Contains(t, group.Status.Conditions[0].Message, "all 5000 members")
	require.NotEmpty(t, managedBy(group, "mcp-remote-endpoint-operator"), "which takes as much room again")

	shared.createEndpoint(t, namespace, direct("one-more"))
	shared.awaitGroup(t, namespace, func(s *v1beta1.MCPGroupStatus) bool { return s.RemoteEndpointCount == 1 })
	assert.Equal(t, after+1, shared.settleGroups(t, namespace))
}

// The lists are sets, in which server-side apply would keep what another manager has put there.
func TestNamesThatToolHiveListedGoWithTheirMembers(t *testing.T) {
	namespace := shared.newDescribedGroup(t)
	for _, name := range []string{"a", "b", "c"} {
		require.NoError(t, shared.createServer(testContext(t), namespace, name))
	}
	servers := func(names ...string) func(*v1beta1.MCPGroupStatus) bool {
		return func(s *v1beta1.MCPGroupStatus) bool { return slices.Equal(s.Servers, names) }
	}
	group := shared.awaitGroup(t, namespace, servers("a", "b", "c"))
	for _, status := range []v1beta1.MCPGroupStatus{{}, {Servers: []string{"a", "b", "c", "gone"}, ServerCount: 4, Entries: []string{"gone"}, EntryCount: 1}} {
		group = toolhiveWrites(t, group, status)
	}
	require.Contains(t, managedBy(group, "thv-operator"), `v:\"b\"`)
	shared.awaitGroup(t, namespace, servers("a", "b", "c"))
	before := shared.settleGroups(t, namespace)

	require.NoError(t, shared.toolhive.ToolhiveV1beta1().MCPServers(namespace).Delete(testContext(t), "b", metav1.DeleteOptions{}))
	group = shared.awaitGroup(t, namespace, servers("a", "c"))
	assert.Empty(t, group.Status.Entries)
	assert.Equal(t, before+1, shared.settleGroups(t, namespace))
}

// R3.2, and that nobody has to wait for an operator that is gone.
func TestDeletedGroupGoesAndItsMembersStay(t *testing.T) {
	namespace := shared.newNamespace(t)
	patchGroup(t, namespace, `{"metadata": {"finalizers": ["toolhive.stacklok.dev/mcpgroup-finalizer"]}}`)
	shared.createEndpoint(t, namespace, direct("a"))
	require.NoError(t, shared.createServer(testContext(t), namespace, "b"))
	shared.awaitEndpoint(t, namespace, "a", isReady)

	groups := shared.toolhive.ToolhiveV1beta1().MCPGroups(namespace)
	require.NoError(t, groups.Delete(testContext(t), "team", metav1.DeleteOptions{}))
	endpoint := shared.awaitEndpoint(t, namespace, "a", hasReason(v1alpha1.ConditionGroupRefValid, v1alpha1.ReasonGroupNotFound))
	assert.Nil(t, endpoint.DeletionTimestamp)
	_, err := groups.Get(testContext(t), "team", metav1.GetOptions{})
	assert.True(t, apierrors.IsNotFound(err), err)
	_, err = shared.toolhive.ToolhiveV1beta1().MCPServers(namespace).Get(testContext(t), "b", metav1.GetOptions{})
	assert.NoError(t, err)
}

// newDescribedGroup makes a namespace with a group "team" that has a spec. The API server does not note who manages which fields of an
// object that was created without any.
func (e *environment) newDescribedGroup(t *testing.T) (namespace string) {
	t.Helper()
	namespace = e.createNamespace(t, "test-")
	group := &v1beta1.MCPGroup{ObjectMeta: metav1.ObjectMeta{Name: "team"}, Spec: v1beta1.MCPGroupSpec{Description: "tools"}}
	_, err := e.toolhive.ToolhiveV1beta1().MCPGroups(namespace).Create(testContext(t), group, metav1.CreateOptions{})
	require.NoError(t, err)
	return namespace
}

// managedBy returns the fields of a group's status that a manager put there, as the API server notes them.
func managedBy(group *v1beta1.MCPGroup, manager string) string {
	for _, entry := range group.ManagedFields {
		if entry.Manager == manager && entry.Subresource == "status" {
			return entry.FieldsV1.GetRawString()
		}
	}
	return ""
}

// toolhiveWrites replaces a group's status by an update, as ToolHive's operator does.
func toolhiveWrites(t *testing.T, group *v1beta1.MCPGroup, status v1beta1.MCPGroupStatus) *v1beta1.MCPGroup {
	t.Helper()
	group.Status = status
	updated, err := shared.toolhive.ToolhiveV1beta1().MCPGroups(group.Namespace).
		UpdateStatus(testContext(t), group, metav1.UpdateOptions{FieldManager: "thv-operator"})
	require.NoError(t, err)
	return updated
}

// createServer makes an MCPServer in the group "team". This operator leaves it alone.
func (e *environment) createServer(ctx context.Context, namespace, name string) error {
	server := &v1beta1.MCPServer{ObjectMeta: metav1.ObjectMeta{Name: name}}
	server.Spec.GroupRef = &v1beta1.MCPGroupRefOrName{Name: "team"}
	_, err := e.toolhive.ToolhiveV1beta1().MCPServers(namespace).Create(ctx, server, metav1.CreateOptions{})
	return err
}

// createServers makes many with the longest names, as fast as it goes.
func (e *environment) createServers(t *testing.T, namespace string, count int) {
	t.Helper()
	const clients = 8
	var working sync.WaitGroup
	for client := range clients {
		working.Go(func() {
			for i := client; i < count; i += clients {
				assert.NoError(t, e.createServer(t.Context(), namespace, longName(i)))
			}
		})
	}
	working.Wait()
}

// longName returns the i-th name, in the order of the alphabet, of the greatest length that an object's name can have.
func longName(i int) string { return fmt.Sprintf("%05d", i) + strings.Repeat("x", 248) }

// awaitGroup waits until accept accepts the status of the group "team", and returns the group.
func (e *environment) awaitGroup(t *testing.T, namespace string, accept func(*v1beta1.MCPGroupStatus) bool) *v1beta1.MCPGroup {
	t.Helper()
	var group *v1beta1.MCPGroup
	err := wait.PollUntilContextCancel(testContext(t), pollInterval, true, func(ctx context.Context) (_ bool, err error) {
		group, err = e.toolhive.ToolhiveV1beta1().MCPGroups(namespace).Get(ctx, "team", metav1.GetOptions{})
		return err == nil && accept(&group.Status), err
	})
	if err != nil && group != nil {
		t.Logf("last seen: %d endpoints, %d servers, conditions %v", group.Status.RemoteEndpointCount, group.Status.ServerCount, group.Status.Conditions)
	}
	require.NoError(t, err, "wait for the group in %s", namespace)
	return group
}

// settleGroups returns when the operator has dealt with what happened to the group "team", unless that was much for seconds: a new group
// in the namespace waits as long for further changes as a few of them do. It returns how often the status of "team" was written by then.
func (e *environment) settleGroups(t *testing.T, namespace string) (writes int) {
	t.Helper()
	last, err := e.toolhive.ToolhiveV1beta1().MCPGroups(namespace).
		Create(testContext(t), &v1beta1.MCPGroup{ObjectMeta: metav1.ObjectMeta{GenerateName: "last-"}}, metav1.CreateOptions{})
	require.NoError(t, err)
	err = wait.PollUntilContextCancel(testContext(t), 20*time.Millisecond, true, func(context.Context) (bool, error) {
		return e.groupWrites(t, namespace, last.Name) > 0, nil
	})
	require.NoError(t, err, "find the last group's status write in the audit log")
	return e.groupWrites(t, namespace, "team")
}

// groupWrites returns how often the operator wrote a group's status.
func (e *environment) groupWrites(t *testing.T, namespace, name string) int {
	t.Helper()
	written := fmt.Sprintf("patch mcpgroups/status %s/%s", namespace, name)
	count := 0
	for _, event := range e.audit.operatorEvents(t) {
		if event.String() == written && event.Response.Code == 200 {
			count++
		}
	}
	return count
}
