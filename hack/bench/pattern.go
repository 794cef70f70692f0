// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/conditions"
)

// learnPattern takes the status that the dumb client writes from an endpoint that the operator dealt with.
func (b *bench) learnPattern(ctx context.Context) error {
	known, err := b.toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(namespace).Get(ctx, endpoint(0).Name, metav1.GetOptions{})
	if err != nil {
		return fmt.Errorf("look at what the operator wrote: %w", err)
	}
	b.pattern = &known.Status
	return nil
}

// verify makes sure that all endpoints have the same status, but for their URL, whoever wrote it.
func (b *bench) verify(ctx context.Context, count int) error {
	endpoints, err := b.toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(namespace).List(ctx, metav1.ListOptions{})
	if err != nil {
		return fmt.Errorf("list endpoints: %w", err)
	}
	if len(endpoints.Items) != count {
		return fmt.Errorf("there are %d endpoints instead of %d", len(endpoints.Items), count)
	}
	for _, endpoint := range endpoints.Items {
		status := endpoint.Status
		if status.Phase != v1alpha1.PhaseReady || status.URL != endpoint.Spec.RemoteURL ||
			status.ObservedGeneration != b.pattern.ObservedGeneration || len(status.Conditions) != len(b.pattern.Conditions) ||
			!conditions.Equal(status.Conditions, b.pattern.Conditions, nil) {
			return fmt.Errorf("the status of endpoint %s is not like the others: %+v", endpoint.Name, status)
		}
	}
	return nil
}
