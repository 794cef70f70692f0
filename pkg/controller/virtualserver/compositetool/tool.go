// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package compositetool

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// faults collects what is wrong with one tool.
type faults struct {
	// place is where it stands, for messages.
	place string
	found []string
}

func (f *faults) add(format string, args ...any) {
	f.found = append(f.found, f.place+fmt.Sprintf(format, args...))
}

// at is for a part of the tool.
func (f *faults) at(part string, find func(*faults)) {
	inner := &faults{place: f.place + part}
	find(inner)
	f.found = append(f.found, inner.found...)
}

// Faults says in words what is wrong with a tool that stands at a place, such as spec.config.compositeTools[0].
func Faults(place string, tool *v1beta1.CompositeToolConfig) []string {
	f := &faults{place: place}
	if tool.Name == "" {
		f.add(".name is empty: set it")
	}
	if tool.Description == "" {
		f.add(".description is empty: set it")
	}
	f.duration(".timeout", tool.Timeout)
	if tool.Parameters != nil {
		f.schema(".parameters", tool.Parameters.Raw)
	}
	if len(tool.Steps) == 0 {
		f.add(".steps is empty: add a step")
	}
	f.steps(tool.Steps)
	f.output(tool.Output)
	f.defaultResults(tool)
	return f.found
}

// duration takes an empty value for the default.
func (f *faults) duration(field string, value v1beta1.Duration) {
	if d, err := time.ParseDuration(string(value)); value != "" && (err != nil || d < 0) {
		f.add("%s must be a Go duration, such as 30s", field)
	}
}

// jsonTypes are what JSON Schema knows.
var jsonTypes = []string{"array", "boolean", "integer", "null", "number", "object", "string"}

// schema looks for what vMCP demands of the JSON Schema of a tool's arguments. An empty one demands nothing.
func (f *faults) schema(field string, raw []byte) {
	var schema map[string]any
	if err := json.Unmarshal(raw, &schema); err != nil {
		f.add("%s is no object", field)
		return
	}
	if len(schema) > 0 && schema["type"] != "object" {
		f.add("%s.type must be object", field)
	}
	f.keywords(field, schema)
}

// keywords finds values of JSON Schema's keywords that are of the wrong type, which the library that vMCP uses does not take.
func (f *faults) keywords(field string, schema map[string]any) {
	if name, ok := schema["type"].(string); ok && !slices.Contains(jsonTypes, name) {
		f.add("%s.type is %q, which JSON Schema does not know", field, name)
	}
	if required, ok := schema["required"]; ok && !isStrings(required) {
		f.add("%s.required must be a list of names", field)
	}
	properties, ok := schema["properties"]
	if !ok {
		return
	}
	all, ok := properties.(map[string]any)
	if !ok {
		f.add("%s.properties must be an object", field)
		return
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		inner, ok := all[name].(map[string]any)
		if !ok {
			f.add("%s.properties.%s must be an object", field, name)
			continue
		}
		f.keywords(field+".properties."+name, inner)
	}
}

func isStrings(value any) bool {
	list, ok := value.([]any)
	return ok && !slices.ContainsFunc(list, func(item any) bool {
		_, ok := item.(string)
		return !ok
	})
}
