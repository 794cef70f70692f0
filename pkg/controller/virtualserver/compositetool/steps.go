// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package compositetool

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// toolReference is what vMCP takes for the name of a tool to call.
var toolReference = regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9._-]*$`)

func (f *faults) steps(steps []v1beta1.WorkflowStepConfig) {
	var ids []string
	for i := range steps {
		switch id := steps[i].ID; {
		case id == "":
			f.add(".steps[%d].id is empty: set it", i)
		case slices.Contains(ids, id):
			f.add(".steps[%d].id %q stands in the list twice: change one", i, id)
		default:
			ids = append(ids, id)
		}
	}
	for i := range steps {
		f.at(fmt.Sprintf(".steps[%d]", i), func(f *faults) { f.step(&steps[i], ids) })
	}
	if id := cycle(steps); id != "" {
		f.add(".steps: step %q depends on itself, by way of others: remove a dependsOn", id)
	}
}

func (f *faults) step(step *v1beta1.WorkflowStepConfig, ids []string) {
	switch step.Type {
	case v1beta1.WorkflowStepTypeTool, "":
		if step.Type == "" && step.Tool != "" && step.Message != "" {
			f.add(" has a tool and a message: set type")
		}
		f.tool(step.Tool)
	case v1beta1.WorkflowStepTypeElicitation:
		if step.Message == "" {
			f.add(".message is empty: set it")
		}
	case v1beta1.WorkflowStepTypeForEach:
		f.forEach(step)
	default:
		f.add(".type must be tool, elicitation or forEach")
	}
	f.duration(".timeout", step.Timeout)
	f.template(".condition", step.Condition)
	f.template(".message", step.Message)
	f.arguments(step.Arguments)
	if step.Schema != nil {
		f.object(".schema", step.Schema.Raw)
	}
	for _, id := range step.DependsOn {
		if !slices.Contains(ids, id) {
			f.add(".dependsOn names %q, which is no step", id)
		}
	}
	f.errorHandling(step.OnError)
}

func (f *faults) tool(name string) {
	if !toolReference.MatchString(name) {
		f.add(".tool must be the name of a tool: letters, digits, '.', '_' and '-'")
	}
}

func (f *faults) errorHandling(handling *v1beta1.StepErrorHandling) {
	if handling == nil {
		return
	}
	if handling.Action == "retry" && handling.RetryCount < 1 {
		f.add(".onError.retryCount must be 1 or more")
	}
	f.duration(".onError.retryDelay", handling.RetryDelay)
}

// cycle returns the id of a step that depends on itself, or nothing.
func cycle(steps []v1beta1.WorkflowStepConfig) string {
	const underWay, done = 1, 2
	state, needs := map[string]int{}, map[string][]string{}
	for i := range steps {
		needs[steps[i].ID] = steps[i].DependsOn
	}
	var visit func(id string) bool
	visit = func(id string) bool {
		if state[id] != 0 {
			return state[id] == underWay
		}
		state[id] = underWay
		found := slices.ContainsFunc(needs[id], visit)
		state[id] = done
		return found
	}
	for i := range steps {
		if visit(steps[i].ID) {
			return steps[i].ID
		}
	}
	return ""
}
