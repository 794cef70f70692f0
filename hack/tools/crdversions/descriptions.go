// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import "strings"

// joinDescriptions makes one line of each paragraph in the descriptions below a node. The comments of the types are wrapped
// for the reader of the code; kubectl explain wraps for the terminal by itself.
func joinDescriptions(node any) {
	switch n := node.(type) {
	case []any:
		for _, child := range n {
			joinDescriptions(child)
		}
	case map[string]any:
		if description, ok := n["description"].(string); ok {
			n["description"] = joinLines(description)
		}
		for _, child := range n {
			joinDescriptions(child)
		}
	}
}

// joinLines leaves empty lines, list items and indented lines where they are.
func joinLines(text string) string {
	var joined strings.Builder
	afterText := false
	for line := range strings.Lines(strings.TrimSpace(text)) {
		line = strings.TrimRight(line, "\n")
		continues := afterText && line != "" && !strings.ContainsAny(line[:1], " \t-*")
		switch {
		case continues:
			joined.WriteByte(' ')
		case joined.Len() > 0:
			joined.WriteByte('\n')
		}
		joined.WriteString(line)
		afterText = line != ""
	}
	return joined.String()
}
