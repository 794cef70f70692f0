// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"strings"
)

// Describe tells what is in a namespace, and what the operator logged last, for the message of a test that failed.
func (c *Cluster) Describe(ctx context.Context, namespace string) string {
	var told strings.Builder
	for _, args := range [][]string{
		{"-n", namespace, "get", "mcpremoteendpoints,mcpremoteproxies,mcpserverentries,virtualmcpservers,mcpgroups", "-o", "yaml"},
		{"-n", namespace, "get", "deployments,services,endpointslices,pods", "-o", "wide"},
		{"-n", namespace, "get", "events", "--sort-by=.lastTimestamp"},
		{"-n", namespace, "logs", "--selector=toolhive=true", "--prefix", "--tail=40", "--max-log-requests=50"},
		{"-n", OperatorNamespace, "logs", "--selector=app.kubernetes.io/name=" + operatorName, "--prefix", "--tail=40"},
	} {
		out, err := c.Kubectl(ctx, args...)
		told.WriteString("$ kubectl " + strings.Join(args, " ") + "\n" + out)
		if err != nil {
			told.WriteString(err.Error() + "\n")
		}
	}
	return told.String()
}
