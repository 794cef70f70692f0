// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package member_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/claim"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/member"
)

const remoteURL = "https://mcp.example.com/mcp"

func metadata(uid string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Namespace: "default", Name: "search", UID: types.UID(uid), Generation: 2}
}

// direct is an endpoint that nothing is wrong with, changed by the given functions.
func direct(changes ...func(*v1alpha1.MCPRemoteEndpoint)) *v1alpha1.MCPRemoteEndpoint {
	endpoint := &v1alpha1.MCPRemoteEndpoint{ObjectMeta: metadata("endpoint")}
	endpoint.Spec = v1alpha1.MCPRemoteEndpointSpec{
		Type: v1alpha1.EndpointTypeDirect, RemoteURL: remoteURL, Transport: v1beta1.TransportSSE, GroupRef: "team",
		ExternalAuthConfigRef: &v1beta1.ExternalAuthConfigRef{Name: "auth"},
		CABundleRef:           &v1alpha1.CABundleRef{Name: "authority"},
		HeaderForward:         &v1alpha1.HeaderForward{AddPlaintextHeaders: map[string]string{"X-Team": "search"}},
	}
	endpoint.Status = v1alpha1.MCPRemoteEndpointStatus{URL: remoteURL, ObservedGeneration: 2}
	for _, change := range changes {
		change(endpoint)
	}
	return endpoint
}

func of(t *testing.T, k kind.Kind, object metav1.Object) member.Member {
	t.Helper()
	m, ok := member.Of([]claim.Claimant{{Kind: k, Object: object}}, false)
	require.True(t, ok)
	return m
}

func TestMembersOfEachKind(t *testing.T) {
	assert.Equal(t, member.Member{
		Kind: kind.MCPRemoteEndpoint, Name: "search", Group: "team", State: member.Ready, URL: remoteURL, RemoteURL: remoteURL,
		Transport: v1beta1.TransportSSE, Direct: true, AuthConfig: "auth", Hidden: true,
		Headers:     &v1alpha1.HeaderForward{AddPlaintextHeaders: map[string]string{"X-Team": "search"}},
		CABundleRef: &v1alpha1.CABundleRef{Name: "authority"},
	}, of(t, kind.MCPRemoteEndpoint, direct()))

	entry := &v1beta1.MCPServerEntry{ObjectMeta: metadata("entry")}
	entry.Spec = v1beta1.MCPServerEntrySpec{RemoteURL: remoteURL, Transport: v1beta1.TransportSSE, GroupRef: v1beta1.MCPGroupRefOrName{Name: "team"}}
	entry.Status.Phase = v1beta1.MCPServerEntryPhaseValid
	m := of(t, kind.MCPServerEntry, entry)
	assert.Equal(t, []any{"team", member.Ready, remoteURL, true}, []any{m.Group, m.State, m.URL, m.Direct})

	proxy := &v1beta1.MCPRemoteProxy{ObjectMeta: metadata("proxy")}
	proxy.Spec = v1beta1.MCPRemoteProxySpec{RemoteURL: remoteURL, GroupRef: &v1beta1.MCPGroupRefOrName{Name: "team"}}
	proxy.Status = v1beta1.MCPRemoteProxyStatus{URL: "http://proxy", Phase: v1beta1.MCPRemoteProxyPhaseFailed}
	m = of(t, kind.MCPRemoteProxy, proxy)
	assert.Equal(t, []any{"team", member.Ready, "http://proxy", false, v1beta1.TransportStreamableHTTP}, []any{m.Group, m.State, m.URL, m.Direct, m.Transport})
}

func TestEndpointsThatGatewaysWhichWatchSee(t *testing.T) {
	published := direct()
	published.Status.Conditions = append(published.Status.Conditions, metav1.Condition{Type: v1alpha1.ConditionPublished, Status: metav1.ConditionTrue})
	assert.False(t, of(t, kind.MCPRemoteEndpoint, published).Hidden)
	published.Status.Conditions[len(published.Status.Conditions)-1].Status = metav1.ConditionFalse
	assert.True(t, of(t, kind.MCPRemoteEndpoint, published).Hidden)
	assert.False(t, of(t, kind.MCPServerEntry, &v1beta1.MCPServerEntry{}).Hidden)
}

