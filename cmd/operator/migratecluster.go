// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"io"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/cmd/operator/internal/migrate"
	"github.com/mcp-remote-endpoint/operator/pkg/generated/clientset/versioned"
)

// readCluster reads the legacy objects of a namespace, or of all, and the endpoints that are there already.
func readCluster(ctx context.Context, client versioned.Interface, namespace string, warnings io.Writer) (*migrate.Migration, error) {
	proxies, err := list(ctx, warnings, "mcpremoteproxies", client.ToolhiveV1beta1().MCPRemoteProxies(namespace).List)
	if err != nil {
		return nil, err
	}
	entries, err := list(ctx, warnings, "mcpserverentries", client.ToolhiveV1beta1().MCPServerEntries(namespace).List)
	if err != nil {
		return nil, err
	}
	endpoints, err := list(ctx, warnings, "mcpremoteendpoints", client.ToolhiveV1alpha1().MCPRemoteEndpoints(namespace).List)
	if err != nil {
		return nil, err
	}
	return migrate.OfCluster(proxies.Items, entries.Items, endpoints.Items), nil
}

// list returns an empty list, and writes a warning, when the cluster does not have the resource.
func list[L any](ctx context.Context, warnings io.Writer, resource string, list func(context.Context, metav1.ListOptions) (*L, error)) (*L, error) {
	objects, err := list(ctx, metav1.ListOptions{})
	if apierrors.IsNotFound(err) {
		fmt.Fprintf(warnings, "operator: the cluster does not serve %s in this version: none are read\n", resource)
		return new(L), nil
	}
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", resource, err)
	}
	return objects, nil
}
