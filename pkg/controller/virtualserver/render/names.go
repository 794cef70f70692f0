// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"strings"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/standin"
)

// The names of the children of a gateway, which is called like its Deployment.
const (
	configMapSuffix = "-vmcp-config"
	accountSuffix   = "-vmcp"
)

// Name is what a gateway's child of that kind is called.
func Name(child kind.Kind, gateway string) string {
	switch child {
	case kind.ServiceAccount, kind.Role, kind.RoleBinding:
		return gateway + accountSuffix
	case kind.ConfigMap:
		return gateway + configMapSuffix
	case kind.Service:
		return standin.ServiceName(gateway)
	default:
		return gateway
	}
}

// GatewayOf returns the gateway whose child of that kind has that name, and false if no gateway's has.
func GatewayOf(child kind.Kind, name string) (gateway string, ok bool) {
	gateway, ok = name, true
	switch child {
	case kind.ServiceAccount, kind.Role, kind.RoleBinding:
		gateway, ok = strings.CutSuffix(name, accountSuffix)
	case kind.ConfigMap:
		gateway, ok = strings.CutSuffix(name, configMapSuffix)
	case kind.Service:
		gateway, ok = strings.CutPrefix(name, standin.ServiceName(""))
	default:
	}
	return gateway, ok && gateway != ""
}
