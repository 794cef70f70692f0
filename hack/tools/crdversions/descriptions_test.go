// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestJoinDescriptions(t *testing.T) {
	for name, c := range map[string]struct{ in, out string }{
		"lines of a paragraph": {"One\ntwo\nthree.", "One two three."},
		"paragraphs":           {"One\ntwo.\n\nThree\nfour.", "One two.\n\nThree four."},
		"list items":           {"Any of\n- one\n- two", "Any of\n- one\n- two"},
		"indented lines":       {"Like\n  this", "Like\n  this"},
		"single characters":    {"a\nb\nc\nd", "a b c d"},
	} {
		t.Run(name, func(t *testing.T) {
			// A field may be called "description" too; its schema is a map, and not touched but gone into.
			node := map[string]any{"properties": []any{map[string]any{"description": map[string]any{"description": c.in}}}}
			joinDescriptions(node)
			field := node["properties"].([]any)[0].(map[string]any)["description"]
			assert.Equal(t, c.out, field.(map[string]any)["description"])
		})
	}
}
