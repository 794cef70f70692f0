// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package references_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/gatewaytest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/references"
)

func namesOf(refs []references.Reference) []string {
	var names []string
	for _, ref := range refs {
		names = append(names, string(ref.Kind)+" "+ref.Name)
	}
	return names
}

func TestReferencesOfGateways(t *testing.T) {
	for golden, want := range map[string][]string{
		"auth-server": {
			"MCPGroup team", "MCPOIDCConfig login", "Secret signing", "Secret signing", "Secret codes", "Secret provider", "Secret provider",
			"Secret redis", "Secret redis", "Secret redis", "Secret agents",
		},
		"authz-configmap": {"MCPGroup team", "MCPOIDCConfig login", "ConfigMap policies"},
		"config":          {"MCPGroup team", "MCPToolConfig few", "VirtualMCPCompositeToolDefinition report"},
		"incoming":        {"MCPGroup team", "MCPOIDCConfig login", "MCPAuthzConfig policies"},
		"pods":            {"MCPGroup team", "ServiceAccount mine"},
		"replicas":        {"MCPGroup team", "MCPOIDCConfig login", "Secret redis"},
		"strategies": {
			"MCPGroup team", "MCPOIDCConfig login", "MCPExternalAuthConfig key", "MCPExternalAuthConfig exchange", "MCPExternalAuthConfig none",
		},
		"telemetry": {"MCPGroup team", "MCPTelemetryConfig observability"},
	} {
		t.Run(golden, func(t *testing.T) {
			in := gatewaytest.Read(t, filepath.Join("..", "render", "testdata", golden, "input.yaml")).Input(t)
			assert.Equal(t, want, namesOf(references.OfServer(in.Server)))
		})
	}
}

// What the member's own proxy reads is not the gateway's business, but for the auth config, which vMCP looks at.
func TestReferencesOfMembers(t *testing.T) {
	in := gatewaytest.Read(t, "../render/testdata/headers-and-ca/input.yaml").Input(t)
	search := in.Members[1]
	search.AuthConfig = "auth"
	assert.Equal(t, []string{"MCPExternalAuthConfig auth", "Secret keys", "Secret keys", "Secret keys", "ConfigMap remote-authority"}, namesOf(references.OfMember(search)))
	search.Direct = false
	assert.Equal(t, []string{"MCPExternalAuthConfig auth"}, namesOf(references.OfMember(search)))
	assert.Empty(t, references.OfMember(in.Members[0]))
}

func TestConfigMapsWithConfiguration(t *testing.T) {
	in := gatewaytest.Read(t, "../render/testdata/authz-configmap/input.yaml").Input(t)
	assert.True(t, references.IsText(in.Server, "policies"))
	assert.False(t, references.IsText(in.Server, "other"))
}
