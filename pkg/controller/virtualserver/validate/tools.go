// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/compositetool"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/selection"
)

// checkAggregation looks at what vMCP demands of how tools are shown.
func checkAggregation(in selection.Input) []Problem {
	aggregation := config(in).Aggregation
	if aggregation == nil {
		return nil
	}
	f := findings{condition: ConditionValid, reason: ReasonConfigInvalid}
	f.conflictResolution(aggregation)
	seen := map[string]bool{}
	for i := range aggregation.Tools {
		tools, field := &aggregation.Tools[i], fmt.Sprintf("spec.config.aggregation.tools[%d]", i)
		switch {
		case tools.Workload == "":
			f.add("%s.workload is empty: name a backend", field)
		case seen[tools.Workload]:
			f.add("%s is the second one about backend %q: put both into one", field, tools.Workload)
		}
		seen[tools.Workload] = true
		f.overrides(field+".overrides", tools.Overrides)
		f.toolConfig(in, field, tools.ToolConfigRef)
	}
	return f.problems
}

func (f *findings) conflictResolution(aggregation *v1beta1.AggregationConfig) {
	var order []string
	if aggregation.ConflictResolutionConfig != nil {
		order = aggregation.ConflictResolutionConfig.PriorityOrder
	}
	switch aggregation.ConflictResolution {
	case v1beta1.ConflictResolutionStrategyPriority:
		if len(order) == 0 {
			f.add("spec.config.aggregation.conflictResolutionConfig.priorityOrder is empty: name the backend that goes first")
		}
		if aggregation.DefaultToolVisibility == v1beta1.DefaultToolVisibilityDeny {
			f.hidden(aggregation, order)
		}
	case v1beta1.ConflictResolutionStrategyManual:
		if len(aggregation.Tools) == 0 {
			f.add("spec.config.aggregation.tools is empty, and conflictResolution manual resolves conflicts by its overrides: add them")
		}
	case v1beta1.ConflictResolutionStrategyPrefix, "":
	}
}

// hidden finds backends whose tools would win over others, and be hidden then.
func (f *findings) hidden(aggregation *v1beta1.AggregationConfig, order []string) {
	for _, workload := range order {
		if !slices.ContainsFunc(aggregation.Tools, func(tools v1beta1.WorkloadToolConfig) bool { return tools.Workload == workload }) {
			f.add("spec.config.aggregation: backend %q in priorityOrder is hidden by defaultToolVisibility deny: list it in tools", workload)
		}
	}
}

func (f *findings) overrides(field string, overrides map[string]v1beta1.ToolOverride) {
	for _, tool := range slices.Sorted(maps.Keys(overrides)) {
		if override := overrides[tool]; override.Name == "" && override.Description == "" {
			f.add("%s[%s] has neither a name nor a description: give one", field, tool)
		}
	}
}

func (f *findings) toolConfig(in selection.Input, field string, ref *v1beta1.ToolConfigRef) {
	if ref == nil {
		return
	}
	config := in.ToolConfigs[ref.Name]
	if config == nil {
		f.because(v1alpha1.ReasonToolConfigNotFound, "MCPToolConfig %q does not exist in this namespace: create it, or correct %s.toolConfigRef", ref.Name, field)
		return
	}
	f.overrides(fmt.Sprintf("MCPToolConfig %q: spec.toolsOverride", ref.Name), config.Spec.ToolsOverride)
}

// checkCompositeTools looks at the gateway's own composite tools, and at those that it refers to.
func checkCompositeTools(in selection.Input) []Problem {
	own := findings{condition: ConditionValid, reason: ReasonCompositeToolInvalid}
	referred := findings{condition: ConditionCompositeToolRefs, reason: ReasonCompositeToolRefInvalid}
	names := map[string]string{}
	look := func(f *findings, place string, tool *v1beta1.CompositeToolConfig) {
		for _, fault := range compositetool.Faults(place, tool) {
			f.add("%s", fault)
		}
		if other, taken := names[tool.Name]; taken && tool.Name != "" {
			f.add("%s has the name %q, like %s: change one", place, tool.Name, other)
		}
		names[tool.Name] = place
	}
	for i := range config(in).CompositeTools {
		look(&own, fmt.Sprintf("spec.config.compositeTools[%d]", i), &config(in).CompositeTools[i])
	}
	for _, ref := range config(in).CompositeToolRefs {
		definition := in.CompositeTools[ref.Name]
		if definition == nil {
			referred.because(ReasonCompositeToolRefNotFound,
				"VirtualMCPCompositeToolDefinition %q does not exist in this namespace: create it, or correct spec.config.compositeToolRefs", ref.Name)
			continue
		}
		look(&referred, fmt.Sprintf("VirtualMCPCompositeToolDefinition %q: spec", ref.Name), &definition.Spec.CompositeToolConfig)
	}
	return append(own.problems, referred.problems...)
}

func sortByMessage(problems []Problem) {
	slices.SortFunc(problems, func(a, b Problem) int { return strings.Compare(a.Message, b.Message) })
}