func TestObjectsThatVMCPCanRead(t *testing.T) {
	object, plain := v1beta1.MCPGroupRefOrName{Name: "team"}, v1beta1.MCPGroupRefOrName{Name: "team", Plain: true}
	for _, test := range []struct {
		object   metav1.Object
		readable bool
	}{
		{direct(), true},
		{&v1beta1.MCPServerEntry{Spec: v1beta1.MCPServerEntrySpec{GroupRef: object}}, true},
		{&v1beta1.MCPServerEntry{Spec: v1beta1.MCPServerEntrySpec{GroupRef: plain}}, false},
		{&v1beta1.MCPRemoteProxy{}, true},
		{&v1beta1.MCPRemoteProxy{Spec: v1beta1.MCPRemoteProxySpec{GroupRef: &object}}, true},
		{&v1beta1.MCPRemoteProxy{Spec: v1beta1.MCPRemoteProxySpec{GroupRef: &plain}}, false},
		{&v1beta1.MCPServer{}, true},
		{&v1beta1.MCPServer{Spec: v1beta1.MCPServerSpec{GroupRef: &plain}}, false},
	} {
		assert.Equal(t, test.readable, member.Readable(test.object), "%T", test.object)
	}
}

// ToolHive's operator ends the URL of an MCPServer by what it speaks.
func TestTransportOfAnMCPServer(t *testing.T) {
	for url, want := range map[string]v1beta1.Transport{
		"http://mcp-search-proxy.default.svc.cluster.local:8080/sse#search": v1beta1.TransportSSE,
		"http://mcp-search-proxy.default.svc.cluster.local:8080/mcp":        v1beta1.TransportStreamableHTTP,
	} {
		server := &v1beta1.MCPServer{ObjectMeta: metadata("server")}
		server.Spec.GroupRef, server.Status.URL = &v1beta1.MCPGroupRefOrName{Name: "team", Plain: true}, url
		m := of(t, kind.MCPServer, server)
		assert.Equal(t, []any{"team", member.Ready, url, want, false}, []any{m.Group, m.State, m.URL, m.Transport, m.Direct})
	}
}

func condition(conditionType, reason string) metav1.Condition {
	return metav1.Condition{Type: conditionType, Status: metav1.ConditionFalse, Reason: reason}
}

func failed(conditions ...metav1.Condition) func(*v1alpha1.MCPRemoteEndpoint) {
	return func(endpoint *v1alpha1.MCPRemoteEndpoint) {
		endpoint.Status.URL = ""
		endpoint.Status.Conditions = append([]metav1.Condition{condition(v1alpha1.ConditionReady, "Whatever")}, conditions...)
	}
}

