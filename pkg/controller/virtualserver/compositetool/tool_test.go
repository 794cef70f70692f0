// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package compositetool_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/compositetool"
)

func faults(t *testing.T, text string) []string {
	t.Helper()
	var tool v1beta1.CompositeToolConfig
	require.NoError(t, yaml.UnmarshalStrict([]byte(text), &tool))
	return compositetool.Faults("tool", &tool)
}

// The command vmcp validate of v0.44 takes each of these.
func TestToolsThatVMCPStartsWith(t *testing.T) {
	for name, text := range map[string]string{
		"the least there can be": `{name: a, description: a, steps: [{id: one, tool: x}]}`,
		"steps that depend on each other": `{name: a, description: a, timeout: 1m, parameters: {type: object, properties: {q: {type: string}}, required: [q]},
			steps: [{id: one, tool: x}, {id: two, tool: x.y_z, dependsOn: [one], arguments: {q: "{{.params.q}}"}, onError: {action: retry, retryCount: 1, retryDelay: 1s}}]}`,
		"parameters without a word":         `{name: a, description: a, parameters: {}, steps: [{id: one, tool: x}]}`,
		"a question":                        `{name: a, description: a, steps: [{id: one, type: elicitation, message: "Go on?", schema: {type: object}}]}`,
		"a loop":                            `{name: a, description: a, steps: [{id: one, type: forEach, collection: "{{json .params.list}}", itemVar: x, step: {tool: x, arguments: {q: "{{.forEach.x}}"}}}]}`,
		"an output that may be missing":     `{name: a, description: a, steps: [{id: one, tool: x, condition: "true", defaultResults: {text: none}}], output: {properties: {o: {type: string, value: "{{.steps.one.output.text}}"}}}}`,
		"an unused step that may not run":   `{name: a, description: a, steps: [{id: one, tool: x, onError: {action: continue}}, {id: two, tool: x}]}`,
		"braces in an argument's inner map": `{name: a, description: a, steps: [{id: one, tool: x, arguments: {q: {inner: "{{"}}}]}`,
	} {
		t.Run(name, func(t *testing.T) { assert.Empty(t, faults(t, text)) })
	}
}

// The command refuses each of these, but for two things at once, a time below zero, and an output that is no template.
func TestFaults(t *testing.T) {
	step := func(fields string) string { return `{name: a, description: a, steps: [{id: one, ` + fields + `}]}` }
	loop := func(fields string) string {
		return step(`type: forEach, collection: "{{.params.list}}", ` + fields)
	}
	for name, test := range map[string]struct{ text, fault string }{
		"no name":                    {`{description: a, steps: [{id: one, tool: x}]}`, "tool.name"},
		"no description":             {`{name: a, steps: [{id: one, tool: x}]}`, "tool.description"},
		"no steps":                   {`{name: a, description: a}`, "tool.steps"},
		"no time":                    {`{name: a, description: a, timeout: soon, steps: [{id: one, tool: x}]}`, "tool.timeout"},
		"parameters of another type": {`{name: a, description: a, parameters: {type: array}, steps: [{id: one, tool: x}]}`, "tool.parameters.type"},
		"a type that is none":        {`{name: a, description: a, parameters: {type: object, properties: {q: {type: text}}}, steps: [{id: one, tool: x}]}`, "tool.parameters.properties.q.type"},
		"a property that is none":    {`{name: a, description: a, parameters: {type: object, properties: {q: string}}, steps: [{id: one, tool: x}]}`, "tool.parameters.properties.q"},
		"properties that are none":   {`{name: a, description: a, parameters: {type: object, properties: [q]}, steps: [{id: one, tool: x}]}`, "tool.parameters.properties"},
		"one required name alone":    {`{name: a, description: a, parameters: {type: object, required: q}, steps: [{id: one, tool: x}]}`, "tool.parameters.required"},
		"a step without an id":       {`{name: a, description: a, steps: [{tool: x}]}`, "tool.steps[0].id"},
		"two steps of one id":        {`{name: a, description: a, steps: [{id: one, tool: x}, {id: one, tool: x}]}`, "tool.steps[1].id"},
		"a step without a tool":      {step(`type: tool`), "tool.steps[0].tool"},
		"a step of another type":     {step(`type: wait, tool: x`), "tool.steps[0].type"},
		"two things at once":         {step(`tool: x, message: y`), "tool.steps[0] has a tool and a message"},
		"a question without words":   {step(`type: elicitation`), "tool.steps[0].message"},
		"a condition":                {step(`tool: x, condition: "{{if"`), "tool.steps[0].condition"},
		"an argument":                {step(`tool: x, arguments: {q: "{{.params.q"}`), "tool.steps[0].arguments.q"},
		"a function":                 {step(`tool: x, arguments: {q: "{{env \"HOME\"}}"}`), "tool.steps[0].arguments.q"},
		"arguments in a list":        {step(`tool: x, arguments: [q]`), "tool.steps[0].arguments"},
		"a schema that is none":      {step(`type: elicitation, message: x, schema: [q]`), "tool.steps[0].schema"},
		"a step's time":              {step(`tool: x, timeout: -1s`), "tool.steps[0].timeout"},
		"no retries":                 {step(`tool: x, onError: {action: retry}`), "tool.steps[0].onError.retryCount"},
		"a delay":                    {step(`tool: x, onError: {action: retry, retryCount: 1, retryDelay: soon}`), "tool.steps[0].onError.retryDelay"},
		"depends on nobody":          {step(`tool: x, dependsOn: [two]`), `tool.steps[0].dependsOn names "two"`},
		"depends on itself":          {`{name: a, description: a, steps: [{id: one, tool: x, dependsOn: [two]}, {id: two, tool: x, dependsOn: [one]}]}`, "tool.steps: step"},
		"an output that is none":     {`{name: a, description: a, steps: [{id: one, tool: x}], output: {properties: {o: {value: "{{"}}}}`, "tool.output.properties.o.value"},
		"an output that may be missing": {
			`{name: a, description: a, steps: [{id: one, tool: x, condition: "true"}, {id: two, tool: x, arguments: {q: "{{if .steps.one.output.text}}{{end}}"}}]}`,
			`step "one" may be left out, and its output "text" is used`,
		},
		"a loop over nothing":       {step(`type: forEach, step: {tool: x}`), "tool.steps[0].collection"},
		"a loop with a tool":        {loop(`tool: x, step: {tool: x}`), "tool.steps[0] is of type forEach"},
		"a loop without a step":     {loop(`itemVar: x`), "tool.steps[0].step is missing"},
		"a loop in a loop":          {loop(`step: {type: forEach, tool: x}`), "tool.steps[0].step.type"},
		"a loop without a tool":     {loop(`step: {arguments: {q: x}}`), "tool.steps[0].step.tool"},
		"a loop's argument":         {loop(`step: {tool: x, arguments: {q: "{{"}}`), "tool.steps[0].step.arguments.q"},
		"a loop's step that is odd": {loop(`step: {tool: [x]}`), "tool.steps[0].step is no step"},
		"a name of an item":         {loop(`itemVar: index, step: {tool: x}`), "tool.steps[0].itemVar"},
		"too much at once":          {loop(`maxParallel: 51, step: {tool: x}`), "tool.steps[0].maxParallel"},
		"too many rounds":           {loop(`maxIterations: 1001, step: {tool: x}`), "tool.steps[0].maxIterations"},
	} {
		t.Run(name, func(t *testing.T) {
			found := faults(t, test.text)
			require.Len(t, found, 1)
			assert.Contains(t, found[0], test.fault)
		})
	}
}
