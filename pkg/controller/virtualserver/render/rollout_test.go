// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	"k8s.io/apimachinery/pkg/util/sets"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/gatewaytest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/selection"
)

const withHeaders = "headers-and-ca"

// R3.4: pods are made anew when a value that they read has changed, and only then.
func TestChangesOfContent(t *testing.T) {
	for _, test := range []struct {
		name, kind, path string
		rolls            bool
	}{
		{"a Secret's value that a variable has", "Secret", "stringData/api-key", true},
		{"certificates that are mounted", "ConfigMap", "data/bundle.pem", true},
		{"a Secret's value that no pod reads", "Secret", "stringData/unused", false},
		{"a value of a ConfigMap that no pod reads", "ConfigMap", "data/unused", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := gatewaytest.Read(t, inputOf(withHeaders))
			before := gatewaytest.Rendered(t, m.Input(t), nil)
			m.Set(t, test.kind, test.path, "another value")
			after := gatewaytest.Rendered(t, m.Input(t), before.Deployment)
			assert.Equal(t, before.ConfigMap, after.ConfigMap)
			assert.Equal(t, test.rolls, references(before.Deployment) != references(after.Deployment))
			after.Deployment.Spec.Template.Annotations[pod.ReferencesChecksum] = references(before.Deployment)
			assert.Equal(t, before.Deployment, after.Deployment)
		})
	}
}

func references(deployment *appsv1.Deployment) string {
	return deployment.Spec.Template.Annotations[pod.ReferencesChecksum]
}

// R3.3: what runs goes on with what it has read.
func TestNothingRollsWhileASecretIsMissing(t *testing.T) {
	m := gatewaytest.Read(t, inputOf(withHeaders))
	in := m.Input(t)
	before := gatewaytest.Rendered(t, in, nil)
	in.Live = live(in)
	in.Secrets = nil
	assert.Equal(t, before, gatewaytest.Rendered(t, in, before.Deployment))

	in.ConfigMaps = nil
	assert.Equal(t, before, gatewaytest.Rendered(t, in, before.Deployment))

	m.Set(t, "Secret", "stringData/api-key", "another value")
	again := m.Input(t)
	again.Live = in.Live
	assert.NotEqual(t, references(before.Deployment), references(gatewaytest.Rendered(t, again, before.Deployment).Deployment), "it is back")
}

// live is what the pods of a gateway have that was rendered before.
func live(in selection.Input) selection.Live {
	backends := sets.New[string]()
	for _, backend := range selection.Of(in).Backends {
		backends.Insert(backend.Name)
	}
	return selection.Live{Backends: backends}
}

// Phases and the like come and go. A gateway that serves the same members rolls for none of it.
func TestStatusesOfMembersRollNothing(t *testing.T) {
	m := gatewaytest.Read(t, inputOf(withHeaders))
	before := gatewaytest.Rendered(t, m.Input(t), nil)
	for path, value := range map[string]any{
		"status/phase":         "Pending",
		"metadata/labels":      map[string]any{"a": "b"},
		"metadata/annotations": map[string]any{"a": "b"},
		"metadata/generation":  3,
		"status/conditions":    []any{map[string]any{"type": "Ready", "status": "False", "reason": "X", "message": "", "lastTransitionTime": "2026-01-01T00:00:00Z"}},
	} {
		m.Set(t, "MCPRemoteEndpoint", path, value)
		assert.Equal(t, before, gatewaytest.Rendered(t, m.Input(t), before.Deployment), path)
	}
}

// A gateway that watches the cluster does not roll for members without headers, which it finds itself.
func TestAWatchingGatewayRollsForNoMember(t *testing.T) {
	m := gatewaytest.Read(t, inputOf("watching-nothing-secret"))
	in := m.Input(t)
	require.NotEmpty(t, in.Members)
	before := gatewaytest.Rendered(t, in, nil)
	in.Members = append(in.Members, in.Members[0])
	in.Members[len(in.Members)-1].Name = "another"
	assert.Equal(t, before, gatewaytest.Rendered(t, in, before.Deployment))
	in.Members = nil
	assert.Equal(t, before, gatewaytest.Rendered(t, in, before.Deployment))
}

// R2.15: what is said of one member is in no way part of what is said of another, however similar their names are.
func TestTheSecretOfOneHeaderIsThatOfNoOther(t *testing.T) {
	in := gatewaytest.Read(t, inputOf("names")).Input(t)
	keys := map[string]string{}
	for _, env := range gatewaytest.Rendered(t, in, nil).Deployment.Spec.Template.Spec.Containers[0].Env {
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
