// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package group_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/group"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/served"
)

const (
	day = 24 * time.Hour

	// quiet is how long a single change of a group waits for further ones.
	quiet = time.Second

	// writeTools is the request that writes the status of the group called tools, which most tests have.
	writeTools = "patch mcpgroups/status default/tools"
	writeOther = "patch mcpgroups/status default/other"
)

// start runs the controller on these namespaces, or on all.
func start(t *testing.T, c *controllertest.Cluster, namespaces ...string) (stop func()) {
	t.Helper()
	if len(namespaces) == 0 {
		namespaces = []string{metav1.NamespaceAll}
	}
	var scopes []group.Scope
	for _, namespace := range namespaces {
		scopes = append(scopes, group.Scope{Namespace: namespace, Toolhive: c.ToolhiveInformers(namespace)})
	}
	return c.Start(t, func(informers *served.Informers) (func(context.Context), error) {
		groups, err := group.New(group.Config{
			Toolhive: c.Toolhive, FieldManager: "operator", Informers: informers, Scopes: scopes,
		})
		return func(ctx context.Context) { groups.Run(ctx, 4) }, err
	})
}

// named is the metadata of an object that a test makes.
func named(name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Namespace: controllertest.Namespace, Name: name}
}

// newGroup is one that members join. Its fields have a manager, as those of every object that a real API server stores: without one, the
// managers of its status would not be noted either.
func newGroup(name string) *v1beta1.MCPGroup {
	group := &v1beta1.MCPGroup{ObjectMeta: named(name)}
	group.ManagedFields = []metav1.ManagedFieldsEntry{{
		Manager: "kubectl", Operation: metav1.ManagedFieldsOperationApply, APIVersion: v1beta1.SchemeGroupVersion.String(),
		FieldsType: "FieldsV1", FieldsV1: metav1.NewFieldsV1(`{"f:spec":{}}`),
	}}
	return group
}

// newTools is the group that the endpoints of controllertest are in.
func newTools() *v1beta1.MCPGroup { return newGroup(controllertest.GroupName) }

// The members of these tests are in the group called tools, unless they are changed.

func newServer(name string) *v1beta1.MCPServer {
	return &v1beta1.MCPServer{ObjectMeta: named(name), Spec: v1beta1.MCPServerSpec{
		GroupRef: &v1beta1.MCPGroupRefOrName{Name: controllertest.GroupName},
	}}
}

func newProxy(name string) *v1beta1.MCPRemoteProxy {
	return &v1beta1.MCPRemoteProxy{ObjectMeta: named(name), Spec: v1beta1.MCPRemoteProxySpec{
		GroupRef: &v1beta1.MCPGroupRefOrName{Name: controllertest.GroupName},
	}}
}

func newEntry(name string) *v1beta1.MCPServerEntry {
	return &v1beta1.MCPServerEntry{ObjectMeta: named(name), Spec: v1beta1.MCPServerEntrySpec{
		GroupRef: v1beta1.MCPGroupRefOrName{Name: controllertest.GroupName},
	}}
}

// requireMembers requires that the status of a group lists these members, and says nothing else.
func requireMembers(t *testing.T, c *controllertest.Cluster, group *v1beta1.MCPGroup, want group.Members) {
	t.Helper()
	status := controllertest.Get(t, c, group).Status
	condition := meta.FindStatusCondition(status.Conditions, "MCPServersChecked")
	require.NotNil(t, condition)
	require.Equal(t, metav1.ConditionTrue, condition.Status)
	require.Equal(t, "ListMCPServersCheckSucceeded", condition.Reason)
	require.Equal(t, "All members are listed", condition.Message)
	require.EqualValues(t, 1, condition.ObservedGeneration)
	require.False(t, condition.LastTransitionTime.IsZero())

	status.Conditions = nil
	require.Equal(t, v1beta1.MCPGroupStatus{
		ObservedGeneration:  1,
		Phase:               v1beta1.MCPGroupPhaseReady,
		RemoteEndpoints:     want.RemoteEndpoints,
		RemoteEndpointCount: int32(len(want.RemoteEndpoints)),
		Servers:             want.Servers,
		ServerCount:         int32(len(want.Servers)),
		RemoteProxies:       want.RemoteProxies,
		RemoteProxyCount:    int32(len(want.RemoteProxies)),
		Entries:             want.Entries,
		EntryCount:          int32(len(want.Entries)),
	}, status)
}

func TestAGroupListsItsMembersOfEveryKindInOneWrite(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		server, proxy, entry := newServer("old-server"), newProxy("old-proxy"), newEntry("old-entry")
		server.Spec.GroupRef.Plain, proxy.Spec.GroupRef.Plain, entry.Spec.GroupRef.Plain = true, true, true
		c.Create(t, controllertest.Endpoint("b"), server, proxy, entry, newTools(),
			controllertest.Endpoint("a"), newServer("server"), newProxy("proxy"), newEntry("entry"))
		controllertest.Pass(quiet)
		c.RequireWrites(t, writeTools)
		requireMembers(t, c, newTools(), group.Members{
			RemoteEndpoints: []string{"a", "b"},
			Servers:         []string{"old-server", "server"},
			RemoteProxies:   []string{"old-proxy", "proxy"},
			Entries:         []string{"entry", "old-entry"},
		})
		c.RequireQuiet(t, day)
	})
}

