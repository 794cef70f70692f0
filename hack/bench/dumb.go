// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/hack/bench/report"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/conditions"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote"
	applyv1alpha1 "github.com/mcp-remote-endpoint/operator/pkg/generated/applyconfiguration/toolhive/v1alpha1"
)

// measureDumb has the dumb client write the statuses of new endpoints, and removes them.
func (b *bench) measureDumb(ctx context.Context, count int) (report.Convergence, error) {
	b.say("%d endpoints for the dumb client", count)
	if err := b.createEndpoints(ctx, count); err != nil {
		return report.Convergence{}, err
	}
	if err := b.recorder.forget(); err != nil {
		return report.Convergence{}, err
	}
	b.say("  writing statuses")
	used, err := cpuOf(os.Getpid())
	if err != nil {
		return report.Convergence{}, err
	}
	started := time.Now()
	working, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	go func() {
		if err := b.writeStatuses(working); err != nil {
			fail(err)
		}
	}()
	// The audit log is read meanwhile, as it is while the operator works.
	if err := b.recorder.awaitStatuses(working, dumbAgent, started, count); err != nil {
		return report.Convergence{}, err
	}
	result := convergence(report.Dumb, b.recorder.between(dumbAgent, started, time.Now()), started)
	if result.CPU, err = cpuOf(os.Getpid()); err != nil {
		return report.Convergence{}, err
	}
	result.CPU -= used
	if err := b.verify(ctx, count); err != nil {
		return report.Convergence{}, err
	}
	return result, b.deleteEndpoints(ctx, count)
}

// writeStatuses is the dumb client.
func (b *bench) writeStatuses(ctx context.Context) error {
	endpoints, err := b.dumb.ToolhiveV1alpha1().MCPRemoteEndpoints(metav1.NamespaceAll).List(ctx, metav1.ListOptions{})
	if err != nil {
		return fmt.Errorf("list endpoints: %w", err)
	}
	return inParallel(ctx, b.workers, len(endpoints.Items), func(ctx context.Context, number int) error {
		return b.writeStatus(ctx, &endpoints.Items[number])
	})
}

func (b *bench) writeStatus(ctx context.Context, endpoint *v1alpha1.MCPRemoteEndpoint) error {
	config := applyv1alpha1.MCPRemoteEndpoint(endpoint.Name, endpoint.Namespace).WithStatus(
		applyv1alpha1.MCPRemoteEndpointStatus().
			WithPhase(b.pattern.Phase).
			WithURL(endpoint.Spec.RemoteURL).
			WithObservedGeneration(b.pattern.ObservedGeneration).
			WithConditions(conditions.Apply(b.pattern.Conditions)...))
	_, err := b.dumb.ToolhiveV1alpha1().MCPRemoteEndpoints(endpoint.Namespace).
		ApplyStatus(ctx, config, metav1.ApplyOptions{FieldManager: remote.FieldManager, Force: true})
	return err
}
