// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/gatewaytest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

const withHeaders = "headers-and-ca"

// R3.4: pods are made anew when a value that they read has changed, and only then.
func TestChangesOfContent(t *testing.T) {
	twice := func(certificates string) string { return certificates + certificates }
	other := func(string) string { return "another value" }
	for _, test := range []struct {
		name, kind, key string
		change          func(string) string
		rolls           bool
	}{
		{"a Secret's value that a variable has", "Secret", "api-key", other, true},
		{"certificates that are mounted", "ConfigMap", "bundle.pem", twice, true},
		{"a Secret's value that no pod reads", "Secret", "unused", other, false},
		{"a value of a ConfigMap that no pod reads", "ConfigMap", "unused", twice, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := gatewaytest.Read(t, inputOf(withHeaders))
			before := gatewaytest.Rendered(t, m.Input(t))
			values := valuesOf(t, m, test.kind)
			value, _ := values[test.key].(string)
			values[test.key] = test.change(value)
			after := gatewaytest.Rendered(t, m.Input(t))
			assert.Equal(t, before.ConfigMap, after.ConfigMap)
			assert.Equal(t, test.rolls, references(before.Deployment) != references(after.Deployment))
			after.Deployment.Spec.Template.Annotations[pod.ReferencesChecksum] = references(before.Deployment)
			assert.Equal(t, before.Deployment, after.Deployment)
		})
	}
}

// valuesOf are the values of the only Secret or ConfigMap.
func valuesOf(t *testing.T, m gatewaytest.Manifest, kind string) map[string]any {
	t.Helper()
	field := map[string]string{"Secret": "stringData", "ConfigMap": "data"}[kind]
	values, ok := m.Object(t, kind)[field].(map[string]any)
	require.True(t, ok)
	return values
}

func references(deployment *appsv1.Deployment) string {
	return deployment.Spec.Template.Annotations[pod.ReferencesChecksum]
}

// R3.3: what runs goes on with what it has read.
func TestStatusesOfMembersRollNothing(t *testing.T) {
	m := gatewaytest.Read(t, inputOf(withHeaders))
	before := gatewaytest.Rendered(t, m.Input(t))
	for path, value := range map[string]any{
		"status/phase":         "Pending",
		"metadata/labels":      map[string]any{"a": "b"},
		"metadata/annotations": map[string]any{"a": "b"},
		"status/conditions":    []any{map[string]any{"type": "Ready", "status": "False", "reason": "X", "message": "", "lastTransitionTime": "2026-01-01T00:00:00Z"}},
	} {
		m.Set(t, "MCPRemoteEndpoint", path, value)
		assert.Equal(t, before, gatewaytest.Rendered(t, m.Input(t)), path)
	}
}

// A gateway that watches the cluster does not roll for members without headers, which it finds itself.
func TestAWatchingGatewayRollsForNoMember(t *testing.T) {
	m := gatewaytest.Read(t, inputOf("watching-nothing-secret"))
	in := m.Input(t)
	require.NotEmpty(t, in.Members)
	before := gatewaytest.Rendered(t, in)
	in.Members = append(in.Members, in.Members[0])
	in.Members[len(in.Members)-1].Name = "another"
	assert.Equal(t, before, gatewaytest.Rendered(t, in))
	in.Members = nil
	assert.Equal(t, before, gatewaytest.Rendered(t, in))
}

// R2.15: what is said of one member is in no way part of what is said of another, however similar their names are.
func TestTheSecretOfOneHeaderIsThatOfNoOther(t *testing.T) {
	in := gatewaytest.Read(t, inputOf("names")).Input(t)
	keys := map[string]string{}
	for _, env := range gatewaytest.Rendered(t, in).Deployment.Spec.Template.Spec.Containers[0].Env {
		if env.ValueFrom == nil {
			continue
		}
		ref := env.ValueFrom.SecretKeyRef
		key := fmt.Sprintf("%s/%s", ref.Name, ref.Key)
		assert.Empty(t, keys[key], "each of these has a value of its own")
		keys[key] = env.Name
	}
	assert.NotEmpty(t, keys)
}

// A member whose Secret or ConfigMap is missing harms no other. vMCP starts without them, but not without what an auth config needs.
func TestPodsStartWithoutWhatOneMemberLacks(t *testing.T) {
	for golden, want := range map[string]map[string]bool{
		withHeaders: {
			"TOOLHIVE_SECRET_HEADER_search_X-API-Key": true, "TOOLHIVE_SECRET_HEADER_search_X.API.Key": true,
			"TOOLHIVE_SECRET_HEADER_search_X_5FAPI_5FKey": true, "remote-authority": true,
		},
		"watching":       {"TOOLHIVE_SECRET_HEADER_FORWARD_X_API_KEY_SEARCH": true},
		"token-exchange": {"TOOLHIVE_TOKEN_EXCHANGE_CLIENT_SECRET_exchange": false},
	} {
		spec := gatewaytest.Rendered(t, gatewaytest.Read(t, inputOf(golden)).Input(t)).Deployment.Spec.Template.Spec
		optional := map[string]bool{}
		for _, env := range spec.Containers[0].Env {
			if env.ValueFrom != nil {
				optional[env.Name] = env.ValueFrom.SecretKeyRef.Optional != nil
			}
		}
		for _, volume := range spec.Volumes {
			if volume.ConfigMap != nil && volume.Name != "vmcp-config" {
				optional[volume.ConfigMap.Name] = volume.ConfigMap.Optional != nil
			}
		}
		assert.Equal(t, want, optional, golden)
	}
}