func TestWhatNamesNoGroupOrAnotherIsNoMember(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		ofNone, ofOther, ofOdd, elsewhere := newServer("none"), newProxy("other"), newEntry("odd"), controllertest.Endpoint("elsewhere")
		ofNone.Spec.GroupRef = nil
		ofOther.Spec.GroupRef.Name = "other"
		ofOdd.Spec.GroupRef = v1beta1.MCPGroupRefOrName{Name: `["tools"]`, Plain: true} // which is what it makes of JSON that it cannot read
		elsewhere.Namespace = "elsewhere"
		ofNoneEither := newProxy("none")
		ofNoneEither.Spec.GroupRef = nil
		c.Create(t, newTools(), ofNone, ofOther, ofOdd, elsewhere, ofNoneEither)
		controllertest.Pass(quiet)
		c.RequireWrites(t, writeTools)
		requireMembers(t, c, newTools(), group.Members{})
		c.RequireQuiet(t, day)
	})
}

func TestAMemberThatComesOrGoesCostsOneWriteWithinASecond(t *testing.T) {
	for name, member := range map[string]controllertest.Object{
		"endpoint": controllertest.Endpoint("a"), "server": newServer("a"), "proxy": newProxy("a"), "entry": newEntry("a"),
	} {
		t.Run(name, func(t *testing.T) {
			controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
				start(t, c)
				c.Create(t, newTools())
				controllertest.Pass(quiet)
				c.RequireWrites(t, writeTools)

				c.Create(t, member)
				controllertest.Pass(quiet)
				c.RequireWrites(t, writeTools)
				status := controllertest.Get(t, c, newTools()).Status
				assert.EqualValues(t, 1, status.RemoteEndpointCount+status.ServerCount+status.RemoteProxyCount+status.EntryCount)

				c.Delete(t, member)
				controllertest.Pass(quiet)
				c.RequireWrites(t, writeTools)
				requireMembers(t, c, newTools(), group.Members{})
				c.RequireQuiet(t, day)
			})
		})
	}
}

func TestAMemberThatMovesWakesBothGroups(t *testing.T) {
	for _, test := range []struct {
		name   string
		member controllertest.Object
		move   func(controllertest.Object)
		want   group.Members
	}{
		{
			"endpoint", controllertest.Endpoint("a"),
			func(o controllertest.Object) { o.(*v1alpha1.MCPRemoteEndpoint).Spec.GroupRef = "other" },
			group.Members{RemoteEndpoints: []string{"a"}},
		},
		{
			"server", newServer("a"),
			func(o controllertest.Object) { o.(*v1beta1.MCPServer).Spec.GroupRef.Name = "other" },
			group.Members{Servers: []string{"a"}},
		},
		{
			"proxy", newProxy("a"),
			func(o controllertest.Object) { o.(*v1beta1.MCPRemoteProxy).Spec.GroupRef.Name = "other" },
			group.Members{RemoteProxies: []string{"a"}},
		},
		{
			"entry", newEntry("a"),
			func(o controllertest.Object) { o.(*v1beta1.MCPServerEntry).Spec.GroupRef.Name = "other" },
			group.Members{Entries: []string{"a"}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
				start(t, c)
				c.Create(t, newTools(), newGroup("other"), test.member)
				controllertest.Pass(quiet)
				c.RequireWrites(t, writeTools, writeOther)

				test.move(test.member)
				c.Update(t, test.member)
				controllertest.Pass(quiet)
				c.RequireWrites(t, writeTools, writeOther)
				requireMembers(t, c, newTools(), group.Members{})
				requireMembers(t, c, newGroup("other"), test.want)
				c.RequireQuiet(t, day)
			})
		})
	}
}

func TestAGroupFindsMembersThatWereThereBeforeIt(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		c.Create(t, controllertest.Endpoint("a"))
		start(t, c)
		controllertest.Pass(time.Hour)
		c.RequireWrites(t)

		c.Create(t, newTools())
		controllertest.Pass(quiet)
		c.RequireWrites(t, writeTools)
		requireMembers(t, c, newTools(), group.Members{RemoteEndpoints: []string{"a"}})
	})
}

func TestEachNamespaceThatIsServedHasItsOwnGroups(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c, "team-a", "team-b")
		for _, namespace := range []string{"team-a", "team-b", "team-c"} {
			tools, endpoint := newTools(), controllertest.Endpoint("of-"+namespace)
			tools.Namespace, endpoint.Namespace = namespace, namespace
			c.Create(t, tools, endpoint)
		}
		controllertest.Pass(quiet)
		c.RequireWrites(t, "patch mcpgroups/status team-a/tools", "patch mcpgroups/status team-b/tools")
		for _, namespace := range []string{"team-a", "team-b"} {
			tools := newTools()
			tools.Namespace = namespace
			requireMembers(t, c, tools, group.Members{RemoteEndpoints: []string{"of-" + namespace}})
		}
	})
}

func TestAKindThatIsNotInstalledHasNoMembersUntilItIs(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		servers := kind.MCPServer.Resource()
		c.Discovery.Withdraw(servers)
		start(t, c)
		c.Create(t, newTools(), controllertest.Endpoint("a"), newServer("server"))
		controllertest.Pass(quiet)
		c.RequireWrites(t, writeTools)
		requireMembers(t, c, newTools(), group.Members{RemoteEndpoints: []string{"a"}})

		c.Discovery.Install(servers)
		controllertest.Pass(time.Minute)
		c.RequireWrites(t, writeTools)
		requireMembers(t, c, newTools(), group.Members{RemoteEndpoints: []string{"a"}, Servers: []string{"server"}})
	})
}
