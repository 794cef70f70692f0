// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtualserver_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/children"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/gatewaytest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/member"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/render"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/validate"
)

// childrenOf are the states of a gateway's objects, none of which has a problem.
func childrenOf(t testing.TB, s virtualserver.Snapshot) []children.State {
	t.Helper()
	states, problems := virtualserver.Children(s, virtualserver.Judge(s), settings)
	require.Empty(t, problems)
	return states
}

// kindsOf are the kinds of objects that there are to be.
func kindsOf(states []children.State) []kind.Kind {
	var kinds []kind.Kind
	for _, state := range states {
		if state.Wanted != nil {
			kinds = append(kinds, state.Kind)
		}
	}
	return kinds
}

func TestChildren(t *testing.T) {
	states := childrenOf(t, snapshot(t))
	assert.Equal(t, virtualserver.ChildKinds, kindsOf(states), "in the order in which they are applied")
	for _, state := range states {
		assert.Equal(t, cache.NewObjectName(gatewaytest.Namespace, render.Name(state.Kind, "gateway")), state.Name)
		assert.Equal(t, state.Name.Name, state.Wanted.GetName())
		owner := metav1.GetControllerOf(state.Wanted)
		require.NotNil(t, owner)
		assert.Equal(t, []string{"VirtualMCPServer", "gateway", "1"}, []string{owner.Kind, owner.Name, string(owner.UID)})
	}
}

// Every kind has a state, so that what is not wanted is removed.
func TestChildrenThatMustNotBe(t *testing.T) {
	states := childrenOf(t, snapshot(t, nobody))
	require.Len(t, states, len(virtualserver.ChildKinds))
	assert.NotContains(t, kindsOf(states), kind.Deployment, "vMCP would end without backends")
	assert.Contains(t, kindsOf(states), kind.Service, "the address stays")

	states = childrenOf(t, snapshotOf(t, "v15-serviceaccount"))
	require.Len(t, states, len(virtualserver.ChildKinds))
	for _, k := range []kind.Kind{kind.ServiceAccount, kind.Role, kind.RoleBinding} {
		assert.NotContains(t, kindsOf(states), k, "the gateway names an account")
	}
	assert.Contains(t, kindsOf(childrenOf(t, snapshotOf(t, "watching", nobody))), kind.Deployment, "it waits for backends itself")
}

func TestChildrenThatAreLeftAlone(t *testing.T) {
	for name, change := range map[string]change{"something is wrong": noGroup, "the gateway goes": deleted} {
		assert.Empty(t, childrenOf(t, snapshot(t, serves, change)), name)
	}
}

func TestProblemsOfWriting(t *testing.T) {
	name := cache.NewObjectName(gatewaytest.Namespace, "vmcp-gateway")
	state := children.State{Kind: kind.Service, Name: name}
	problems := virtualserver.ProblemsOf(
		[]children.Conflict{{State: state}, {State: state, Owner: &metav1.OwnerReference{Kind: "MCPServer", Name: "other"}}},
		[]children.Refusal{{State: state, Message: "quota"}},
	)
	require.Len(t, problems, 3)
	for _, problem := range problems {
		assert.Equal(t, validate.ConditionValid, problem.Condition)
		assert.Contains(t, problem.Message, `Service "vmcp-gateway"`)
	}
	assert.Equal(t, v1alpha1.ReasonChildConflict, problems[0].Reason)
	assert.Contains(t, problems[1].Message, `MCPServer "other"`)
	assert.Equal(t, v1alpha1.ReasonChildRefused, problems[2].Reason)

	s := snapshot(t)
	plan := virtualserver.Decide(s, virtualserver.Verdict{Problems: problems}, now)
	assert.Empty(t, plan.Status.URL, "the Service is another's")
	assert.Equal(t, failed, plan.Status.Phase)
}

func TestWhatPodsHaveNow(t *testing.T) {
	s := snapshot(t)
	var config *corev1.ConfigMap
	deployment := deployment(1, "NewReplicaSetAvailable")
	for _, state := range childrenOf(t, s) {
		if object, ok := state.Wanted.(*corev1.ConfigMap); ok {
			config = object
		}
	}
	deployment.Spec.Template.Spec.Containers = []corev1.Container{
		{Name: "other", Env: []corev1.EnvVar{{Name: "B"}}}, {Name: render.ContainerName, Env: []corev1.EnvVar{{Name: "A"}}},
	}
	live := virtualserver.LiveOf(config, deployment)
	assert.Equal(t, sets.New("failing", "fetch", "mail", "search", "tickets", "wiki"), live.Backends)
	assert.Equal(t, sets.New("A"), live.Variables)

	live = virtualserver.LiveOf(config, nil)
	assert.Empty(t, live.Backends, "without a Deployment nobody has them")
	assert.Empty(t, virtualserver.LiveOf(nil, deployment).Backends)
}

// One pass for a gateway with many members.
func BenchmarkPass(b *testing.B) {
	s := snapshot(b, serves)
	s.Members = nil
	for i := range 1000 {
		s.Members = append(s.Members, member.Member{
			Kind: kind.MCPRemoteEndpoint, Name: fmt.Sprintf("endpoint-%d", i), Group: "team", State: member.Ready,
			URL: "https://mcp.example.com/mcp", Transport: "streamable-http", Direct: true,
		})
	}
	for b.Loop() {
		verdict := virtualserver.Judge(s)
		states, problems := virtualserver.Children(s, verdict, settings)
		require.Empty(b, problems)
		require.NotEmpty(b, states)
		virtualserver.Decide(s, verdict, now)
	}
}
