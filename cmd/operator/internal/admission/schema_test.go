// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package admission

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/manifests"
)

// harmless are the keywords that refuse nothing, or nothing that an endpoint can be made of: its numbers are of 32 bits, and where something is a number
// or a text, it has a pattern.
var harmless = []string{
	"description", "format", "anyOf", "x-kubernetes-int-or-string", "x-kubernetes-list-type", "x-kubernetes-map-type", "x-kubernetes-preserve-unknown-fields",
}

// A keyword that this package does not know would be passed over.
func TestEveryKeywordOfTheDefinitionCounts(t *testing.T) {
	raw, err := json.Marshal(schema{})
	require.NoError(t, err)
	var known map[string]any
	require.NoError(t, json.Unmarshal(raw, &known))

	var d struct {
		Spec struct {
			Versions []struct {
				Schema struct {
					OpenAPIV3Schema map[string]any `json:"openAPIV3Schema"`
				} `json:"schema"`
			} `json:"versions"`
		} `json:"spec"`
	}
	require.NoError(t, yaml.Unmarshal(manifests.MCPRemoteEndpointCRD, &d))
	var visit func(path string, node map[string]any)
	visit = func(path string, node map[string]any) {
		for _, keyword := range slices.Sorted(maps.Keys(node)) {
			assert.True(t, has(known, keyword) || slices.Contains(harmless, keyword), "%s has %s", path, keyword)
		}
		properties, _ := node["properties"].(map[string]any)
		for name, property := range properties {
			visit(path+"."+name, property.(map[string]any))
		}
		for _, keyword := range []string{"items", "additionalProperties"} {
			if inner, ok := node[keyword].(map[string]any); ok {
				visit(path+"[]", inner)
			}
		}
	}
	root := d.Spec.Versions[0].Schema.OpenAPIV3Schema
	visit("spec", root["properties"].(map[string]any)["spec"].(map[string]any))
}

func has(keywords map[string]any, keyword string) bool {
	_, found := keywords[keyword]
	return found
}

// All rules but those about changes and the remote URL can be evaluated here.
func TestEveryRuleOfTheDefinitionCompiles(t *testing.T) {
	root, err := endpointSpec()
	require.NoError(t, err)
	count, skipped := 0, map[string]int{}
	var visit func(path string, s *schema)
	visit = func(path string, s *schema) {
		for _, rule := range s.Rules {
			if rule.skips() {
				skipped[path]++
				continue
			}
			count++
			_, err := rule.program()
			assert.NoError(t, err, "%s: %s", path, rule.Rule)
		}
		for name, property := range s.Properties {
			visit(path+"."+name, property)
		}
		if s.Items != nil {
			visit(path+"[]", s.Items)
		}
		if s.AdditionalProperties != nil {
			visit(path+"{}", s.AdditionalProperties)
		}
	}
	visit("spec", root)
	assert.Greater(t, count, 20)
	assert.Equal(t, map[string]int{"spec": 1, "spec.type": 1}, skipped)
}
