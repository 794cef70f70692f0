// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/test/e2e/cluster"
	"github.com/mcp-remote-endpoint/operator/test/e2e/traffic"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/client"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/issuer"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
)

const (
	// patience is how long a test waits for what takes half a minute on an idle machine, such as a rolling update.
	patience = 4 * time.Minute
	// interval is how often it looks.
	interval = 100 * time.Millisecond

	audience = "endpoint"
	group    = "team"
)

// scene is a namespace, a remote server, and an identity provider.
type scene struct {
	namespace string
	remote    *remote.Server
	issuer    *issuer.Issuer
	// token is one of the provider's that endpoints accept.
	token string
}

// newScene makes a scene that goes with the test.
func newScene(t *testing.T, options remote.Options) *scene {
	t.Helper()
	s := &scene{namespace: newNamespace(t), remote: remote.Start(t, options), issuer: issuer.Start(t, issuer.Options{})}
	s.remote.URL = cluster.Rename(s.remote.URL, cluster.Remote)
	s.issuer.URL = cluster.Rename(s.issuer.URL, cluster.Issuer)
	s.token = s.issuer.Token(t, audience)
	return s
}

// newNamespace makes a namespace for confined pods, with network policies and an MCPGroup in it.
func newNamespace(t *testing.T) string {
	t.Helper()
	created := create(t, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{
		GenerateName: "e2e-", Labels: map[string]string{"pod-security.kubernetes.io/enforce": "restricted"},
	}}, shared.Kube.CoreV1().Namespaces().Create).Name
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), patience)
		defer cancel()
		if t.Failed() {
			t.Log(shared.Describe(ctx, created))
		}
		assert.NoError(t, shared.Kube.CoreV1().Namespaces().Delete(ctx, created, metav1.DeleteOptions{}))
	})
	_, err := shared.Kubectl(t.Context(), "apply", "-n", created, "-f", "networkpolicies")
	require.NoError(t, err)
	create(t, &v1beta1.MCPGroup{ObjectMeta: metav1.ObjectMeta{Name: group}}, shared.Toolhive.ToolhiveV1beta1().MCPGroups(created).Create)
	return created
}

// change changes an endpoint before it is created.
type change func(*v1alpha1.MCPRemoteEndpoint)

// proxied is an endpoint of type proxy with which nothing is wrong, between the remote server and clients of the provider.
func (s *scene) proxied(name string, changes ...change) *v1alpha1.MCPRemoteEndpoint {
	endpoint := &v1alpha1.MCPRemoteEndpoint{
		ObjectMeta: metav1.ObjectMeta{Name: name, Annotations: map[string]string{v1alpha1.AllowInsecureAnnotation: "true"}},
		Spec: v1alpha1.MCPRemoteEndpointSpec{
			Type:        v1alpha1.EndpointTypeProxy,
			RemoteURL:   s.remote.URL + remote.StreamablePath,
			Transport:   v1beta1.TransportStreamableHTTP,
			GroupRef:    group,
			ProxyConfig: &v1alpha1.ProxyConfig{OIDCConfig: s.oidc()},
		},
	}
	for _, c := range changes {
		c(endpoint)
	}
	return endpoint
}

// direct is an endpoint of type direct with which nothing is wrong.
func (s *scene) direct(name string, changes ...change) *v1alpha1.MCPRemoteEndpoint {
	return s.proxied(name, append([]change{func(e *v1alpha1.MCPRemoteEndpoint) {
		e.Spec.Type, e.Spec.ProxyConfig = v1alpha1.EndpointTypeDirect, nil
	}}, changes...)...)
}

func (s *scene) oidc() *v1alpha1.OIDCConfig {
	return &v1alpha1.OIDCConfig{Type: v1alpha1.OIDCConfigTypeInline, Inline: &v1alpha1.InlineOIDCConfig{
		Issuer: s.issuer.URL, Audience: audience, InsecureAllowHTTP: true, JWKSAllowPrivateIP: true,
	}}
}

// deploy creates an endpoint, waits until it is Ready, and returns its URL.
func (s *scene) deploy(t *testing.T, endpoint *v1alpha1.MCPRemoteEndpoint) string {
	t.Helper()
	s.create(t, endpoint)
	return s.awaitReady(t, endpoint.Name)
}

func (s *scene) create(t *testing.T, endpoint *v1alpha1.MCPRemoteEndpoint) {
	t.Helper()
	create(t, endpoint, shared.Toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(s.namespace).Create)
}

// awaitReady waits until an endpoint is Ready, and returns its URL.
func (s *scene) awaitReady(t *testing.T, name string) (url string) {
	t.Helper()
	endpoint := s.await(t, name, "Ready", isReady)
	if endpoint.Spec.Type == v1alpha1.EndpointTypeProxy {
		s.awaitReachable(t, endpoint.Status.URL)
	}
	return endpoint.Status.URL
}

