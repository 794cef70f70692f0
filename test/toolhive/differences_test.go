// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package toolhive

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"
)

func TestDifferences(t *testing.T) {
	tests := map[string]struct {
		theirs, ours string
		want         []string
	}{
		"another description is no difference": {
			theirs: `{type: object, description: one, properties: {description: {type: string, description: one}}}`,
			ours:   `{type: object, description: two, properties: {description: {type: string, description: two}}}`,
		},
		"a property that is missing here would be pruned": {
			theirs: `{properties: {a: {type: object, properties: {b: {type: string}}}}}`,
			ours:   `{properties: {a: {type: object}}}`,
			want:   []string{".a.b: only in ToolHive"},
		},
		"a missing property below preserved fields is kept": {
			theirs: `{properties: {a: {properties: {b: {items: {type: string}}}}}}`,
			ours:   `{properties: {a: {x-kubernetes-preserve-unknown-fields: true}}}`,
			want:   []string{".a: x-kubernetes-preserve-unknown-fields is <nil> in ToolHive, true here"},
		},
		"a known property below preserved fields is pruned again": {
			theirs: `{properties: {a: {properties: {b: {properties: {c: {}}}}}}}`,
			ours:   `{properties: {a: {x-kubernetes-preserve-unknown-fields: true, properties: {b: {}}}}}`,
			want: []string{
				".a: x-kubernetes-preserve-unknown-fields is <nil> in ToolHive, true here",
				".a.b.c: only in ToolHive",
			},
		},
		"a property that ToolHive does not know": {
			theirs: `{properties: {}}`,
			ours:   `{properties: {a: {type: string}}}`,
			want:   []string{".a: only here"},
		},
		"what is below such a property goes without saying": {
			theirs: `{properties: {}}`,
			ours:   `{properties: {a: {properties: {b: {items: {type: string}}}}}}`,
			want:   []string{".a: only here"},
		},
		"another bound inside a list": {
			theirs: `{properties: {a: {items: {maxLength: 2}}}}`,
			ours:   `{properties: {a: {items: {maxLength: 1}}}}`,
			want:   []string{".a[]: maxLength is 2 in ToolHive, 1 here"},
		},
		"another type of a map's values": {
			theirs: `{properties: {a: {additionalProperties: {type: string}}}}`,
			ours:   `{properties: {a: {additionalProperties: {type: integer}}}}`,
			want:   []string{".a{}: type is string in ToolHive, integer here"},
		},
		"a list is atomic unless it says something else": {
			theirs: `{properties: {a: {type: array}, b: {type: array}}}`,
			ours:   `{properties: {a: {type: array, x-kubernetes-list-type: atomic}, b: {type: array, x-kubernetes-list-type: set}}}`,
			want:   []string{".b: x-kubernetes-list-type is <nil> in ToolHive, set here"},
		},
		"an integer has 64 bits unless it says something else": {
			theirs: `{properties: {a: {type: integer}, b: {type: integer}}}`,
			ours:   `{properties: {a: {type: integer, format: int64}, b: {type: integer, format: int32}}}`,
			want:   []string{".b: format is <nil> in ToolHive, int32 here"},
		},
		"a missing default": {
			theirs: `{properties: {a: {default: false}}}`,
			ours:   `{properties: {a: {}}}`,
			want:   []string{".a: default is false in ToolHive, <nil> here"},
		},
		"the wording of a rule is no difference": {
			theirs: `{x-kubernetes-validations: [{rule: has(self.a)}]}`,
			ours:   `{x-kubernetes-validations: [{rule: "!!has(self.a)", message: set a}]}`,
		},
		"a rule more": {
			theirs: `{x-kubernetes-validations: [{rule: has(self.a)}]}`,
			ours:   `{x-kubernetes-validations: [{rule: has(self.a)}, {rule: has(self.b)}]}`,
			want:   []string{": x-kubernetes-validations is 1 rules in ToolHive, 2 rules here"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, test.want, differences(parse(t, test.theirs), parse(t, test.ours)))
		})
	}
}

func parse(t *testing.T, text string) paths {
	t.Helper()
	var schema map[string]any
	require.NoError(t, yaml.Unmarshal([]byte(text), &schema))
	out := paths{}
	flatten("", schema, out)
	return out
}
