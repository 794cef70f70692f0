// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/render"
)

// proxyImage is never pulled: there are no nodes.
const proxyImage = "proxyrunner:v0.44.0"

// childKinds are the kinds of the objects that make a proxy.
var childKinds = []kind.Kind{kind.ServiceAccount, kind.ConfigMap, kind.Service, kind.Deployment}

// proxyConfig lets in who has a token of the cluster, lets the team call the tools that only read, and keeps a record.
func proxyConfig(team string) *v1alpha1.ProxyConfig {
	return &v1alpha1.ProxyConfig{
		OIDCConfig: &v1alpha1.OIDCConfig{
			Type:       v1alpha1.OIDCConfigTypeKubernetes,
			Kubernetes: &v1alpha1.KubernetesOIDCConfig{Audience: team},
		},
		AuthzConfig: &v1alpha1.AuthzConfig{
			Type: v1alpha1.AuthzConfigTypeInline,
			Inline: &v1alpha1.InlineAuthzConfig{Policies: []string{
				`permit(principal, action == Action::"list_tools", resource);`,
				`permit(principal, action == Action::"call_tool", resource == Tool::"search_issues");`,
				`permit(principal, action == Action::"call_tool", resource == Tool::"read_issue");`,
			}},
		},
		Audit: &v1beta1.AuditConfig{Enabled: true},
		Resources: corev1.ResourceRequirements{
			Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("100m"), corev1.ResourceMemory: resource.MustParse("64Mi")},
			Limits:   corev1.ResourceList{corev1.ResourceMemory: resource.MustParse("256Mi")},
		},
	}
}

// available is the status of a Deployment whose newest pod serves.
func available(generation int64) appsv1.DeploymentStatus {
	return appsv1.DeploymentStatus{
		ObservedGeneration: generation,
		Replicas:           1,
		UpdatedReplicas:    1,
		ReadyReplicas:      1,
		AvailableReplicas:  1,
		Conditions: []appsv1.DeploymentCondition{
			{Type: appsv1.DeploymentAvailable, Status: corev1.ConditionTrue, Reason: "MinimumReplicasAvailable"},
			{Type: appsv1.DeploymentProgressing, Status: corev1.ConditionTrue, Reason: "NewReplicaSetAvailable"},
		},
	}
}

// deleteChildren deletes what was made for a proxy.
func (b *bench) deleteChildren(ctx context.Context, proxy string) error {
	for _, k := range childKinds {
		name := render.Name(k, proxy)
		err := b.metadata.Resource(k.Resource()).Namespace(namespace).Delete(ctx, name, metav1.DeleteOptions{})
		if err != nil && !apierrors.IsNotFound(err) {
			return fmt.Errorf("delete %s %q: %w", k, name, err)
		}
	}
	return nil
}