// awaitReachable waits until something answers at a URL in the cluster: the node learns of pods that serve a moment after everybody else.
func (s *scene) awaitReachable(t *testing.T, url string) {
	t.Helper()
	inside := &http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(shared.SOCKS), DisableKeepAlives: true}}
	err := poll(t, func(ctx context.Context) (bool, error) {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/health", http.NoBody)
		if err != nil {
			return false, err
		}
		answer, err := inside.Do(request)
		if err != nil {
			return false, nil //nolint:nilerr // Nobody listens yet.
		}
		return true, answer.Body.Close()
	})
	require.NoError(t, err, "%s cannot be reached", url)
}

func isReady(e *v1alpha1.MCPRemoteEndpoint) bool {
	return e.Status.Phase == v1alpha1.PhaseReady && e.Status.ObservedGeneration == e.Generation
}

// await waits until an endpoint is as it should be.
func (s *scene) await(t *testing.T, name, what string, accept func(*v1alpha1.MCPRemoteEndpoint) bool) *v1alpha1.MCPRemoteEndpoint {
	t.Helper()
	var last *v1alpha1.MCPRemoteEndpoint
	err := poll(t, func(ctx context.Context) (bool, error) {
		found, err := shared.Toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(s.namespace).Get(ctx, name, metav1.GetOptions{})
		if err != nil {
			return false, err
		}
		last = found
		return accept(found), nil
	})
	require.NoError(t, err, "endpoint %s is not %s: %+v", name, what, last)
	return last
}

// poll looks until there is what is waited for.
func poll(t *testing.T, look wait.ConditionWithContextFunc) error {
	t.Helper()
	return wait.PollUntilContextTimeout(t.Context(), interval, patience, true, look)
}

// until waits until the condition holds. It is looked at in the test's own goroutine, so that it may end the test.
func (s *scene) until(t *testing.T, what string, condition func() bool) {
	t.Helper()
	require.NoError(t, poll(t, func(context.Context) (bool, error) { return condition(), nil }), what)
}

// connect opens a session with the endpoint as the provider's user.
func (s *scene) connect(t *testing.T, url string) client.Session {
	t.Helper()
	return client.Connect(t, client.Streamable(t, url, client.Bearer(s.token)))
}

// keepCalling calls a tool until the test ends.
func (s *scene) keepCalling(t *testing.T, url string) *traffic.Caller {
	t.Helper()
	return traffic.Start(t, traffic.Target{URL: url, Token: s.token, Tool: remote.Echo, Proxy: shared.SOCKS})
}

// requireServed requires that a call gets through to the remote server.
func (s *scene) requireServed(t *testing.T, url string) {
	t.Helper()
	text, err := s.connect(t, url).Call(t, remote.Echo, map[string]any{"text": "hello"})
	require.NoError(t, err)
	require.Equal(t, "hello", text)
}

func (s *scene) secret(t *testing.T, name, value string) v1beta1.SecretKeyRef {
	t.Helper()
	create(t, &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Name: name}, StringData: map[string]string{"value": value}},
		shared.Kube.CoreV1().Secrets(s.namespace).Create)
	return v1beta1.SecretKeyRef{Name: name, Key: "value"}
}

func (s *scene) configMap(t *testing.T, name, key, value string) {
	t.Helper()
	create(t, &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: name}, Data: map[string]string{key: value}},
		shared.Kube.CoreV1().ConfigMaps(s.namespace).Create)
}

// pods are those of a proxy or a gateway that are not about to end.
func (s *scene) pods(t *testing.T, name string) []corev1.Pod {
	t.Helper()
	list, err := shared.Kube.CoreV1().Pods(s.namespace).List(t.Context(), metav1.ListOptions{LabelSelector: "toolhive-name=" + name})
	require.NoError(t, err)
	var found []corev1.Pod
	for _, pod := range list.Items {
		if pod.DeletionTimestamp == nil {
			found = append(found, pod)
		}
	}
	return found
}

// logs are what the pod's containers have logged.
func (s *scene) logs(t *testing.T, pod string) string {
	t.Helper()
	data, err := shared.Kube.CoreV1().Pods(s.namespace).GetLogs(pod, &corev1.PodLogOptions{}).DoRaw(t.Context())
	require.NoError(t, err)
	return string(data)
}

// auditLines are the lines about calls of tools in the audit log of a pod.
func (s *scene) auditLines(t *testing.T, pod string) []string {
	t.Helper()
	var found []string
	for line := range strings.Lines(s.logs(t, pod)) {
		if strings.Contains(line, `"type":"mcp_tool_call"`) {
			found = append(found, line)
		}
	}
	return found
}

func create[T any](t *testing.T, object T, do func(context.Context, T, metav1.CreateOptions) (T, error)) T {
	t.Helper()
	created, err := do(t.Context(), object, metav1.CreateOptions{})
	require.NoError(t, err)
	return created
}
