// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package vmcpconfig

import (
	"fmt"
	"maps"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// defaultPrefixFormat is what vMCP insists on being told when names of tools get the backend's name before them.
const defaultPrefixFormat = "{workload}_"

// addAggregation fills in what vMCP does not start without, and puts the MCPToolConfigs in the place of references to them.
func addAggregation(in *input, out *Gateway) error {
	if out.Config.Aggregation == nil {
		out.Config.Aggregation = &v1beta1.AggregationConfig{}
	}
	aggregation := out.Config.Aggregation
	if aggregation.ConflictResolution == "" {
		aggregation.ConflictResolution = v1beta1.ConflictResolutionStrategyPrefix
	}
	if aggregation.ConflictResolutionConfig == nil {
		aggregation.ConflictResolutionConfig = &v1beta1.ConflictResolutionConfig{}
	}
	if aggregation.ConflictResolution == v1beta1.ConflictResolutionStrategyPrefix && aggregation.ConflictResolutionConfig.PrefixFormat == "" {
		aggregation.ConflictResolutionConfig.PrefixFormat = defaultPrefixFormat
	}
	for i := range aggregation.Tools {
		if err := in.resolveTools(&aggregation.Tools[i]); err != nil {
			return err
		}
	}
	return nil
}

// resolveTools lets what stands in the gateway go before what the MCPToolConfig says.
func (in *input) resolveTools(tools *v1beta1.WorkloadToolConfig) error {
	ref := tools.ToolConfigRef
	if ref == nil {
		return nil
	}
	config := in.ToolConfigs[ref.Name]
	if config == nil {
		return fmt.Errorf("MCPToolConfig %q does not exist", ref.Name)
	}
	tools.ToolConfigRef = nil
	if len(tools.Filter) == 0 {
		tools.Filter = config.Spec.ToolsFilter
	}
	overrides := maps.Clone(config.Spec.ToolsOverride)
	if overrides == nil {
		return nil
	}
	maps.Copy(overrides, tools.Overrides)
	tools.Overrides = overrides
	return nil
}

// addCompositeTools puts the VirtualMCPCompositeToolDefinitions in the place of references to them.
func addCompositeTools(in *input, out *Gateway) error {
	out.Config.CompositeToolRefs = nil
	for _, ref := range in.spec.Config.CompositeToolRefs {
		definition := in.CompositeTools[ref.Name]
		if definition == nil {
			return fmt.Errorf("VirtualMCPCompositeToolDefinition %q does not exist", ref.Name)
		}
		out.Config.CompositeTools = append(out.Config.CompositeTools, *definition.Spec.CompositeToolConfig.DeepCopy())
	}
	return nil
}

// addObservability takes for granted that telemetry is not configured at two places.
func addObservability(in *input, out *Gateway) error {
	if len(in.spec.PassthroughHeaders) > 0 {
		out.Config.PassthroughHeaders = in.spec.PassthroughHeaders
	}
	if out.Config.Audit != nil && out.Config.Audit.Component == "" {
		out.Config.Audit.Component = in.Server.Name
	}
	if own := out.Config.Telemetry; own != nil && own.ServiceName == "" {
		own.ServiceName = in.Server.Name // without which vMCP does not start
	}
	telemetry := in.shared.Telemetry
	if telemetry == nil {
		return nil
	}
	out.Config.Telemetry = &v1beta1.VMCPTelemetryConfig{
		Endpoint:                    telemetry.Endpoint,
		ServiceName:                 telemetry.ServiceName,
		TracingEnabled:              telemetry.TracingEnabled,
		MetricsEnabled:              telemetry.MetricsEnabled,
		SamplingRate:                telemetry.SamplingRate,
		Headers:                     telemetry.Headers,
		Insecure:                    telemetry.Insecure,
		EnablePrometheusMetricsPath: telemetry.EnablePrometheusMetricsPath,
		CustomAttributes:            telemetry.CustomAttributes,
		UseLegacyAttributes:         &telemetry.UseLegacyAttributes,
		CACertPath:                  telemetry.CACertPath,
	}
	return nil
}
