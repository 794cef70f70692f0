// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const generated = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: things.example.com
spec:
  group: example.com
  names:
    kind: Thing
    plural: things
  scope: Namespaced
  versions:
  - name: v1alpha1
    schema:
      openAPIV3Schema:
        type: object
    served: true
    storage: true
`

func TestRunWritesTheCRDsAndAKustomization(t *testing.T) {
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "crds")
	require.NoError(t, os.WriteFile(filepath.Join(from, "b.yaml"), []byte(generated), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(from, "a.yaml"), []byte(generated), 0o600))

	require.NoError(t, run(from, to))

	assert.Equal(t, header+generated, read(t, to, "a.yaml"), "nothing is added, the status least of all")
	assert.Equal(t, header+generated, read(t, to, "b.yaml"))
	assert.Equal(t, header+`apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
- a.yaml
- b.yaml
`, read(t, to, "kustomization.yaml"))
}

func TestRunNamesTheFileAtFault(t *testing.T) {
	from := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(from, "bad.yaml"), []byte("spec: {unknown: 1}"), 0o600))
	require.ErrorContains(t, run(from, t.TempDir()), "bad.yaml")
}

func TestRunRefusesAnEmptyFolder(t *testing.T) {
	require.ErrorContains(t, run(t.TempDir(), t.TempDir()), "no CRDs")
}

func read(t *testing.T, path ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(path...))
	require.NoError(t, err)
	return string(data)
}
