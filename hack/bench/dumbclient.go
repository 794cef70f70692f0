// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"sync"

	appsv1 "k8s.io/api/apps/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"

	"github.com/mcp-remote-endpoint/operator/hack/bench/report"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote"
	applyv1alpha1 "github.com/mcp-remote-endpoint/operator/pkg/generated/applyconfiguration/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/generated/clientset/versioned"
)

// dumbClient writes, and does nothing else: it keeps no caches and checks nothing.
type dumbClient struct {
	kube     kubernetes.Interface
	toolhive versioned.Interface
}

func newDumbClient(config *rest.Config) (*dumbClient, error) {
	config = rest.CopyConfig(config)
	config.QPS = -1
	config.UserAgent = dumbAgent
	config.WarningHandlerWithContext = rest.NoWarnings{}
	toolhive, err := versioned.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("make the dumb client: %w", err)
	}
	config.ContentType = "application/vnd.kubernetes.protobuf" // as the operator has it
	kube, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("make the dumb client: %w", err)
	}
	return &dumbClient{kube: kube, toolhive: toolhive}, nil
}

// run writes what all endpoints need, so many at a time. The second status of a proxy queues up when its Deployment is available.
func (d *dumbClient) run(ctx context.Context, kind report.Type, workers int) error {
	jobs, err := d.jobs(ctx)
	if err != nil {
		return err
	}
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	steps := make(chan step, len(jobs)*kind.StatusWrites())
	if kind == report.Proxies {
		watcher, err := d.watch(ctx)
		if err != nil {
			return err
		}
		var watching sync.WaitGroup
		defer watching.Wait()
		defer watcher.Stop()
		watching.Go(func() {
			fail(tell(watcher.ResultChan(), func(name string) {
				steps <- func(ctx context.Context) error { return d.writeStatus(ctx, jobs[name].statuses[1]) }
			}))
		})
	}
	for _, job := range jobs {
		steps <- func(ctx context.Context) error { return d.begin(ctx, job) }
	}
	return inParallel(ctx, workers, cap(steps), func(ctx context.Context, _ int) error {
		select {
		case step := <-steps:
			return step(ctx)
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	})
}

// step is a part of what has to be written.
type step func(context.Context) error

// jobs are by the endpoints' names.
func (d *dumbClient) jobs(ctx context.Context) (map[string]*job, error) {
	endpoints, err := d.toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(metav1.NamespaceAll).List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, fmt.Errorf("list endpoints: %w", err)
	}
	jobs := map[string]*job{}
	for i := range endpoints.Items {
		endpoint := &endpoints.Items[i]
		if jobs[endpoint.Name], err = newJob(endpoint); err != nil {
			return nil, err
		}
	}
	return jobs, nil
}

// watch watches the Deployments that do not exist yet.
func (d *dumbClient) watch(ctx context.Context) (watch.Interface, error) {
	deployments := d.kube.AppsV1().Deployments(namespace)
	options := metav1.ListOptions{LabelSelector: remote.ChildrenSelector}
	before, err := deployments.List(ctx, options)
	if err != nil {
		return nil, fmt.Errorf("list Deployments: %w", err)
	}
	options.ResourceVersion = before.ResourceVersion
	watcher, err := deployments.Watch(ctx, options)
	if err != nil {
		return nil, fmt.Errorf("watch Deployments: %w", err)
	}
	return watcher, nil
}

// tell tells, once, of each Deployment that becomes available, until the watch ends.
func tell(events <-chan watch.Event, available func(name string)) error {
	told := map[string]bool{}
	for event := range events {
		deployment, ok := event.Object.(*appsv1.Deployment)
		if !ok {
			return fmt.Errorf("watch Deployments: %w", apierrors.FromObject(event.Object))
		}
		if deployment.Status.AvailableReplicas > 0 && !told[deployment.Name] {
			told[deployment.Name] = true
			available(deployment.Name)
		}
	}
	return errors.New("watch Deployments: the API server ended the watch")
}

func (d *dumbClient) begin(ctx context.Context, j *job) error {
	if j.children != nil {
		if err := d.writeChildren(ctx, j.children); err != nil {
			return err
		}
	}
	return d.writeStatus(ctx, j.statuses[0])
}

// writeChildren writes first, side by side, what the Deployment's pods need, as the operator does.
func (d *dumbClient) writeChildren(ctx context.Context, c *childConfigs) error {
	core, options := d.kube.CoreV1(), metav1.ApplyOptions{FieldManager: remote.FieldManager, Force: true}
	writes := []func(context.Context) error{
		func(ctx context.Context) error {
			_, err := core.ServiceAccounts(namespace).Apply(ctx, c.serviceAccount, options)
			return err
		},
		func(ctx context.Context) error {
			_, err := core.ConfigMaps(namespace).Apply(ctx, c.configMap, options)
			return err
		},
		func(ctx context.Context) error {
			_, err := core.Services(namespace).Apply(ctx, c.service, options)
			return err
		},
	}
	if err := inParallel(ctx, len(writes), len(writes), func(ctx context.Context, number int) error {
		return writes[number](ctx)
	}); err != nil {
		return fmt.Errorf("write what a proxy needs: %w", err)
	}
	if _, err := d.kube.AppsV1().Deployments(namespace).Apply(ctx, c.deployment, options); err != nil {
		return fmt.Errorf("write a Deployment: %w", err)
	}
	return nil
}

func (d *dumbClient) writeStatus(ctx context.Context, config *applyv1alpha1.MCPRemoteEndpointApplyConfiguration) error {
	_, err := d.toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(namespace).
		ApplyStatus(ctx, config, metav1.ApplyOptions{FieldManager: remote.FieldManager, Force: true})
	if err != nil {
		return fmt.Errorf("write a status: %w", err)
	}
	return nil
}
