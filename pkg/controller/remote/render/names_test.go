// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"k8s.io/apimachinery/pkg/util/validation"

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

// Names of ConfigMaps may have dots and 253 characters, and names of volumes neither.
func TestNamesOfVolumes(t *testing.T) {
	long := "oidc-ca-bundle-" + strings.Repeat("a", 253)
	for _, test := range []struct{ name, volume, want string }{
		{"a label is kept", "oidc-ca-bundle-authority", "oidc-ca-bundle-authority"},
		{"the longest label is kept", long[:63], long[:63]},
		{"dots are replaced", "oidc-ca-bundle-corporate.authority", "oidc-ca-bundle-corporate-authority-d8e96a7a"},
		{"a long name is cut", long, long[:54] + "-84193beb"},
		{"no two hyphens before the hash", long[:53] + ".b" + long, long[:53] + "-90cd5a66"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := render.VolumeName(test.volume)
			assert.Equal(t, test.want, got)
			assert.Empty(t, validation.IsDNS1123Label(got))
		})
	}
}

func TestNamesOfVolumesDiffer(t *testing.T) {
	long := strings.Repeat("a", 100)
	seen := map[string]string{}
	for _, name := range []string{"a.b", "a-b", "a.b.c", "a-b.c", "a.b-c", long, long + "a", long + ".a", long + "-a"} {
		volume := render.VolumeName(name)
		assert.NotContains(t, seen, volume, name)
		seen[volume] = name
	}
}
