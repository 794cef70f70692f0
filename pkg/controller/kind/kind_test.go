// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package kind_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

const crds = "../../../manifests/crds"

func TestResourceIsThatOfTheCRD(t *testing.T) {
	tests := map[kind.Kind]schema.GroupVersion{
		kind.MCPRemoteEndpoint:                 {Group: "toolhive.stacklok.dev", Version: "v1alpha1"},
		kind.MCPServer:                         {Group: "toolhive.stacklok.dev", Version: "v1beta1"},
		kind.MCPRemoteProxy:                    {Group: "toolhive.stacklok.dev", Version: "v1beta1"},
		kind.MCPServerEntry:                    {Group: "toolhive.stacklok.dev", Version: "v1beta1"},
		kind.MCPGroup:                          {Group: "toolhive.stacklok.dev", Version: "v1beta1"},
		kind.MCPExternalAuthConfig:             {Group: "toolhive.stacklok.dev", Version: "v1beta1"},
		kind.MCPToolConfig:                     {Group: "toolhive.stacklok.dev", Version: "v1beta1"},
		kind.VirtualMCPServer:                  {Group: "toolhive.stacklok.dev", Version: "v1beta1"},
		kind.VirtualMCPCompositeToolDefinition: {Group: "toolhive.stacklok.dev", Version: "v1beta1"},
	}
	for k, version := range tests {
		t.Run(string(k), func(t *testing.T) {
			resource := k.Resource()
			assert.Equal(t, version, resource.GroupVersion())
			crd := readCRD(t, resource.Group+"_"+resource.Resource+".yaml")
			assert.Equal(t, string(k), crd.Spec.Names.Kind)
			assert.Equal(t, resource.Resource, crd.Spec.Names.Plural)
			assert.Contains(t, crd.served(), version.Version)
		})
	}
}

func TestResourceOfKubernetesOwnKinds(t *testing.T) {
	assert.Equal(t, schema.GroupVersionResource{Version: "v1", Resource: "configmaps"}, kind.ConfigMap.Resource())
	assert.Equal(t, schema.GroupVersionResource{Version: "v1", Resource: "secrets"}, kind.Secret.Resource())
}

// customResourceDefinition has the fields of a CRD that matter here.
type customResourceDefinition struct {
	Spec struct {
		Names    struct{ Kind, Plural string }
		Versions []struct {
			Name   string
			Served bool
		}
	}
}

func (c *customResourceDefinition) served() []string {
	var names []string
	for _, version := range c.Spec.Versions {
		if version.Served {
			names = append(names, version.Name)
		}
	}
	return names
}

func readCRD(t *testing.T, file string) customResourceDefinition {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(crds, file))
	require.NoError(t, err)
	var crd customResourceDefinition
	require.NoError(t, yaml.Unmarshal(data, &crd))
	return crd
}
