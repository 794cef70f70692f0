// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package vmcpconfig_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/util/sets"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/gatewaytest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/publish"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/member"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/selection"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/vmcpconfig"
)

// watching is a gateway that watches the cluster, in a group of these members.
func watching(t *testing.T, members ...member.Member) selection.Input {
	t.Helper()
	in := gatewaytest.Read(t, "../render/testdata/watching-nothing-secret/input.yaml").Input(t)
	secrets := gatewaytest.Read(t, "../render/testdata/names/input.yaml").Input(t).Secrets
	require.Contains(t, secrets["keys"], "second")
	in.Secrets, in.Members = secrets, members
	return in
}

func withKey(name, key string, state member.State) member.Member {
	ref := v1beta1.SecretKeyRef{Name: "keys", Key: key}
	return member.Member{
		Name: name, Group: "team", State: state, URL: "https://mcp.example.com", Direct: true,
		Headers: &v1alpha1.HeaderForward{AddHeadersFromSecret: []v1alpha1.HeaderFromSecret{{HeaderName: "X-Key", ValueSecretRef: ref}}},
	}
}

// headerVariables has the keys of the variables of headers, by their names without what all have in common.
func headerVariables(t *testing.T, in selection.Input) map[string]string {
	t.Helper()
	gateway, err := vmcpconfig.For(in, selection.Of(in))
	require.NoError(t, err)
	keys := map[string]string{}
	for _, env := range gateway.Env {
		if name, ok := strings.CutPrefix(env.Name, "TOOLHIVE_SECRET_HEADER_FORWARD_"); ok {
			keys[name] = env.Secret.Key
		}
	}
	return keys
}

func TestHeadersOfAGatewayThatWatches(t *testing.T) {
	in := watching(t, withKey("a.b", "first", member.Ready), withKey("c", "second", member.Interrupted), withKey("d", "third", member.Unready))
	assert.Equal(t, map[string]string{"X_KEY_A_B": "first", "X_KEY_C": "second"}, headerVariables(t, in))
}

// R2.15: vMCP would send the value in the variable to both.
func TestAVariableThatTwoMembersShareHasNoValue(t *testing.T) {
	in := watching(t, withKey("a.b", "first", member.Ready), withKey("a-b", "second", member.Ready), withKey("c", "third", member.Ready))
	assert.Equal(t, map[string]string{"X_KEY_C": "third"}, headerVariables(t, in))

	in = watching(t, withKey("a.b", "first", member.Ready), withKey("a-b", "first", member.Ready))
	assert.Equal(t, map[string]string{"X_KEY_A_B": "first"}, headerVariables(t, in), "they may share what is the same value")
}

// Pods would be rolled for nothing. Those that have it keep it.
func TestAVariableWhoseSecretIsMissingIsLeftOutUnlessPodsHaveIt(t *testing.T) {
	in := watching(t, withKey("a", "nothing", member.Ready), withKey("b", "first", member.Ready))
	assert.Equal(t, map[string]string{"X_KEY_B": "first"}, headerVariables(t, in))

	in.Live.Variables = sets.New(publish.HeaderVariable("X-Key", "a"))
	assert.Equal(t, map[string]string{"X_KEY_A": "nothing", "X_KEY_B": "first"}, headerVariables(t, in))
}

func TestBackendsOfAConfiguration(t *testing.T) {
	in := gatewaytest.Read(t, "../render/testdata/names/input.yaml").Input(t)
	gateway, err := vmcpconfig.For(in, selection.Of(in))
	require.NoError(t, err)
	files, err := gateway.Encode()
	require.NoError(t, err)
	assert.Equal(t, sets.New("a", "a.b", "c-d", "c.d", "key-a"), vmcpconfig.Backends(files[vmcpconfig.ConfigFile]))
	for _, text := range []string{"", "backends: nobody", "\t", "backends: [{}]"} {
		assert.Empty(t, vmcpconfig.Backends(text).Delete(""), "somebody wrote %q", text)
	}
}
