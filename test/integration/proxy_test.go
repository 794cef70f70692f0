// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// proxied is an endpoint of type proxy, of the group "team", with which nothing is wrong.
func proxied(name string, change ...func(*v1alpha1.ProxyConfig)) *v1alpha1.MCPRemoteEndpoint {
	return direct(name, func(e *v1alpha1.MCPRemoteEndpoint) {
		e.Spec.Type = v1alpha1.EndpointTypeProxy
		e.Spec.ProxyConfig = &v1alpha1.ProxyConfig{OIDCConfig: &v1alpha1.OIDCConfig{Type: v1alpha1.OIDCConfigTypeKubernetes}}
		for _, c := range change {
			c(e.Spec.ProxyConfig)
		}
	})
}

// oddProxies say things of pods in ways that the API server answers in other words.
func oddProxies() []*v1alpha1.MCPRemoteEndpoint {
	return []*v1alpha1.MCPRemoteEndpoint{
		proxied("proxy"),
		proxied("pod-template", func(p *v1alpha1.ProxyConfig) {
			p.PodTemplateSpec = &runtime.RawExtension{Raw: []byte(`{"metadata": {"annotations": {"a": ""}},
				"spec": {"hostNetwork": false, "tolerations": [{"operator": "Exists"}], "volumes": [{"name": "tmp", "emptyDir": {}}],
				"securityContext": {"supplementalGroups": []}, "initContainers": [{"name": "first", "image": "first", "resources": {}}],
				"containers": [{"name": "toolhive", "env": [{"name": "EMPTY", "value": ""}], "livenessProbe": {"initialDelaySeconds": 0},
				"volumeMounts": [{"name": "tmp", "mountPath": "/tmp", "readOnly": false}]}, {"name": "sidecar", "image": "sidecar", "ports": [{"containerPort": 1}]}]}}`)}
		}),
		proxied("pod-facts", func(p *v1alpha1.ProxyConfig) {
			p.PodTemplateSpec = &runtime.RawExtension{Raw: []byte(`{"spec": {"volumes": [
				{"name": "facts", "downwardAPI": {"items": [{"path": "labels", "fieldRef": {"fieldPath": "metadata.labels"}}]}},
				{"name": "token", "projected": {"sources": [{"serviceAccountToken": {"path": "token"}}]}}],
				"containers": [{"name": "toolhive", "env": [{"name": "POD_NAME", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}]}]}}`)}
		}),
		proxied("pod-files", func(p *v1alpha1.ProxyConfig) {
			p.PodTemplateSpec = &runtime.RawExtension{Raw: []byte(`{"spec": {"volumes": [{"name": "files", "emptyDir": {}}], "containers": [{"name": "toolhive",
				"env": [{"name": "MODE", "valueFrom": {"fileKeyRef": {"volumeName": "files", "path": "env", "key": "MODE"}}}]}]}}`)}
		}),
		proxied("quantities", func(p *v1alpha1.ProxyConfig) {
			p.Resources.Limits = corev1.ResourceList{"cpu": resource.MustParse("0.5"), "memory": resource.MustParse("1024Mi")}
			p.Resources.Requests = corev1.ResourceList{"cpu": resource.MustParse("1e-1"), "memory": resource.MustParse("0.5Gi")}
		}),
		proxied("overrides", func(p *v1alpha1.ProxyConfig) {
			p.SessionAffinity = corev1.ServiceAffinityNone
			p.ResourceOverrides = &v1beta1.ResourceOverrides{
				ProxyDeployment: &v1beta1.ProxyDeploymentOverrides{
					ResourceMetadataOverrides:    v1beta1.ResourceMetadataOverrides{Annotations: map[string]string{"a": ""}, Labels: map[string]string{"b": ""}},
					PodTemplateMetadataOverrides: &v1beta1.ResourceMetadataOverrides{},
					Env:                          []v1beta1.EnvVar{{Name: "EMPTY"}, {Name: "HOME", Value: "/home"}},
					ImagePullSecrets:             []corev1.LocalObjectReference{{Name: "pull"}},
				},
				ProxyService: &v1beta1.ResourceMetadataOverrides{Annotations: map[string]string{}},
			}
		}),
		proxied("replicas", func(p *v1alpha1.ProxyConfig) { p.Replicas = new(int32(2)) }),
	}
}

// A proxy costs one write for each child, and two of its status: it is being rolled out, it is available.
func TestProxyIsMadeByTheFewestWrites(t *testing.T) {
	namespace := shared.newNamespace(t)
	shared.runKubelet(t, namespace)
	for _, endpoint := range oddProxies() {
		before := shared.settle(t)
		shared.createEndpoint(t, namespace, endpoint)
		live := shared.awaitEndpoint(t, namespace, endpoint.Name, isReady)
		assert.Equal(t, "http://mcp-"+endpoint.Name+"-remote-proxy."+namespace+".svc.cluster.local:8080", live.Status.URL)
		shared.settle(t)
		status := "patch mcpremoteendpoints/status " + namespace + "/" + endpoint.Name
		want := []string{
			"patch serviceaccounts " + namespace + "/" + endpoint.Name + "-remote-proxy-runner",
			"patch configmaps " + namespace + "/" + endpoint.Name + "-runconfig",
			"patch services " + namespace + "/mcp-" + endpoint.Name + "-remote-proxy",
			"patch deployments " + namespace + "/" + endpoint.Name,
			status,
			status,
		}
		writes := slices.DeleteFunc(shared.audit.writesSince(t, before, namespace), func(w string) bool { return strings.Contains(w, " events ") })
		assert.ElementsMatch(t, want, writes, endpoint.Name)
	}
}

// The objects of a proxy go with it, and nothing of it is made again.
func TestProxyGoesWithItsEndpoint(t *testing.T) {
	namespace := shared.newNamespace(t)
	shared.createEndpoint(t, namespace, proxied("a"))
	shared.awaitEndpoint(t, namespace, "a", hasReason(v1alpha1.ConditionReady, v1alpha1.ReasonDeploymentProgressing))
	deployment, err := shared.kube.AppsV1().Deployments(namespace).Get(testContext(t), "a", metav1.GetOptions{})
	require.NoError(t, err)
	require.Len(t, deployment.OwnerReferences, 1)
	require.NoError(t, shared.toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(namespace).Delete(testContext(t), "a", metav1.DeleteOptions{}))
	shared.awaitNoChildren(t, namespace, "a")
}
