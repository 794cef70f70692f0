// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package selection_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/util/sets"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/gatewaytest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/member"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/selection"
)

func golden(t *testing.T, name string) selection.Input {
	t.Helper()
	return gatewaytest.Read(t, "../render/testdata/"+name+"/input.yaml").Input(t)
}

func backends(selected selection.Selection) []string {
	var names []string
	for _, backend := range selected.Backends {
		names = append(names, backend.Name)
	}
	return names
}

func leftOut(selected selection.Selection) map[string]string {
	reasons := map[string]string{}
	for _, omission := range selected.LeftOut {
		reasons[omission.Member] = omission.Reason
	}
	return reasons
}

func TestMembersThatAreServed(t *testing.T) {
	for name, test := range map[string]struct {
		backends []string
		leftOut  map[string]string
	}{
		"members": {[]string{"failing", "fetch", "mail", "search", "tickets", "wiki"}, map[string]string{}},
		"names":   {[]string{"a", "a.b", "c-d", "c.d", "key-a"}, map[string]string{"a-b": v1alpha1.ReasonSharedHeaders}},
		"strategies": {
			[]string{"cloud", "default", "exchanged", "named", "open", "own", "own-or-none", "proxied"},
			map[string]string{"bearer": v1alpha1.ReasonUnsupportedAuthTypeForDirectMode, "injected": v1alpha1.ReasonAuthConflict},
		},
	} {
		t.Run(name, func(t *testing.T) {
			selected := selection.Of(golden(t, name))
			assert.Equal(t, test.backends, backends(selected))
			assert.Equal(t, test.leftOut, leftOut(selected))
		})
	}
}

// What comes first counts: the gateway's word about the backend, the member's own, the gateway's default.
func TestWhoseAuthConfigCounts(t *testing.T) {
	auth := map[string]string{}
	for _, backend := range selection.Of(golden(t, "strategies")).Backends {
		switch {
		case backend.Auth != nil:
			auth[backend.Name] = backend.Auth.Name
		case backend.Unauthenticated:
			auth[backend.Name] = "none at all"
		default:
			auth[backend.Name] = "the default"
		}
	}
	assert.Equal(t, map[string]string{
		"named": "exchange", "own": "key.other", "open": "none", "cloud": "aws", "exchanged": "exchange",
		"default": "the default", "own-or-none": "none at all", "proxied": "none at all",
	}, auth)
}

func TestAMemberWhoseSecretIsMissingIsServedOnlyIfItIsAlready(t *testing.T) {
	for name, test := range map[string]struct {
		golden, member, secret, reason string
	}{
		"of a header":        {"headers-and-ca", "search", "keys", v1alpha1.ReasonHeaderSecretNotFound},
		"of its auth config": {"token-exchange", "search", "sts", v1alpha1.ReasonAuthSecretNotFound},
		"of the gateway's":   {"strategies", "named", "sts", v1alpha1.ReasonAuthSecretNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			in := golden(t, test.golden)
			delete(in.Secrets, test.secret)
			selected := selection.Of(in)
			assert.NotContains(t, backends(selected), test.member)
			assert.Equal(t, test.reason, leftOut(selected)[test.member])

			in.Live.Backends = sets.New(test.member)
			assert.Contains(t, backends(selection.Of(in)), test.member)
		})
	}
}

func TestAnInterruptedMemberIsServedOnlyIfItIsAlready(t *testing.T) {
	in := golden(t, "headers-and-ca")
	for i := range in.Members {
		in.Members[i].State = member.Interrupted
	}
	selected := selection.Of(in)
	assert.Empty(t, selected.Backends)
	assert.Empty(t, selected.LeftOut, "its own status tells why")

	in.Live.Backends = sets.New("plain")
	assert.Equal(t, []string{"plain"}, backends(selection.Of(in)))
}

