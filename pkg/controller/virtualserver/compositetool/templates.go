// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package compositetool

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/template"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// functions are those that vMCP adds to those of text/template. They are never called here.
var functions = template.FuncMap{
	"json": fmt.Sprint, "quote": fmt.Sprint, "fromJson": fmt.Sprint,
}

func (f *faults) template(field, text string) {
	if _, err := parseTemplate(text); err != nil {
		f.add("%s is no template: correct it (%.200v)", field, err)
	}
}

func parseTemplate(text string) (*template.Template, error) {
	return template.New("").Funcs(functions).Parse(text)
}

// arguments looks at strings on the first level, which are templates.
func (f *faults) arguments(arguments *runtime.RawExtension) {
	if arguments == nil {
		return
	}
	values := f.object(".arguments", arguments.Raw)
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if text, ok := values[name].(string); ok {
			f.template(".arguments."+name, text)
		}
	}
}

func (f *faults) object(field string, raw []byte) map[string]any {
	var values map[string]any
	if len(raw) > 0 && json.Unmarshal(raw, &values) != nil {
		f.add("%s is no object", field)
	}
	return values
}

func (f *faults) output(output *v1beta1.OutputConfig) {
	if output == nil {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(output.Properties)) {
		f.template(".output.properties."+name+".value", output.Properties[name].Value)
	}
}

// defaultResults looks whether there is something in the place of what a step returns that may not be taken, wherever that is used.
func (f *faults) defaultResults(tool *v1beta1.CompositeToolConfig) {
	defaults := map[string]map[string]any{}
	for i := range tool.Steps {
		if step := &tool.Steps[i]; mayBeSkipped(step) {
			var values map[string]any
			if step.DefaultResults != nil {
				_ = json.Unmarshal(step.DefaultResults.Raw, &values) // What is no object has no members either.
			}
			defaults[step.ID] = values
		}
	}
	if len(defaults) == 0 {
		return
	}
	for _, used := range slices.Compact(slices.Sorted(slices.Values(outputsUsed(tool)))) {
		step, field, _ := strings.Cut(used, ".")
		values, skippable := defaults[step]
		if _, ok := values[field]; skippable && !ok {
			f.add(".steps: step %q may be left out, and its output %q is used: add that to its defaultResults", step, field)
		}
	}
}

func mayBeSkipped(step *v1beta1.WorkflowStepConfig) bool {
	return step.Condition != "" || step.OnError != nil && step.OnError.Action == "continue"
}

// outputsUsed lists what templates take from steps, as step.field.
func outputsUsed(tool *v1beta1.CompositeToolConfig) []string {
	var used []string
	take := func(text string) {
		parsed, err := parseTemplate(text)
		if err != nil {
			return // which is found elsewhere
		}
		for _, t := range parsed.Templates() {
			if t.Tree != nil {
				used = appendFields(used, t.Root)
			}
		}
	}
	for i := range tool.Steps {
		step := &tool.Steps[i]
		take(step.Condition)
		take(step.Message)
		for _, text := range texts(step.Arguments) {
			take(text)
		}
	}
	if tool.Output != nil {
		for _, property := range tool.Output.Properties {
			take(property.Value)
		}
	}
	return used
}

func texts(arguments *runtime.RawExtension) []string {
	var values map[string]any
	if arguments == nil || json.Unmarshal(arguments.Raw, &values) != nil {
		return nil
	}
	var all []string
	for _, value := range values {
		if text, ok := value.(string); ok {
			all = append(all, text)
		}
	}
	return all
}
