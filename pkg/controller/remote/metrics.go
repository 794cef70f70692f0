// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote

import (
	"k8s.io/component-base/metrics"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller"
)

var endpointsDesc = metrics.NewDesc(controller.MetricsNamespace+"_endpoints", "MCPRemoteEndpoints by type and phase.",
	[]string{"type", "phase"}, nil, metrics.ALPHA, "")

// endpointCollector counts the endpoints in the caches when it is asked.
type endpointCollector struct {
	metrics.BaseStableCollector
	controller *Controller
}

// Metrics returns the collector of the metric mcp_operator_endpoints (R5.2).
func (c *Controller) Metrics() metrics.StableCollector { return &endpointCollector{controller: c} }

// DescribeWithStability implements metrics.StableCollector.
func (c *endpointCollector) DescribeWithStability(descriptions chan<- *metrics.Desc) {
	descriptions <- endpointsDesc
}

// CollectWithStability implements metrics.StableCollector.
func (c *endpointCollector) CollectWithStability(collected chan<- metrics.Metric) {
	type group struct {
		mode  v1alpha1.EndpointType
		phase v1alpha1.EndpointPhase
	}
	counts := map[group]int{}
	for _, scope := range c.controller.scopes {
		for _, object := range scope.subjects.endpoints.informer.GetStore().List() {
			endpoint, ok := object.(*v1alpha1.MCPRemoteEndpoint)
			if !ok {
				continue
			}
			phase := endpoint.Status.Phase
			if phase == "" {
				phase = v1alpha1.PhasePending
			}
			counts[group{endpoint.Spec.Type, phase}]++
		}
	}
	for g, count := range counts {
		collected <- metrics.NewLazyConstMetric(endpointsDesc, metrics.GaugeValue, float64(count), string(g.mode), string(g.phase))
	}
}
