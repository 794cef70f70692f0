// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/tools/cache"
	watchtools "k8s.io/client-go/tools/watch"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

const remoteURL = "https://mcp.example.com/mcp"

// newNamespace makes a namespace, with an MCPGroup "team" in it, that goes with the test.
func (e *environment) newNamespace(t *testing.T) string {
	t.Helper()
	namespace := e.createNamespace(t, "test-")
	e.createGroup(t, namespace)
	return namespace
}

func (e *environment) createNamespace(t *testing.T, prefix string) string {
	t.Helper()
	namespace, err := e.kube.CoreV1().Namespaces().Create(testContext(t),
		&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{GenerateName: prefix}}, metav1.CreateOptions{})
	require.NoError(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), patience)
		defer cancel()
		require.NoError(t, e.kube.CoreV1().Namespaces().Delete(ctx, namespace.Name, metav1.DeleteOptions{}))
	})
	return namespace.Name
}

// createGroup makes the MCPGroup "team".
func (e *environment) createGroup(t *testing.T, namespace string) {
	t.Helper()
	_, err := e.toolhive.ToolhiveV1beta1().MCPGroups(namespace).Create(testContext(t),
		&v1beta1.MCPGroup{ObjectMeta: metav1.ObjectMeta{Name: "team"}}, metav1.CreateOptions{})
	require.NoError(t, err)
}

func (e *environment) createSecret(t *testing.T, namespace, name string, data map[string]string) {
	t.Helper()
	_, err := e.kube.CoreV1().Secrets(namespace).Create(testContext(t),
		&corev1.Secret{ObjectMeta: metav1.ObjectMeta{Name: name}, StringData: data}, metav1.CreateOptions{})
	require.NoError(t, err)
}

func (e *environment) createConfigMap(t *testing.T, namespace, name string, data map[string]string) {
	t.Helper()
	_, err := e.kube.CoreV1().ConfigMaps(namespace).Create(testContext(t),
		&corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: name}, Data: data}, metav1.CreateOptions{})
	require.NoError(t, err)
}

// direct is an endpoint of the group "team" with which nothing is wrong.
func direct(name string, change ...func(*v1alpha1.MCPRemoteEndpoint)) *v1alpha1.MCPRemoteEndpoint {
	endpoint := &v1alpha1.MCPRemoteEndpoint{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec: v1alpha1.MCPRemoteEndpointSpec{
			Type:      v1alpha1.EndpointTypeDirect,
			RemoteURL: remoteURL,
			Transport: v1beta1.TransportStreamableHTTP,
			GroupRef:  "team",
		},
	}
	for _, c := range change {
		c(endpoint)
	}
	return endpoint
}

func withCABundle(name string) func(*v1alpha1.MCPRemoteEndpoint) {
	return func(e *v1alpha1.MCPRemoteEndpoint) { e.Spec.CABundleRef = &v1alpha1.CABundleRef{Name: name} }
}

func withAuthConfig(name string) func(*v1alpha1.MCPRemoteEndpoint) {
	return func(e *v1alpha1.MCPRemoteEndpoint) {
		e.Spec.ExternalAuthConfigRef = &v1beta1.ExternalAuthConfigRef{Name: name}
	}
}

func withHeaderSecret(secret, key string) func(*v1alpha1.MCPRemoteEndpoint) {
	return func(e *v1alpha1.MCPRemoteEndpoint) {
		e.Spec.HeaderForward = &v1alpha1.HeaderForward{AddHeadersFromSecret: []v1alpha1.HeaderFromSecret{
			{HeaderName: "X-API-Key", ValueSecretRef: v1beta1.SecretKeyRef{Name: secret, Key: key}},
		}}
	}
}

func headerInjection(name, secret, key string) *v1beta1.MCPExternalAuthConfig {
	return &v1beta1.MCPExternalAuthConfig{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec: v1beta1.MCPExternalAuthConfigSpec{
			Type: v1beta1.ExternalAuthTypeHeaderInjection,
			HeaderInjection: &v1beta1.HeaderInjectionConfig{
				HeaderName: "Authorization", ValueSecretRef: v1beta1.SecretKeyRef{Name: secret, Key: key},
			},
		},
	}
}

