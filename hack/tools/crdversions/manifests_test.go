// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apiextensionsinternal "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation"
	"sigs.k8s.io/yaml"
)

// A client-side apply keeps the whole object in one annotation, and all annotations together may take 256 KiB. The rest
// is left for who else annotates CRDs, and for growth that a reviewer sees coming.
const sizeBudget = 200 << 10

const replacement = "MCPRemoteEndpoint"

// TestManifests checks the CRDs that are installed, not a fresh generation of them.
func TestManifests(t *testing.T) {
	paths, err := filepath.Glob("../../../manifests/crds/" + group + "_*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		var crd apiextensionsv1.CustomResourceDefinition
		require.NoError(t, yaml.UnmarshalStrict(data, &crd))
		t.Run(crd.Spec.Names.Kind, func(t *testing.T) {
			t.Run("fits an annotation", func(t *testing.T) {
				compact, err := yaml.YAMLToJSON(data)
				require.NoError(t, err)
				assert.LessOrEqual(t, len(compact), sizeBudget)
			})
			t.Run("is one that an API server accepts", func(t *testing.T) { requireAccepted(t, crd) })
			t.Run("serves one schema", func(t *testing.T) { requireOneSchema(t, crd) })
		})
	}
}

// requireAccepted runs the API server's own validation, CEL costs included.
func requireAccepted(t *testing.T, crd apiextensionsv1.CustomResourceDefinition) {
	t.Helper()
	apiextensionsv1.SetDefaults_CustomResourceDefinitionSpec(&crd.Spec)
	// The storage strategy's part, which validation asks for.
	for _, version := range crd.Spec.Versions {
		if version.Storage {
			crd.Status.StoredVersions = []string{version.Name}
		}
	}
	var internal apiextensionsinternal.CustomResourceDefinition
	require.NoError(t, apiextensionsv1.Convert_v1_CustomResourceDefinition_To_apiextensions_CustomResourceDefinition(&crd, &internal, nil))
	assert.Empty(t, validation.ValidateCustomResourceDefinition(t.Context(), &internal))
}

func requireOneSchema(t *testing.T, crd apiextensionsv1.CustomResourceDefinition) {
	t.Helper()
	versions := crd.Spec.Versions
	if crd.Spec.Names.Kind == replacement {
		require.Len(t, versions, 1)
		assert.Equal(t, formerVersion, versions[0].Name)
		return
	}
	require.Len(t, versions, 2)
	former, current := versions[0], versions[1]
	assert.Equal(t, formerVersion, former.Name)
	assert.Equal(t, currentVersion, current.Name)
	assert.True(t, former.Served && former.Deprecated && !former.Storage)
	assert.True(t, current.Served && current.Storage)
	assert.Equal(t, current.Schema, former.Schema)
	assert.Equal(t, current.Subresources, former.Subresources)
	assert.Equal(t, current.AdditionalPrinterColumns, former.AdditionalPrinterColumns)
	if current.Deprecated {
		assert.Contains(t, *current.DeprecationWarning, replacement)
		assert.Contains(t, *former.DeprecationWarning, replacement)
	}
}
