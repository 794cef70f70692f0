// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/gatewaytest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/selection"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/validate"
)

// refused are the fields, and those below them, that could have no effect, or not without another change.
var refused = map[string]string{
	"spec.config.backends":               v1alpha1.ReasonSettingWithoutEffect,
	"spec.config.incomingAuth":           v1alpha1.ReasonSettingWithoutEffect,
	"spec.config.outgoingAuth":           v1alpha1.ReasonSettingWithoutEffect,
	"spec.config.sessionStorage":         v1alpha1.ReasonSettingWithoutEffect,
	"spec.config.name":                   v1alpha1.ReasonSettingWithoutEffect,
	"spec.config.groupRef":               v1alpha1.ReasonSettingWithoutEffect,
	"spec.embeddingServerRef":            validate.ReasonEmbeddingServerUnsupported,
	"spec.incomingAuth.type":             v1alpha1.ReasonSettingWithoutEffect,
	"spec.incomingAuth.authzConfig.type": v1alpha1.ReasonAuthzConfigInvalid,

	"spec.sessionStorage.provider":                                                        v1alpha1.ReasonSessionStorageInvalid,
	"spec.authServerConfig.issuer":                                                        v1alpha1.ReasonAuthServerMismatch,
	"spec.authServerConfig.storage.type":                                                  v1alpha1.ReasonSettingWithoutEffect,
	"spec.authServerConfig.delegateClients.[].audiences":                                  v1alpha1.ReasonAuthServerMismatch,
	"spec.authServerConfig.upstreamProviders.[].type":                                     v1alpha1.ReasonAuthConfigInvalid,
	"spec.authServerConfig.upstreamProviders.[].oidcConfig.userInfoOverride":              v1alpha1.ReasonSettingWithoutEffect,
	"spec.authServerConfig.upstreamProviders.[].oauth2Config.dcrConfig.softwareId":        v1alpha1.ReasonSettingWithoutEffect,
	"spec.authServerConfig.upstreamProviders.[].oauth2Config.dcrConfig.softwareStatement": v1alpha1.ReasonSettingWithoutEffect,
}

// Each field of a gateway changes something in what is rendered for one of the golden inputs, by some value, and so does not go unnoticed; or
// it is refused (R2.14).
func TestEachFieldHasAnEffectOrIsRefused(t *testing.T) {
	var goldens []*golden
	for _, name := range goldenNames(t) {
		goldens = append(goldens, newGolden(t, name))
	}
	for _, leaf := range leaves(reflect.TypeFor[v1beta1.VirtualMCPServerSpec](), "spec") {
		t.Run(leaf.String(), func(t *testing.T) {
			byPresence := slices.SortedStableFunc(slices.Values(goldens), func(a, b *golden) int { return b.has(leaf) - a.has(leaf) })
			for prefix, reason := range refused {
				if leaf.String() == prefix || strings.HasPrefix(leaf.String(), prefix+".") {
					assert.True(t, slices.ContainsFunc(byPresence, func(g *golden) bool { return g.isRefused(t, leaf, reason) }), "it is not refused for the reason %s", reason)
					return
				}
			}
			assert.True(t, slices.ContainsFunc(byPresence, func(g *golden) bool { return g.changes(t, leaf) }), "no value of it changes anything in any golden case")
		})
	}
}

// golden is a golden input, with other objects to refer to.
type golden struct {
	gateway map[string]any
	objects []runtime.Object
	in      selection.Input
	output  string
}

func newGolden(t *testing.T, name string) *golden {
	t.Helper()
	m := withTwins(append(gatewaytest.Read(t, inputOf(name)), gatewaytest.Read(t, "testdata/others.yaml")...))
	g := &golden{gateway: m.Object(t, "VirtualMCPServer"), objects: m.Objects(t), in: m.Input(t)}
	g.output = output(t, g.in)
	return g
}

// has is 1 if the golden input has the field, and 0 otherwise.
func (g *golden) has(leaf leaf) int {
	if _, ok := get(g.gateway, leaf.path); ok {
		return 1
	}
	return 0
}

func (g *golden) isRefused(t *testing.T, leaf leaf, reason string) bool {
	t.Helper()
	return slices.ContainsFunc(g.alternatives(t, leaf), func(in selection.Input) bool {
		return slices.ContainsFunc(validate.Gateway(in), func(problem validate.Problem) bool { return problem.Reason == reason })
	})
}

func (g *golden) changes(t *testing.T, leaf leaf) bool {
	t.Helper()
	return slices.ContainsFunc(g.alternatives(t, leaf), func(in selection.Input) bool {
		return len(validate.Gateway(in)) == 0 && output(t, in) != g.output
	})
}

// alternatives are inputs whose gateway has another value at a place, or none. What the API server would not take for a gateway is left out.
func (g *golden) alternatives(t *testing.T, leaf leaf) []selection.Input {
	t.Helper()
	var all []selection.Input
	for _, change := range changesOf(g.gateway, leaf) {
		data, err := json.Marshal(g.gateway)
		require.NoError(t, err)
		var fields map[string]any
		require.NoError(t, json.Unmarshal(data, &fields))
		if !change(fields) {
			continue
		}
		data, err = json.Marshal(fields)
		require.NoError(t, err)
		server := &v1beta1.VirtualMCPServer{}
		if json.Unmarshal(data, server) != nil {
			continue
		}
		in := g.in
		server.Namespace, server.UID = in.Server.Namespace, in.Server.UID
		in.Server = server
		gatewaytest.Follow(&in, g.objects)
		all = append(all, in)
	}
	return all
}

// output is all that comes of an input.
func output(t *testing.T, in selection.Input) string {
	t.Helper()
	return string(encode(t, gatewaytest.Rendered(t, in)))
}

// withTwins adds a twin, called x more, of each object that can be referred to, and of each value in Secrets and ConfigMaps.
func withTwins(m gatewaytest.Manifest) gatewaytest.Manifest {
	var twins gatewaytest.Manifest
	for _, object := range m {
		if _, isMember := object["status"]; isMember || object["kind"] == "VirtualMCPServer" {
			continue
		}
		for _, member := range []string{"stringData", "data"} {
			if values, ok := object[member].(map[string]any); ok {
				for key, value := range maps.Clone(values) {
					values[key+"x"] = value
				}
			}
		}
		twin := maps.Clone(object)
		metadata := maps.Clone(object["metadata"].(map[string]any))
		metadata["name"] = metadata["name"].(string) + "x"
		twin["metadata"] = metadata
		twins = append(twins, twin)
	}
	return append(m, twins...)
}
