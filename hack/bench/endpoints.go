// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/hack/bench/report"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// Where the endpoints are: a team's namespace, with one group.
const (
	namespace = "agents"
	group     = "remote-tools"
)

// createSurroundings creates what the endpoints need.
func (b *bench) createSurroundings(ctx context.Context) error {
	space := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespace}}
	if _, err := b.kube.CoreV1().Namespaces().Create(ctx, space, metav1.CreateOptions{}); err != nil {
		return fmt.Errorf("create the namespace: %w", err)
	}
	members := &v1beta1.MCPGroup{
		ObjectMeta: metav1.ObjectMeta{Name: group},
		Spec:       v1beta1.MCPGroupSpec{Description: "Tools that other teams run"},
	}
	if _, err := b.toolhive.ToolhiveV1beta1().MCPGroups(namespace).Create(ctx, members, metav1.CreateOptions{}); err != nil {
		return fmt.Errorf("create the group: %w", err)
	}
	return nil
}

func name(number int) string { return fmt.Sprintf("tracker-%05d", number) }

// endpoint is an endpoint as people write them.
func endpoint(kind report.Type, number int) *v1alpha1.MCPRemoteEndpoint {
	team := fmt.Sprintf("team-%02d", number%20)
	endpoint := &v1alpha1.MCPRemoteEndpoint{
		ObjectMeta: metav1.ObjectMeta{
			Name:   name(number),
			Labels: map[string]string{"app.kubernetes.io/part-of": "agents", "example.com/team": team},
		},
		Spec: v1alpha1.MCPRemoteEndpointSpec{
			Type:      v1alpha1.EndpointTypeDirect,
			RemoteURL: fmt.Sprintf("https://%s.%s.mcp.example.com/mcp", name(number), team),
			Transport: v1beta1.TransportStreamableHTTP,
			GroupRef:  group,
		},
	}
	if kind == report.Proxies {
		endpoint.Spec.Type, endpoint.Spec.ProxyConfig = v1alpha1.EndpointTypeProxy, proxyConfig(team)
	}
	return endpoint
}

func (b *bench) createEndpoint(ctx context.Context, kind report.Type, number int) error {
	_, err := b.toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(namespace).Create(ctx, endpoint(kind, number), metav1.CreateOptions{})
	return err
}

func (b *bench) createEndpoints(ctx context.Context, l load) error {
	return b.forEach(ctx, "creating", l.count, func(ctx context.Context, number int) error {
		return b.createEndpoint(ctx, l.kind, number)
	})
}

// deleteEndpoints does not leave a proxy's objects to the garbage collector, which would be at work when the next client begins.
func (b *bench) deleteEndpoints(ctx context.Context, l load) error {
	return b.forEach(ctx, "deleting", l.count, func(ctx context.Context, number int) error {
		if l.kind == report.Proxies {
			if err := b.deleteChildren(ctx, name(number)); err != nil {
				return err
			}
		}
		return b.toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(namespace).Delete(ctx, name(number), metav1.DeleteOptions{})
	})
}

// forEach does something with each number of an endpoint, and says how far it is.
func (b *bench) forEach(ctx context.Context, doing string, count int, do func(context.Context, int) error) error {
	b.say("  %s", doing)
	var done atomic.Int64
	ticker := time.NewTicker(progressInterval)
	defer ticker.Stop()
	finished := make(chan struct{})
	var reporting sync.WaitGroup
	reporting.Go(func() {
		for {
			select {
			case <-ticker.C:
				b.say("  %s: %d of %d", doing, done.Load(), count)
			case <-finished:
				return
			}
		}
	})
	err := inParallel(ctx, b.workers, count, func(ctx context.Context, number int) error {
		defer done.Add(1)
		return do(ctx, number)
	})
	close(finished)
	reporting.Wait()
	if err != nil {
		return fmt.Errorf("%s endpoints: %w", doing, err)
	}
	return nil
}

// inParallel calls do for each number below count, in so many goroutines, until one call fails.
func inParallel(ctx context.Context, goroutines, count int, do func(ctx context.Context, number int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	var running sync.WaitGroup
	for range goroutines {
		running.Go(func() {
			for number := int(next.Add(1)) - 1; number < count && ctx.Err() == nil; number = int(next.Add(1)) - 1 {
				if err := do(ctx, number); err != nil {
					cancel(err)
				}
			}
		})
	}
	running.Wait()
	return context.Cause(ctx)
}
