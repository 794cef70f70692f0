// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

const group = "toolhive.stacklok.dev"

// crdOf returns a CRD as controller-gen writes it, with the given versions.
func crdOf(kind string, versions ...apiextensionsv1.CustomResourceDefinitionVersion) apiextensionsv1.CustomResourceDefinition {
	return apiextensionsv1.CustomResourceDefinition{
		Spec: apiextensionsv1.CustomResourceDefinitionSpec{
			Group:    group,
			Names:    apiextensionsv1.CustomResourceDefinitionNames{Kind: kind},
			Versions: versions,
		},
	}
}

// stored returns a served storage version with something in each part that the second version has to copy.
func stored(name string) apiextensionsv1.CustomResourceDefinitionVersion {
	return apiextensionsv1.CustomResourceDefinitionVersion{
		Name:    name,
		Served:  true,
		Storage: true,
		Schema: &apiextensionsv1.CustomResourceValidation{OpenAPIV3Schema: &apiextensionsv1.JSONSchemaProps{
			Type:       "object",
			Properties: map[string]apiextensionsv1.JSONSchemaProps{"spec": {Type: "object"}},
		}},
		AdditionalPrinterColumns: []apiextensionsv1.CustomResourceColumnDefinition{{Name: "Phase", JSONPath: ".status.phase"}},
		Subresources:             &apiextensionsv1.CustomResourceSubresources{Status: &apiextensionsv1.CustomResourceSubresourceStatus{}},
	}
}

func deprecated(v apiextensionsv1.CustomResourceDefinitionVersion, warning string) apiextensionsv1.CustomResourceDefinitionVersion {
	v.Deprecated = true
	v.DeprecationWarning = &warning
	return v
}

func TestWithFormerVersion(t *testing.T) {
	for _, test := range []struct {
		name     string
		kind     string
		versions []apiextensionsv1.CustomResourceDefinitionVersion
		want     string // the warning of v1alpha1
	}{
		{
			name:     "a companion kind points from v1alpha1 to v1beta1",
			kind:     "MCPGroup",
			versions: []apiextensionsv1.CustomResourceDefinitionVersion{stored("v1beta1")},
			want:     "toolhive.stacklok.dev/v1alpha1 MCPGroup is deprecated; use toolhive.stacklok.dev/v1beta1 MCPGroup",
		},
		{
			name: "a replaced kind names its replacement at both versions",
			kind: "MCPServerEntry",
			versions: []apiextensionsv1.CustomResourceDefinitionVersion{
				deprecated(stored("v1beta1"), "toolhive.stacklok.dev/v1beta1 MCPServerEntry is deprecated; use MCPRemoteEndpoint"),
			},
			want: "toolhive.stacklok.dev/v1alpha1 MCPServerEntry is deprecated; use MCPRemoteEndpoint",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			crd := crdOf(test.kind, test.versions...)
			before := *crd.DeepCopy()

			got, err := withFormerVersion(crd)

			require.NoError(t, err)
			require.Len(t, got.Spec.Versions, 2)
			want := deprecated(stored("v1alpha1"), test.want)
			want.Storage = false
			assert.Equal(t, want, got.Spec.Versions[0], "v1alpha1 copies all else")
			assert.Equal(t, test.versions[0], got.Spec.Versions[1], "v1beta1 stays as it is")
			assert.Equal(t, apiextensionsv1.NoneConverter, got.Spec.Conversion.Strategy)
			assert.Equal(t, before, crd, "the argument is not changed")
		})
	}
}

func TestWithFormerVersionLeavesOtherStorageVersionsAlone(t *testing.T) {
	crd := crdOf("MCPRemoteEndpoint", stored("v1alpha1"))
	got, err := withFormerVersion(crd)
	require.NoError(t, err)
	assert.Equal(t, crd, got)
}

func TestWithFormerVersionRefusesOtherThanOneVersion(t *testing.T) {
	unserved := stored("v1beta1")
	unserved.Served = false
	for name, crd := range map[string]apiextensionsv1.CustomResourceDefinition{
		"no version":            crdOf("MCPGroup"),
		"two versions":          crdOf("MCPGroup", stored("v1alpha1"), stored("v1beta1")),
		"a version not served":  crdOf("MCPGroup", unserved),
		"a version not storage": crdOf("MCPGroup", apiextensionsv1.CustomResourceDefinitionVersion{Name: "v1beta1", Served: true}),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := withFormerVersion(crd)
			require.ErrorIs(t, err, errVersions)
		})
	}
}
