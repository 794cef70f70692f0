// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"maps"
	"slices"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
)

// checkTools finds what keeps the runner from starting with a tool config, or what it pays no attention to.
func checkTools(in Input, _ *v1alpha1.ProxyConfig) []Problem {
	if in.ToolConfig == nil || in.Endpoint.Spec.ToolConfigRef == nil {
		return nil
	}
	f := findings{reason: v1alpha1.ReasonToolConfigInvalid}
	config := in.ToolConfig
	if slices.Contains(config.Spec.ToolsFilter, "") {
		f.add("MCPToolConfig %q has an empty name in spec.toolsFilter: remove it", config.Name)
	}
	for _, tool := range config.Spec.ToolsFilter {
		if name := config.Spec.ToolsOverride[tool].Name; name != "" && name != tool && !slices.Contains(config.Spec.ToolsFilter, name) {
			f.withoutEffect("MCPToolConfig %q filters by tool %q, which clients see as %q: filter by that name", config.Name, tool, name)
		}
	}
	shown := map[string]string{}
	for _, tool := range slices.Sorted(maps.Keys(config.Spec.ToolsOverride)) {
		override := config.Spec.ToolsOverride[tool]
		switch {
		case tool == "":
			f.add("MCPToolConfig %q has an empty name in spec.toolsOverride: remove it", config.Name)
		case override.Annotations != nil:
			f.withoutEffect("MCPToolConfig %q changes annotations of tool %q, which only a VirtualMCPServer can: remove them, or use another MCPToolConfig for proxies", config.Name, tool)
		case override.Name == "" && override.Description == "":
			f.add("MCPToolConfig %q overrides nothing of tool %q: give a name or a description", config.Name, tool)
		}
		if override.Name == "" {
			continue
		}
		if other, taken := shown[override.Name]; taken {
			f.add("MCPToolConfig %q shows tools %q and %q under the same name %q: give them different ones", config.Name, other, tool, override.Name)
		}
		shown[override.Name] = tool
	}
	return f.problems
}
