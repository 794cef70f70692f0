// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"strconv"
	"strings"
)

// typeOf names a field's type. One that has fields of its own is a link to their section.
func typeOf(path string, s *schema) string {
	switch {
	case s.Items != nil:
		return "list of " + typeOf(path+"[]", s.Items)
	case s.Values != nil:
		return "map of " + typeOf(path+".*", s.Values)
	case len(s.Properties) > 0:
		return "[object](#" + anchor(path) + ")"
	case s.IntOrString:
		return "integer or string"
	case s.Type == "":
		return "any"
	}
	return s.Type
}

// anchor is what GitHub makes of a heading.
func anchor(heading string) string {
	return strings.NewReplacer(".", "", "[", "", "]", "", "*", "").Replace(strings.ToLower(heading))
}

// says is all that there is to say of a field: whether it is required, what it means, and what it may be.
func says(s *schema, required bool) string {
	var parts []string
	if required {
		parts = append(parts, "**Required.**")
	}
	if s.Description != "" {
		parts = append(parts, cell(s.Description))
	}
	parts = append(parts, limits(s)...)
	if _, inner := unwrap(s); len(inner.Properties) == 0 { // else the rules are in the section
		for _, r := range s.Rules {
			parts = append(parts, cell(r.Message)+".")
		}
	}
	return strings.Join(parts, "<br>")
}

func limits(s *schema) []string {
	var parts []string
	if len(s.Enum) > 0 {
		parts = append(parts, "One of "+values(s.Enum)+".")
	}
	if s.Default != nil {
		parts = append(parts, "Default: "+values([]any{s.Default})+".")
	}
	for _, text := range []string{
		between(number(s.Minimum), number(s.Maximum), ""),
		between(number(s.MinLength), number(s.MaxLength), " characters"),
		between(number(s.MinItems), number(s.MaxItems), " items"),
	} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	if s.Pattern != "" {
		parts = append(parts, "Matches "+code(s.Pattern)+".")
	}
	if s.Items != nil {
		for _, text := range limits(s.Items) {
			parts = append(parts, "Each: "+text)
		}
	}
	return parts
}

// between returns nothing where there is no limit.
func between(least, most, unit string) string {
	switch {
	case least != "" && most != "":
		return least + " to " + most + unit + "."
	case least != "":
		return "At least " + least + unit + "."
	case most != "":
		return "At most " + most + unit + "."
	}
	return ""
}

// number returns nothing for a limit that is not set.
func number[T int64 | float64](limit *T) string {
	if limit == nil {
		return ""
	}
	return strconv.FormatFloat(float64(*limit), 'f', -1, 64)
}

// values writes strings as they are, and all else as JSON.
func values(all []any) string {
	var words []string
	for _, value := range all {
		word, ok := value.(string)
		if !ok || word == "" {
			encoded, _ := json.Marshal(value) // It was decoded from JSON.
			word = string(encoded)
		}
		words = append(words, code(word))
	}
	return strings.Join(words, ", ")
}

// code keeps a table whole that has it in a cell.
func code(text string) string { return "`" + strings.ReplaceAll(text, "|", `\|`) + "`" }

// cell is prose for a table.
func cell(text string) string { return strings.ReplaceAll(prose(text), "|", `\|`) }

// prose makes one line, and nothing in it HTML.
func prose(text string) string {
	return strings.NewReplacer("<", "&lt;", ">", "&gt;", "*", `\*`).Replace(strings.Join(strings.Fields(text), " "))
}
