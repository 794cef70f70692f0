// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/hack/bench/report"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// statusOf is what the operator writes for an endpoint that nothing is wrong with, or nil if the endpoint has it already. A direct
// endpoint has no Deployment.
func statusOf(endpoint *v1alpha1.MCPRemoteEndpoint, deployment *appsv1.Deployment) *v1alpha1.MCPRemoteEndpointStatus {
	snapshot := remote.Snapshot{Input: validate.Input{Endpoint: endpoint}, Deployment: deployment}
	return remote.Decide(snapshot, remote.Verdict{}, metav1.Now().Rfc3339Copy()).Endpoint
}

// verify makes sure that all is there, as the operator wants it, whoever wrote it.
func (b *bench) verify(ctx context.Context, l load) error {
	endpoints, err := b.toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(namespace).List(ctx, metav1.ListOptions{})
	if err != nil {
		return fmt.Errorf("list endpoints: %w", err)
	}
	if len(endpoints.Items) != l.count {
		return fmt.Errorf("there are %d endpoints instead of %d", len(endpoints.Items), l.count)
	}
	deployments := map[string]*appsv1.Deployment{}
	if l.kind == report.Proxies {
		if deployments, err = b.verifyChildren(ctx, l.count); err != nil {
			return err
		}
	}
	for i := range endpoints.Items {
		endpoint := &endpoints.Items[i]
		if endpoint.Status.Phase != v1alpha1.PhaseReady || statusOf(endpoint, deployments[endpoint.Name]) != nil {
			return fmt.Errorf("the status of endpoint %s is not right: %+v", endpoint.Name, endpoint.Status)
		}
	}
	return nil
}

// verifyChildren counts the objects of proxies, and returns the Deployments by name.
func (b *bench) verifyChildren(ctx context.Context, count int) (map[string]*appsv1.Deployment, error) {
	children := metav1.ListOptions{LabelSelector: remote.ChildrenSelector}
	for _, k := range childKinds {
		objects, err := b.metadata.Resource(k.Resource()).Namespace(namespace).List(ctx, children)
		if err != nil {
			return nil, fmt.Errorf("list the %ss of proxies: %w", k, err)
		}
		if len(objects.Items) != count {
			return nil, fmt.Errorf("there are %d %ss instead of %d", len(objects.Items), k, count)
		}
	}
	deployments, err := b.kube.AppsV1().Deployments(namespace).List(ctx, children)
	if err != nil {
		return nil, fmt.Errorf("list Deployments: %w", err)
	}
	byName := map[string]*appsv1.Deployment{}
	for i := range deployments.Items {
		byName[deployments.Items[i].Name] = &deployments.Items[i]
	}
	return byName, nil
}
