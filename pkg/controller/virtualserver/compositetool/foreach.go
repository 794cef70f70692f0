// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package compositetool

import (
	"regexp"

	"k8s.io/apimachinery/pkg/util/json"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// Bounds of a forEach step. They are vMCP's.
const (
	maxIterations = 1000
	maxParallel   = 50
)

// itemVariable is what the name of an item may be.
var itemVariable = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]*$`)

func (f *faults) forEach(step *v1beta1.WorkflowStepConfig) {
	if step.Tool != "" || step.Message != "" {
		f.add(" is of type forEach and has a tool or a message: move the tool to step, and remove the message")
	}
	if step.Collection == "" {
		f.add(".collection is empty: set it")
	}
	f.template(".collection", step.Collection)
	if step.ItemVar != "" && (!itemVariable.MatchString(step.ItemVar) || step.ItemVar == "index") {
		f.add(".itemVar must consist of letters, digits and underscores, and must not be index")
	}
	if step.MaxParallel < 0 || step.MaxParallel > maxParallel {
		f.add(".maxParallel must be from 0 to %d", maxParallel)
	}
	if step.MaxIterations < 0 || step.MaxIterations > maxIterations {
		f.add(".maxIterations must be from 0 to %d", maxIterations)
	}
	f.at(".step", func(f *faults) { f.inner(step) })
}

// inner looks at the step that is taken for each item.
func (f *faults) inner(step *v1beta1.WorkflowStepConfig) {
	if step.InnerStep == nil {
		f.add(" is missing: add it")
		return
	}
	var inner v1beta1.WorkflowStepConfig
	if err := json.Unmarshal(step.InnerStep.Raw, &inner); err != nil {
		f.add(" is no step: %.200v", err)
		return
	}
	if inner.Type != "" && inner.Type != v1beta1.WorkflowStepTypeTool {
		f.add(".type must be tool")
	}
	f.tool(inner.Tool)
	f.arguments(inner.Arguments)
}
