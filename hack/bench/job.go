// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"errors"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	applyappsv1 "k8s.io/client-go/applyconfigurations/apps/v1"
	applycorev1 "k8s.io/client-go/applyconfigurations/core/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/conditions"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/render"
	applyv1alpha1 "github.com/mcp-remote-endpoint/operator/pkg/generated/applyconfiguration/toolhive/v1alpha1"
)

// job is what the dumb client writes for an endpoint.
type job struct {
	// children is nil for a direct endpoint.
	children *childConfigs
	// statuses are written one after the other: the first with the children, the second when the Deployment is available.
	statuses []*applyv1alpha1.MCPRemoteEndpointApplyConfiguration
}

// childConfigs are the objects that make a proxy.
type childConfigs struct {
	serviceAccount *applycorev1.ServiceAccountApplyConfiguration
	configMap      *applycorev1.ConfigMapApplyConfiguration
	service        *applycorev1.ServiceApplyConfiguration
	deployment     *applyappsv1.DeploymentApplyConfiguration
}

// newJob works out beforehand what the operator would write for a new endpoint.
func newJob(endpoint *v1alpha1.MCPRemoteEndpoint) (*job, error) {
	if endpoint.Spec.Type == v1alpha1.EndpointTypeDirect {
		return &job{statuses: []*applyv1alpha1.MCPRemoteEndpointApplyConfiguration{
			statusConfig(endpoint, statusOf(endpoint, nil)),
		}}, nil
	}
	owner := metav1.NewControllerRef(endpoint, v1alpha1.SchemeGroupVersion.WithKind(string(kind.MCPRemoteEndpoint)))
	objects, err := render.Proxy(endpoint, *owner, references.Found{}, render.Settings{ProxyImage: proxyImage})
	if err != nil {
		return nil, fmt.Errorf("render the proxy of endpoint %q: %w", endpoint.Name, err)
	}
	children, err := configsOf(objects)
	if err != nil {
		return nil, fmt.Errorf("turn the proxy of endpoint %q into apply configurations: %w", endpoint.Name, err)
	}
	endpoint, deployment := endpoint.DeepCopy(), objects.Deployment
	deployment.Generation = 1
	begun := statusOf(endpoint, deployment)
	endpoint.Status, deployment.Status = *begun, available(deployment.Generation)
	return &job{children: children, statuses: []*applyv1alpha1.MCPRemoteEndpointApplyConfiguration{
		statusConfig(endpoint, begun), statusConfig(endpoint, statusOf(endpoint, deployment)),
	}}, nil
}

func statusConfig(endpoint *v1alpha1.MCPRemoteEndpoint, status *v1alpha1.MCPRemoteEndpointStatus) *applyv1alpha1.MCPRemoteEndpointApplyConfiguration {
	return applyv1alpha1.MCPRemoteEndpoint(endpoint.Name, endpoint.Namespace).WithStatus(
		applyv1alpha1.MCPRemoteEndpointStatus().
			WithPhase(status.Phase).
			WithURL(status.URL).
			WithObservedGeneration(status.ObservedGeneration).
			WithConditions(conditions.Apply(status.Conditions)...))
}

func configsOf(objects *render.Children) (*childConfigs, error) {
	c := &childConfigs{
		serviceAccount: applycorev1.ServiceAccount(objects.ServiceAccount.Name, namespace),
		configMap:      applycorev1.ConfigMap(objects.ConfigMap.Name, namespace),
		service:        applycorev1.Service(objects.Service.Name, namespace),
		deployment:     applyappsv1.Deployment(objects.Deployment.Name, namespace),
	}
	err := errors.Join(
		fill(c.serviceAccount, objects.ServiceAccount),
		fill(c.configMap, objects.ConfigMap),
		fill(c.service, objects.Service),
		fill(c.deployment, objects.Deployment),
	)
	if err != nil {
		return nil, err
	}
	// These have no omitempty, and the operator leaves out what is empty.
	c.service.Status, c.deployment.Status, c.deployment.Spec.Strategy = nil, nil, nil
	return c, nil
}

// fill copies an object's fields to an apply configuration, which has the same names in JSON.
func fill(config, object any) error {
	data, err := json.Marshal(object)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, config)
}
