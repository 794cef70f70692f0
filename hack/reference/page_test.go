// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"
)

const widgets = `
spec:
  group: example.com
  names: {kind: Widget, plural: widgets, shortNames: [wg]}
  versions:
  - name: v1alpha1
    deprecated: true
  - name: v1
    storage: true
    schema:
      openAPIV3Schema:
        description: "Widget does things.\nIt does them | well."
        x-kubernetes-validations: [{rule: "true", message: choose a name for <this>}]
        properties:
          metadata: {type: object}
          spec:
            required: [size]
            x-kubernetes-validations: [{rule: "true", message: name a size}]
            properties:
              color: {type: string, enum: [red, ""], default: red, pattern: "a|b", x-kubernetes-validations: [{rule: "true", message: no green}]}
              size: {type: integer, description: How large it is., minimum: 1, maximum: 9}
              tags: {type: array, minItems: 2, items: {type: string, maxLength: 3}}
              parts:
                type: array
                items:
                  properties:
                    limits: {additionalProperties: {x-kubernetes-int-or-string: true}}
                    sizes: {additionalProperties: {properties: {width: {type: number, minimum: 0.5}}}}
                    anything: {x-kubernetes-preserve-unknown-fields: true}
`

const widgetsPage = header + "# Widget\n" + `
Widget does things. It does them | well.

` + "`apiVersion: example.com/v1`, or `v1alpha1`, which is deprecated and has the same fields. For kubectl: `widgets`, `wg`." + `

Rules:

- choose a name for &lt;this&gt;

## spec

| Field | Type | |
|---|---|---|
| ` + "`size`" + ` | integer | **Required.**<br>How large it is.<br>1 to 9. |
| ` + "`color` | string | One of `red`, `\"\"`.<br>Default: `red`.<br>Matches `a\\|b`" + `.<br>no green. |
| ` + "`parts`" + ` | list of [object](#specparts) |  |
| ` + "`tags`" + ` | list of string | At least 2 items.<br>Each: At most 3 characters. |

Rules:

- name a size

## spec.parts[]

| Field | Type | |
|---|---|---|
| ` + "`anything`" + ` | any |  |
| ` + "`limits`" + ` | map of integer or string |  |
| ` + "`sizes`" + ` | map of [object](#specpartssizes) |  |

## spec.parts[].sizes.*

| Field | Type | |
|---|---|---|
| ` + "`width`" + ` | number | At least 0.5. |
`

func TestPageSaysAllThatADefinitionSays(t *testing.T) {
	var d definition
	require.NoError(t, yaml.Unmarshal([]byte(widgets), &d))
	assert.Equal(t, widgetsPage, page(d))
}

func TestIndexListsKinds(t *testing.T) {
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "made")
	require.NoError(t, os.WriteFile(filepath.Join(from, "example.com_widgets.yaml"), []byte(widgets), 0o600))
	require.NoError(t, run(from, to))
	text, err := os.ReadFile(filepath.Join(to, "README.md"))
	require.NoError(t, err)
	assert.Contains(t, string(text), "| [Widget](widget.md) | Widget does things. |\n")
	assert.FileExists(t, filepath.Join(to, "widget.md"))
}

func TestNoDefinitionsAreAnError(t *testing.T) {
	require.ErrorContains(t, run(t.TempDir(), t.TempDir()), "no CRDs in")
}