func (e *environment) createEndpoint(t *testing.T, namespace string, endpoint *v1alpha1.MCPRemoteEndpoint) {
	t.Helper()
	_, err := e.toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(namespace).Create(testContext(t), endpoint, metav1.CreateOptions{})
	require.NoError(t, err)
}

// awaitEndpoint watches an endpoint until accept accepts it, and returns it.
func (e *environment) awaitEndpoint(t *testing.T, namespace, name string, accept func(*v1alpha1.MCPRemoteEndpoint) bool) *v1alpha1.MCPRemoteEndpoint {
	t.Helper()
	var last *v1alpha1.MCPRemoteEndpoint
	client := e.toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(namespace)
	only := fields.OneTermEqualSelector("metadata.name", name).String()
	source := &cache.ListWatch{
		ListWithContextFunc: func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) {
			o.FieldSelector = only
			return client.List(ctx, o)
		},
		WatchFuncWithContext: func(ctx context.Context, o metav1.ListOptions) (watch.Interface, error) {
			o.FieldSelector = only
			return client.Watch(ctx, o)
		},
	}
	_, err := watchtools.UntilWithSync(testContext(t), source, &v1alpha1.MCPRemoteEndpoint{}, nil, func(event watch.Event) (bool, error) {
		if endpoint, ok := event.Object.(*v1alpha1.MCPRemoteEndpoint); ok && event.Type != watch.Deleted {
			last = endpoint
			return accept(endpoint), nil
		}
		return false, nil
	})
	if err != nil && last != nil {
		t.Logf("last seen: generation %d, status %+v", last.Generation, last.Status)
	}
	require.NoError(t, err, "wait for endpoint %s/%s", namespace, name)
	return last
}

func isReady(endpoint *v1alpha1.MCPRemoteEndpoint) bool {
	return endpoint.Status.ObservedGeneration == endpoint.Generation &&
		meta.IsStatusConditionTrue(endpoint.Status.Conditions, v1alpha1.ConditionReady)
}

// hasReason accepts an endpoint whose condition is False for the reason.
func hasReason(conditionType, reason string) func(*v1alpha1.MCPRemoteEndpoint) bool {
	return func(endpoint *v1alpha1.MCPRemoteEndpoint) bool {
		condition := meta.FindStatusCondition(endpoint.Status.Conditions, conditionType)
		return endpoint.Status.ObservedGeneration == endpoint.Generation &&
			condition != nil && condition.Status == metav1.ConditionFalse && condition.Reason == reason
	}
}

