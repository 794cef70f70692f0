// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/render"
)

// A gateway that ToolHive's operator made is taken over by these names.
func TestNamesOfChildren(t *testing.T) {
	for child, want := range map[kind.Kind]string{
		kind.ServiceAccount: "gateway-vmcp",
		kind.Role:           "gateway-vmcp",
		kind.RoleBinding:    "gateway-vmcp",
		kind.ConfigMap:      "gateway-vmcp-config",
		kind.Service:        "vmcp-gateway",
		kind.Deployment:     "gateway",
	} {
		assert.Equal(t, want, render.Name(child, "gateway"))
		for _, gateway := range []string{"gateway", "a", "gateway-vmcp", "vmcp-gateway", "gateway-vmcp-config", "vmcp-"} {
			got, ok := render.GatewayOf(child, render.Name(child, gateway))
			assert.True(t, ok, child)
			assert.Equal(t, gateway, got, child)
		}
	}
}

func TestNamesOfNoGateway(t *testing.T) {
	for child, names := range map[kind.Kind][]string{
		kind.ServiceAccount: {"gateway", "-vmcp", ""},
		kind.RoleBinding:    {"gateway", "-vmcp"},
		kind.ConfigMap:      {"gateway-vmcp", "-vmcp-config"},
		kind.Service:        {"gateway", "vmcp-", "mcp-gateway"},
	} {
		for _, name := range names {
			_, ok := render.GatewayOf(child, name)
			assert.False(t, ok, "%s %s", child, name)
		}
	}
}