// R3.3: a backend is not dropped for a passing failure.
func TestStatesOfEndpoints(t *testing.T) {
	asProxy := func(endpoint *v1alpha1.MCPRemoteEndpoint) { endpoint.Spec.Type = v1alpha1.EndpointTypeProxy }
	changed := func(endpoint *v1alpha1.MCPRemoteEndpoint) { endpoint.Generation = 3 }
	for _, test := range []struct {
		name    string
		changes []func(*v1alpha1.MCPRemoteEndpoint)
		want    member.State
		url     string
	}{
		{"a direct endpoint with a URL", nil, member.Ready, remoteURL},
		{"one that nothing was said about", []func(*v1alpha1.MCPRemoteEndpoint){func(e *v1alpha1.MCPRemoteEndpoint) { e.Status = v1alpha1.MCPRemoteEndpointStatus{} }}, member.Unready, ""},
		{"the Secret of a header is missing", []func(*v1alpha1.MCPRemoteEndpoint){failed(condition("ConfigurationValid", v1alpha1.ReasonHeaderSecretNotFound))}, member.Interrupted, remoteURL},
		{"the Secret of the auth config is missing", []func(*v1alpha1.MCPRemoteEndpoint){failed(condition("AuthConfigValid", v1alpha1.ReasonAuthSecretNotFound))}, member.Interrupted, remoteURL},
		{"the CA is missing, and the group", []func(*v1alpha1.MCPRemoteEndpoint){failed(condition("CABundleValid", v1alpha1.ReasonCABundleNotFound), condition("GroupRefValid", v1alpha1.ReasonGroupNotFound))}, member.Interrupted, remoteURL},
		{"the auth config itself is missing", []func(*v1alpha1.MCPRemoteEndpoint){failed(condition("AuthConfigValid", v1alpha1.ReasonAuthConfigNotFound))}, member.Unready, ""},
		{"the URL must not be used", []func(*v1alpha1.MCPRemoteEndpoint){failed(condition("ConfigurationValid", v1alpha1.ReasonPrivateURL))}, member.Unready, ""},
		{"the URL must not be used, and the CA is missing", []func(*v1alpha1.MCPRemoteEndpoint){failed(condition("ConfigurationValid", v1alpha1.ReasonPrivateURL), condition("CABundleValid", v1alpha1.ReasonCABundleNotFound))}, member.Unready, ""},
		{"another object has the name", []func(*v1alpha1.MCPRemoteEndpoint){failed(condition("ConfigurationValid", v1alpha1.ReasonNameCollision))}, member.Unready, ""},
		{
			"what passes was said of an older generation", []func(*v1alpha1.MCPRemoteEndpoint){
				failed(condition("CABundleValid", v1alpha1.ReasonCABundleNotFound)), changed,
			}, member.Unsettled, "",
		},
		{
			"what does not pass was said of an older generation", []func(*v1alpha1.MCPRemoteEndpoint){
				failed(condition("ConfigurationValid", v1alpha1.ReasonPrivateURL)), changed,
			}, member.Unready, "",
		},
		{"the URL is that of an older generation", []func(*v1alpha1.MCPRemoteEndpoint){changed}, member.Unsettled, ""},
		{"the URL of a proxy is that of any generation", []func(*v1alpha1.MCPRemoteEndpoint){asProxy, changed}, member.Ready, remoteURL},
		{
			"it is going", []func(*v1alpha1.MCPRemoteEndpoint){func(e *v1alpha1.MCPRemoteEndpoint) { e.DeletionTimestamp = &metav1.Time{Time: time.Unix(1, 0)} }},
			member.Unready, "",
		},
		{"a proxy keeps its URL whatever is wrong", []func(*v1alpha1.MCPRemoteEndpoint){asProxy, func(e *v1alpha1.MCPRemoteEndpoint) {
			e.Status.URL = "http://proxy"
			e.Status.Phase = v1alpha1.PhaseFailed
		}}, member.Ready, "http://proxy"},
		{"a proxy without a URL", []func(*v1alpha1.MCPRemoteEndpoint){asProxy, failed(condition("ConfigurationValid", v1alpha1.ReasonHeaderSecretNotFound))}, member.Unready, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := of(t, kind.MCPRemoteEndpoint, direct(test.changes...))
			assert.Equal(t, test.want, m.State)
			assert.Equal(t, test.url, m.URL)
		})
	}
}

