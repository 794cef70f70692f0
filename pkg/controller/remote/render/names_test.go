// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/render"
)

// A Deployment's selector and its pods' volumes depend on these names, so a proxy that another operator made is taken over by them alone.
func TestNamesOfChildren(t *testing.T) {
	for child, want := range map[kind.Kind]string{
		kind.ServiceAccount: "search-remote-proxy-runner",
		kind.ConfigMap:      "search-runconfig",
		kind.Service:        "mcp-search-remote-proxy",
		kind.Deployment:     "search",
	} {
		assert.Equal(t, want, render.Name(child, "search"))
	}
}

func TestNamesLeadBackToTheProxy(t *testing.T) {
	for _, child := range []kind.Kind{kind.ServiceAccount, kind.ConfigMap, kind.Service, kind.Deployment} {
		for _, proxy := range []string{"search", "a", "search-runconfig", "mcp-search-remote-proxy", "search-remote-proxy-runner", "mcp-"} {
			got, ok := render.ProxyOf(child, render.Name(child, proxy))
			assert.True(t, ok, child)
			assert.Equal(t, proxy, got, child)
		}
	}
}

func TestNamesOfNoProxy(t *testing.T) {
	for _, test := range []struct {
		child kind.Kind
		name  string
	}{
		{kind.ServiceAccount, "search"},
		{kind.ServiceAccount, "-remote-proxy-runner"},
		{kind.ConfigMap, "search-config"},
		{kind.ConfigMap, "-runconfig"},
		{kind.Service, "search"},
		{kind.Service, "mcp-search"},
		{kind.Service, "search-remote-proxy"},
		{kind.Service, "mcp--remote-proxy"},
		{kind.Service, "mcp-remote-proxy"},
	} {
		_, ok := render.ProxyOf(test.child, test.name)
		assert.False(t, ok, "%s %s", test.child, test.name)
	}
}