// What it is to be is known when somebody has looked at it. Until then, its old address would get its new headers.
func TestAGatewayWaitsForAMemberThatItHasAndThatIsUnsettled(t *testing.T) {
	in := golden(t, "headers-and-ca")
	unsettle := func(name string) {
		for i := range in.Members {
			if in.Members[i].Name == name {
				in.Members[i].State, in.Members[i].URL, in.Members[i].AuthConfig = member.Unsettled, "", "nobody"
			}
		}
	}
	unsettle("search")
	selected := selection.Of(in)
	assert.Equal(t, []any{[]string{"plain"}, false}, []any{backends(selected), selected.Waits}, "one that it has not waits itself")
	assert.Equal(t, map[string]string{"search": v1alpha1.ReasonAuthConfigNotFound}, leftOut(selected))

	in.Live.Backends = sets.New("search", "plain")
	selected = selection.Of(in)
	assert.Equal(t, []any{[]string{"plain", "search"}, true}, []any{backends(selected), selected.Waits})
	assert.Empty(t, selected.LeftOut)
}

func TestValuesThatCannotBeSent(t *testing.T) {
	in := golden(t, "headers-and-ca")
	entry := in.Secrets["keys"]["api-key"]
	entry.HeaderValue = false
	in.Secrets["keys"]["api-key"] = entry
	assert.Equal(t, map[string]string{"search": v1alpha1.ReasonHeaderSecretInvalid}, leftOut(selection.Of(in)))
}

func TestTwoMembersOfOneName(t *testing.T) {
	in := golden(t, "members")
	in.Members = append(in.Members, member.Member{
		Kind: kind.MCPServer, Name: "search", State: member.Ready, URL: "http://other", Created: in.Members[0].Created,
	})
	assert.Len(t, selection.Of(in).LeftOut, 1, "one of them is served")
}

// A gateway that watches the cluster knows neither endpoints nor which of two headers a variable is for.
func TestAGatewayThatWatchesTheCluster(t *testing.T) {
	in := golden(t, "watching")
	assert.Equal(t, []string{"mail", "search", "wiki"}, backends(selection.Of(in)))

	hide(in.Members, true)
	assert.Equal(t, map[string]string{
		"mail": selection.ReasonNotPublished, "search": selection.ReasonNotPublished, "wiki": selection.ReasonNotPublished,
	}, leftOut(selection.Of(in)))

	in = golden(t, "names")
	in.Server.Spec.OutgoingAuth.Source = v1beta1.OutgoingAuthSourceDiscovered
	hide(in.Members, false)
	assert.Equal(t, map[string]string{"key-a": v1alpha1.ReasonSharedHeaders}, leftOut(selection.Of(in)), "header X-Key of a, and header X of key-a")
}

// vMCP applies what a member's own spec says to each that it finds itself, and leaves out a member that it cannot apply it to, though the proxy can.
func TestAuthConfigsOfProxies(t *testing.T) {
	in := golden(t, "watching")
	in.AuthConfigs["token"] = golden(t, "strategies").AuthConfigs["token"]
	in.AuthConfigs["exchange"] = golden(t, "strategies").AuthConfigs["exchange"]
	require.Equal(t, v1beta1.ExternalAuthTypeBearerToken, in.AuthConfigs["token"].Spec.Type)
	leftOutOf := func(k kind.Kind, auth string) map[string]string {
		in := in
		in.Members = []member.Member{{Kind: k, Name: "wiki", State: member.Ready, URL: "http://wiki", AuthConfig: auth}}
		return leftOut(selection.Of(in))
	}
	for _, k := range []kind.Kind{kind.MCPRemoteProxy, kind.MCPServer} {
		assert.Equal(t, map[string]string{"wiki": v1alpha1.ReasonUnsupportedAuthTypeForDirectMode}, leftOutOf(k, "token"), k)
		assert.Equal(t, map[string]string{"wiki": v1alpha1.ReasonAuthConfigNotFound}, leftOutOf(k, "nobody"), k)
		assert.Equal(t, map[string]string{"wiki": v1alpha1.ReasonAuthConflict}, leftOutOf(k, "exchange"), k)
		assert.Empty(t, leftOutOf(k, "key"), k)
	}
	assert.Empty(t, leftOutOf(kind.MCPRemoteEndpoint, "token"), "what is published has no auth config")

	in.Server.Spec.OutgoingAuth.Source = v1beta1.OutgoingAuthSourceInline
	assert.Empty(t, leftOutOf(kind.MCPRemoteProxy, "token"), "the proxy alone applies it")
}

func hide(members []member.Member, hidden bool) {
	for i := range members {
		members[i].Hidden = hidden
	}
}