func TestStatesOfEntries(t *testing.T) {
	const is, was, unsaid = 2, 1, 0
	for _, test := range []struct {
		name       string
		phase      v1beta1.MCPServerEntryPhase
		observed   int64
		conditions []metav1.Condition
		want       member.State
	}{
		{"valid", v1beta1.MCPServerEntryPhaseValid, is, nil, member.Ready},
		{"it was valid, with another URL", v1beta1.MCPServerEntryPhaseValid, was, nil, member.Unsettled},
		{"valid, without a word of the generation", v1beta1.MCPServerEntryPhaseValid, unsaid, nil, member.Ready},
		{"pending", v1beta1.MCPServerEntryPhasePending, is, nil, member.Unready},
		{"the group is missing", v1beta1.MCPServerEntryPhaseFailed, is, []metav1.Condition{condition("Valid", "ConfigInvalid"), condition("GroupRefValidated", "GroupRefNotFound")}, member.Interrupted},
		{"the group was missing", v1beta1.MCPServerEntryPhaseFailed, was, []metav1.Condition{condition("GroupRefValidated", "GroupRefNotFound")}, member.Unsettled},
		{"the URL was invalid", v1beta1.MCPServerEntryPhaseFailed, was, []metav1.Condition{condition("RemoteURLValidated", "RemoteURLInvalid")}, member.Unready},
		{"the URL is invalid", v1beta1.MCPServerEntryPhaseFailed, is, []metav1.Condition{condition("RemoteURLValidated", "RemoteURLInvalid")}, member.Unready},
	} {
		t.Run(test.name, func(t *testing.T) {
			entry := &v1beta1.MCPServerEntry{ObjectMeta: metadata("entry")}
			entry.Spec.RemoteURL = remoteURL
			entry.Status = v1beta1.MCPServerEntryStatus{Phase: test.phase, Conditions: test.conditions, ObservedGeneration: test.observed}
			assert.Equal(t, test.want, of(t, kind.MCPServerEntry, entry).State)
		})
	}
}

// Of the claimants of a name, just the holder is a member (R2.13), and a take-over drops no backend (R4.3).
func TestMembersAmongClaimants(t *testing.T) {
	proxy := &v1beta1.MCPRemoteProxy{ObjectMeta: metadata("proxy")}
	proxy.Spec.RemoteURL, proxy.Status.URL = remoteURL, "http://proxy"
	entry := &v1beta1.MCPServerEntry{ObjectMeta: metadata("entry")}
	entry.Spec.RemoteURL, entry.Status.Phase = remoteURL, v1beta1.MCPServerEntryPhaseValid
	going := &v1beta1.MCPRemoteProxy{ObjectMeta: metadata("proxy")}
	going.DeletionTimestamp = &metav1.Time{Time: time.Unix(3, 0)}

	successor := func(replaced kind.Kind, changes ...func(*v1alpha1.MCPRemoteEndpoint)) *v1alpha1.MCPRemoteEndpoint {
		return direct(append([]func(*v1alpha1.MCPRemoteEndpoint){func(e *v1alpha1.MCPRemoteEndpoint) {
			e.CreationTimestamp = metav1.Unix(2, 0)
			if replaced != "" {
				e.Annotations = map[string]string{v1alpha1.ReplacesAnnotation: string(replaced)}
			}
		}}, changes...)...)
	}
	unseen := func(e *v1alpha1.MCPRemoteEndpoint) { e.Status = v1alpha1.MCPRemoteEndpointStatus{} }
	broken := failed(condition("AuthConfigValid", v1alpha1.ReasonAuthConfigNotFound), condition(v1alpha1.ConditionTakenOver, v1alpha1.ReasonTakeOverPending))
	says := func(conditionType string) func(*v1alpha1.MCPRemoteEndpoint) {
		return func(e *v1alpha1.MCPRemoteEndpoint) {
			e.Status.Conditions = append(e.Status.Conditions, metav1.Condition{Type: conditionType, Status: metav1.ConditionTrue})
		}
	}
	taken, published := says(v1alpha1.ConditionTakenOver), says(v1alpha1.ConditionPublished)
	for name, test := range map[string]struct {
		older    metav1.Object
		endpoint *v1alpha1.MCPRemoteEndpoint
		watching bool
		kind     kind.Kind
		state    member.State
	}{
		"a latecomer is no member":                  {proxy, successor(""), false, kind.MCPRemoteProxy, member.Ready},
		"a successor that nobody has looked at":     {proxy, successor(kind.MCPRemoteProxy, unseen), false, kind.MCPRemoteProxy, member.Ready},
		"a successor that cannot take over a proxy": {proxy, successor(kind.MCPRemoteProxy, broken), false, kind.MCPRemoteProxy, member.Ready},
		"or an entry":                             {entry, successor(kind.MCPServerEntry, broken), false, kind.MCPServerEntry, member.Ready},
		"one that has taken over":                 {proxy, successor(kind.MCPRemoteProxy, taken), false, kind.MCPRemoteEndpoint, member.Ready},
		"and is broken since":                     {entry, successor(kind.MCPServerEntry, failed(), taken), false, kind.MCPRemoteEndpoint, member.Unready},
		"what is going is no member":              {going, successor(kind.MCPRemoteProxy, taken), false, kind.MCPRemoteEndpoint, member.Ready},
		"a gateway that watches finds the proxy":  {proxy, successor(kind.MCPRemoteProxy, taken), true, kind.MCPRemoteProxy, member.Ready},
		"and the entry":                           {entry, successor(kind.MCPServerEntry, taken), true, kind.MCPServerEntry, member.Ready},
		"and the endpoint when that is published": {entry, successor(kind.MCPServerEntry, taken, published), true, kind.MCPRemoteEndpoint, member.Ready},
	} {
		t.Run(name, func(t *testing.T) {
			k := kind.MCPRemoteProxy
			if test.older == metav1.Object(entry) {
				k = kind.MCPServerEntry
			}
			all := []claim.Claimant{{Kind: k, Object: test.older}, {Kind: kind.MCPRemoteEndpoint, Object: test.endpoint}}
			m, ok := member.Of(all, test.watching)
			require.True(t, ok)
			assert.Equal(t, test.kind, m.Kind)
			assert.Equal(t, test.state, m.State)
			assert.Empty(t, all[1].Pending, "the claimants are left as they were")
		})
	}
	_, ok := member.Of(nil, false)
	assert.False(t, ok)
	m, ok := member.Of([]claim.Claimant{{Kind: kind.MCPRemoteEndpoint, Object: successor(kind.MCPServerEntry)}}, true)
	assert.True(t, ok)
	assert.True(t, m.Hidden, "nothing else is there")
}

