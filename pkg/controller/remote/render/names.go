// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"strings"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
)

// The names of the children of a proxy, which is called like its Deployment.
const (
	configMapSuffix      = "-runconfig"
	serviceAccountSuffix = "-remote-proxy-runner"
	servicePrefix        = "mcp-"
	serviceSuffix        = "-remote-proxy"
)

// Name is what a proxy's child of that kind is called.
func Name(child kind.Kind, proxy string) string {
	switch child {
	case kind.ServiceAccount:
		return proxy + serviceAccountSuffix
	case kind.ConfigMap:
		return proxy + configMapSuffix
	case kind.Service:
		return runconfig.ServiceName(proxy)
	default:
		return proxy
	}
}

// ProxyOf returns the proxy whose child of that kind has that name, and false if no proxy's has.
func ProxyOf(child kind.Kind, name string) (proxy string, ok bool) {
	proxy, ok = name, true
	switch child {
	case kind.ServiceAccount:
		proxy, ok = strings.CutSuffix(name, serviceAccountSuffix)
	case kind.ConfigMap:
		proxy, ok = strings.CutSuffix(name, configMapSuffix)
	case kind.Service:
		if proxy, ok = strings.CutPrefix(name, servicePrefix); ok {
			proxy, ok = strings.CutSuffix(proxy, serviceSuffix)
		}
	default:
	}
	return proxy, ok && proxy != ""
}