// settle returns when the operator has seen, and dealt with, all that happened before. It makes a new object of each kind that
// the operator watches, and an endpoint that needs them all. Events of one kind come in order, and the operator under test has
// one worker: so once that endpoint is Ready, whatever was woken before has been reconciled. It returns the number of the
// operator's requests by then.
func (e *environment) settle(t *testing.T) int {
	t.Helper()
	namespace := e.createNamespace(t, "sentinel-")
	for resource, legacy := range map[string][2]string{
		"mcpservers":       {"MCPServer", `{"image": "example/server:1"}`},
		"mcpremoteproxies": {"MCPRemoteProxy", `{"remoteUrl": "https://mcp.example.com"}`},
		"mcpserverentries": {"MCPServerEntry", `{"remoteUrl": "https://mcp.example.com", "transport": "sse", "groupRef": {"name": "team"}}`},
	} {
		e.collide(t, namespace, resource, legacy[0], legacy[1])
	}
	e.createGroup(t, namespace)
	e.createSecret(t, namespace, "key", map[string]string{"key": "value"})
	e.createConfigMap(t, namespace, "ca", map[string]string{"ca.crt": certificate})
	_, err := e.toolhive.ToolhiveV1beta1().MCPExternalAuthConfigs(namespace).Create(testContext(t),
		headerInjection("auth", "key", "key"), metav1.CreateOptions{})
	require.NoError(t, err)
	_, err = e.toolhive.ToolhiveV1beta1().MCPToolConfigs(namespace).Create(testContext(t),
		&v1beta1.MCPToolConfig{ObjectMeta: metav1.ObjectMeta{Name: "tools"}}, metav1.CreateOptions{})
	require.NoError(t, err)
	e.disturbProxy(t, namespace)
	e.createEndpoint(t, namespace, direct("last", withCABundle("ca"), withAuthConfig("auth"), withHeaderSecret("key", "key"), withToolConfig("tools")))
	e.awaitEndpoint(t, namespace, "last", isReady)

	written := fmt.Sprintf("patch mcpremoteendpoints/status %s/last", namespace)
	requests := 0
	err = wait.PollUntilContextCancel(testContext(t), 20*time.Millisecond, true, func(context.Context) (bool, error) {
		events := e.audit.operatorEvents(t)
		requests = len(events)
		for _, event := range events {
			if event.String() == written {
				return true, nil
			}
		}
		return false, nil
	})
	require.NoError(t, err, "find the sentinel's status write in the audit log")
	return requests
}

// disturbProxy makes a proxy that refers to an object of each kind that only proxies refer to, changes each of its children, and waits
// until they are repaired.
func (e *environment) disturbProxy(t *testing.T, namespace string) {
	t.Helper()
	companions := e.toolhive.ToolhiveV1beta1()
	_, err := e.kube.CoreV1().ServiceAccounts(namespace).Create(testContext(t),
		&corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: "mine"}}, metav1.CreateOptions{})
	require.NoError(t, err)
	_, err = companions.MCPOIDCConfigs(namespace).Create(testContext(t), sharedOIDCConfig("oidc"), metav1.CreateOptions{})
	require.NoError(t, err)
	_, err = companions.MCPAuthzConfigs(namespace).Create(testContext(t), sharedAuthzConfig("authz"), metav1.CreateOptions{})
	require.NoError(t, err)
	_, err = companions.MCPTelemetryConfigs(namespace).Create(testContext(t), sharedTelemetryConfig("telemetry"), metav1.CreateOptions{})
	require.NoError(t, err)
	e.createEndpoint(t, namespace, proxied("proxy", func(p *v1alpha1.ProxyConfig) {
		p.OIDCConfig, p.OIDCConfigRef = nil, &v1beta1.MCPOIDCConfigReference{Name: "oidc", Audience: "a"}
		p.AuthzConfigRef = &v1beta1.MCPAuthzConfigReference{Name: "authz"}
		p.TelemetryConfigRef = &v1beta1.MCPTelemetryConfigReference{Name: "telemetry"}
	}))
	e.awaitEndpoint(t, namespace, "proxy", hasReason(v1alpha1.ConditionReady, v1alpha1.ReasonDeploymentProgressing))
	for _, child := range childrenOf("proxy") {
		e.patchChild(t, namespace, child, `{"metadata": {"labels": {"app": null}}}`)
	}
	for _, child := range childrenOf("proxy") {
		e.awaitChild(t, namespace, child, func(object *metav1.PartialObjectMetadata) bool { return object.Labels["app"] != "" })
	}
}

// collide makes an object of a kind that claims names, and waits until an endpoint of that name has seen it.
func (e *environment) collide(t *testing.T, namespace, resource, kind, spec string) {
	t.Helper()
	client := e.dynamic(t, v1beta1.SchemeGroupVersion.WithResource(resource), namespace)
	applyObject(t, client, v1beta1.SchemeGroupVersion.String(), kind, resource, spec)
	e.createEndpoint(t, namespace, direct(resource))
	e.awaitEndpoint(t, namespace, resource, hasReason(v1alpha1.ConditionConfigurationValid, v1alpha1.ReasonNameCollision))
}
