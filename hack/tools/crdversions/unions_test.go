// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/yaml"
)

func TestCompleteUnions(t *testing.T) {
	schema := parse(t, `
type: object
properties:
  date: {type: string, format: date}
  spec:
    type: object
    properties:
      ref: {description: a reference, format: object-or-string, x-kubernetes-preserve-unknown-fields: true}
`)
	completeUnions(&schema)
	assert.Equal(t, parse(t, `
type: object
properties:
  date: {type: string, format: date}
  spec:
    type: object
    properties:
      ref:
        description: a reference
        x-kubernetes-preserve-unknown-fields: true
        required: [name]
        properties:
          name: {type: string, minLength: 1, description: "name of the object, in the same namespace."}
`), schema)
}

func parse(t *testing.T, text string) apiextensionsv1.JSONSchemaProps {
	t.Helper()
	var schema apiextensionsv1.JSONSchemaProps
	require.NoError(t, yaml.UnmarshalStrict([]byte(text), &schema))
	return schema
}