// The headers of a successor are for its own address, and whether that may be used is not known yet.
func TestASuccessorIsWhatItReplacesUntilItIsLookedAt(t *testing.T) {
	entry := &v1beta1.MCPServerEntry{ObjectMeta: metadata("entry")}
	entry.Spec = v1beta1.MCPServerEntrySpec{RemoteURL: "https://old.example.com", GroupRef: v1beta1.MCPGroupRefOrName{Name: "team"}}
	entry.Status.Phase = v1beta1.MCPServerEntryPhaseValid
	successor := direct(func(e *v1alpha1.MCPRemoteEndpoint) {
		e.Status, e.Spec.GroupRef, e.CreationTimestamp = v1alpha1.MCPRemoteEndpointStatus{}, "other", metav1.Unix(2, 0)
		e.Annotations = map[string]string{v1alpha1.ReplacesAnnotation: string(kind.MCPServerEntry)}
	})
	both := []claim.Claimant{{Kind: kind.MCPServerEntry, Object: entry}, {Kind: kind.MCPRemoteEndpoint, Object: successor}}
	m, _ := member.Of(both, false)
	assert.Equal(t, []any{kind.MCPServerEntry, member.Ready, "https://old.example.com", "", false}, []any{m.Kind, m.State, m.URL, m.AuthConfig, m.HasHeaders()})

	successor.Status = v1alpha1.MCPRemoteEndpointStatus{
		URL: remoteURL, ObservedGeneration: 2, Conditions: []metav1.Condition{{Type: v1alpha1.ConditionTakenOver, Status: metav1.ConditionTrue}},
	}
	m, _ = member.Of(both, false)
	assert.Equal(t, []any{kind.MCPRemoteEndpoint, remoteURL, "auth", true}, []any{m.Kind, m.URL, m.AuthConfig, m.HasHeaders()}, "when it is")
}
