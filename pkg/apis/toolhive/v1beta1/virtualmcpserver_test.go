// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"
)

// Each of these differs from leaving the field out.
const gatewayWithValuesThatLookEmpty = `
groupRef: {name: team}
incomingAuth: {type: anonymous}
replicas: 0
config:
  operational: {failureHandling: {unhealthyThreshold: 0}}
  audit: {detectApplicationErrors: false, maxDataSize: 0}
  telemetry: {useLegacyAttributes: false}
  outgoingAuth: {source: inline, default: {type: aws_sts, awsSts: {region: eu-west-1, sessionDuration: 0, roleMappings: [{roleArn: a, priority: 0}]}}}
  compositeTools: [{name: a, steps: [], annotations: {title: "", readOnlyHint: false}}]
`

// Free form goes to vMCP as it is.
const compositeToolWithFreeForm = `
name: find
description: finds
parameters: {type: object, properties: {n: {type: integer, default: 0}}, required: [n]}
timeout: 1m30s
steps:
- id: a
  type: tool
  tool: backend.find
  arguments: {text: "{{.params.n}}", flag: false, list: [1, 2.5, null], nested: {}}
  defaultResults: {found: [], count: 0}
- id: b
  type: elicitation
  message: Which?
  schema: {type: object, properties: {which: {type: string}}}
- id: c
  type: forEach
  collection: "{{.steps.a.output.found}}"
  step: {id: d, tool: backend.get, arguments: {id: "{{.forEach.item}}"}, onError: {action: retry, retryCount: 1}}
output:
  properties:
    text: {type: string, value: "{{.steps.c.output}}", default: ""}
    number: {type: number, value: "1", default: 0}
    flag: {type: boolean, value: "true", default: false}
    list: {type: array, value: "[]", default: []}
    object: {type: object, properties: {inner: {type: string, value: a}}, default: {a: 1}}
  required: [text]
`

func TestVirtualMCPServerKeepsWhatIsGiven(t *testing.T) {
	t.Run("values that look empty", func(t *testing.T) { requireKept[VirtualMCPServerSpec](t, gatewayWithValuesThatLookEmpty) })
	t.Run("free form", func(t *testing.T) { requireKept[VirtualMCPCompositeToolDefinitionSpec](t, compositeToolWithFreeForm) })
	t.Run("free form in a gateway", func(t *testing.T) {
		var tool map[string]any
		require.NoError(t, yaml.Unmarshal([]byte(compositeToolWithFreeForm), &tool))
		config, err := json.Marshal(map[string]any{"compositeTools": []any{tool}})
		require.NoError(t, err)
		requireKept[VMCPConfig](t, string(config))
	})
	t.Run("a status without times", func(t *testing.T) {
		requireKept[VirtualMCPServerStatus](t, `{discoveredBackends: [{name: a, status: ready}], backendCount: 1}`)
	})
}

// The schema admits these, and a reader that failed on one would fail on the whole list.
func TestOddValuesDoNotStopAListOfVirtualMCPServers(t *testing.T) {
	for name, config := range map[string]string{
		"a period that is no duration":        `{"rateLimiting": {"shared": {"maxTokens": 1, "refillPeriod": "soon"}}}`,
		"a duration too long for Go":          `{"operational": {"timeouts": {"default": "99999999999999999999h"}}}`,
		"an inner step of another form":       `{"compositeTools": [{"name": "a", "steps": [{"id": "a", "step": {"id": 5, "tool": []}}]}]}`,
		"default results that are no object":  `{"compositeTools": [{"name": "a", "steps": [{"id": "a", "defaultResults": ["a"]}]}]}`,
		"inner properties that are no schema": `{"compositeTools": [{"name": "a", "steps": [], "output": {"properties": {"a": {"type": "object", "properties": {"b": 1}}}}}]}`,
		"a field that is not known":           `{"other": {"a": 1}}`,
	} {
		t.Run(name, func(t *testing.T) {
			var list VirtualMCPServerList
			require.NoError(t, json.Unmarshal([]byte(`{"items": [{"spec": {"config": `+config+`}}, {"metadata": {"name": "a"}}]}`), &list))
			require.Len(t, list.Items, 2)
			assert.Equal(t, "a", list.Items[1].Name)
		})
	}
}

func TestJSONKeepsAnyValue(t *testing.T) {
	for _, text := range []string{`0`, `1.50`, `""`, `"a"`, `false`, `[]`, `{}`, `{"b":1,"a":[null]}`} {
		t.Run(text, func(t *testing.T) {
			var value JSON
			require.NoError(t, json.Unmarshal([]byte(text), &value))
			written, err := json.Marshal(value)
			require.NoError(t, err)
			assert.Equal(t, text, string(written))
		})
	}
	t.Run("null changes nothing, and is what no value is written as", func(t *testing.T) {
		value := JSON{Raw: []byte(`1`)}
		require.NoError(t, json.Unmarshal([]byte(`null`), &value))
		assert.Equal(t, JSON{Raw: []byte(`1`)}, value)
		written, err := json.Marshal(JSON{})
		require.NoError(t, err)
		assert.Equal(t, `null`, string(written))
	})
}
