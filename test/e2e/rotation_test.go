// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"encoding/json"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/test/e2e/cluster"
	"github.com/mcp-remote-endpoint/operator/test/e2e/traffic"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/loopback"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
)

func TestARotatedHeaderReachesTheRemoteServer(t *testing.T) {
	t.Parallel()
	s := newScene(t, remote.Options{Stateless: true})
	secret := s.secret(t, "key", "old")
	s.requireRolled(t, s.proxied("search", withKey(secret)), func() { s.renewSecret(t, "key") })

	calls := s.remote.Calls(remote.Echo)
	assert.Equal(t, "old", calls[0].Header.Get("X-API-Key"))
	assert.Equal(t, "new", calls[len(calls)-1].Header.Get("X-API-Key"))
	for _, call := range calls {
		assert.Contains(t, []string{"old", "new"}, call.Header.Get("X-API-Key"))
	}
}

func TestRotatedCertificatesAreTrusted(t *testing.T) {
	t.Parallel()
	s := newScene(t, remote.Options{Stateless: true})
	old, renewed := newAuthority(t), newAuthority(t)
	front := startFront(t, s.remote.URL, old)
	s.configMap(t, "authority", "ca.crt", old.pem)
	overTLS := func(e *v1alpha1.MCPRemoteEndpoint) { e.Spec.RemoteURL = front.URL + remote.StreamablePath }
	url := s.requireRolled(t, s.proxied("search", overTLS, withCABundle("authority")), func() {
		s.setConfigMap(t, "authority", "ca.crt", old.pem+renewed.pem)
	})
	front.Renew(renewed)
	s.requireServed(t, url)
}

func TestARotatedClientSecretReachesTheIdentityProvider(t *testing.T) {
	t.Parallel()
	s := newScene(t, remote.Options{Stateless: true})
	provider := &introspector{issuer: s.issuer.URL}
	listening := loopback.Start(t, provider, true)
	s.configMap(t, "authority", "ca.crt", listening.CA)
	secret := s.secret(t, "client", "old")
	s.token = "opaque"
	s.requireRolled(t, s.proxied("search", func(e *v1alpha1.MCPRemoteEndpoint) {
		inline := e.Spec.ProxyConfig.OIDCConfig.Inline
		inline.IntrospectionURL = cluster.Rename(listening.URL, cluster.Issuer) + "/introspect"
		inline.ClientID, inline.ClientSecretRef = "proxy", &secret
		inline.CABundleRef = &v1alpha1.CABundleRef{Name: "authority"}
	}), func() { s.renewSecret(t, "client") })

	assert.Equal(t, []string{"old", "new"}, provider.secrets())
}

func TestChangedPoliciesForbidATool(t *testing.T) {
	t.Parallel()
	s := newScene(t, remote.Options{Stateless: true})
	const permit, forbid = "permit(principal, action, resource);", `forbid(principal, action == Action::"call_tool", resource == Tool::"forbidden");`
	s.configMap(t, "policies", "authz.json", cedar(t, permit))
	endpoint := s.proxied("search", func(e *v1alpha1.MCPRemoteEndpoint) {
		e.Spec.ProxyConfig.AuthzConfig = &v1alpha1.AuthzConfig{
			Type: v1alpha1.AuthzConfigTypeConfigMap, ConfigMap: &v1alpha1.AuthzConfigMapRef{Name: "policies"},
		}
	})
	url := s.requireRolled(t, endpoint, func() { s.setConfigMap(t, "policies", "authz.json", cedar(t, permit, forbid)) })

	session := s.connect(t, url)
	tools, _ := session.Tools(t)
	assert.Equal(t, []string{remote.Add, remote.Echo}, tools)
	_, err := session.Call(t, remote.Forbidden, nil)
	require.Error(t, err)
}

func TestARotatedHeaderReachesTheRemoteServerOfAGateway(t *testing.T) {
	t.Parallel()
	s := newScene(t, remote.Options{})
	s.create(t, s.direct("search", withKey(s.secret(t, "key", "old"))))
	s.awaitReady(t, "search")
	caller := s.callGateway(t, s.deployGateway(t, "gateway"), "search")
	s.requireReplaced(t, "gateway", caller, func() { s.renewSecret(t, "key") })

	calls := s.remote.Calls(remote.Echo)
	assert.Equal(t, "old", calls[0].Header.Get("X-API-Key"))
	assert.Equal(t, "new", calls[len(calls)-1].Header.Get("X-API-Key"))
}

// A session ends with the pod that has it. That is all that a client notices whose remote server keeps sessions.
func TestAClientWithASessionBeginsAnotherOneWhenPodsAreReplaced(t *testing.T) {
	t.Parallel()
	s := newScene(t, remote.Options{})
	secret := s.secret(t, "key", "old")
	s.requireRolled(t, s.proxied("search", withKey(secret)), func() { s.renewSecret(t, "key") })
}

// requireRolled deploys the endpoint, changes what it reads, and waits until all its pods are others. No call failed meanwhile, and the pods of
// another endpoint are the same as before.
func (s *scene) requireRolled(t *testing.T, endpoint *v1alpha1.MCPRemoteEndpoint, change func()) (url string) {
	t.Helper()
	s.create(t, s.proxied("bystander"))
	url = s.deploy(t, endpoint)
	s.awaitReady(t, "bystander")
	bystanders := s.allPods(t, "bystander")
	s.requireReplaced(t, endpoint.Name, s.keepCalling(t, url), change)
	assert.Equal(t, bystanders, s.allPods(t, "bystander"))
	for _, pod := range s.pods(t, "bystander") {
		assert.Zero(t, pod.Status.ContainerStatuses[0].RestartCount)
	}
	return url
}

// requireReplaced makes a change and waits until all pods of a Deployment are others. No call must have failed.
func (s *scene) requireReplaced(t *testing.T, name string, caller *traffic.Caller, change func()) {
	t.Helper()
	former := s.allPods(t, name)
	change()
	s.until(t, "pods are replaced", func() bool { return !overlap(s.allPods(t, name), former) })
	s.awaitAvailable(t, name)
	caller.AwaitCalls(t, 20)
	caller.RequireNoFailure(t)
}

// overlap tells whether the two have something in common.
func overlap(a, b []types.UID) bool {
	return slices.ContainsFunc(a, func(id types.UID) bool { return slices.Contains(b, id) })
}

// allPods are the pods of a proxy, those that are about to end among them.
func (s *scene) allPods(t *testing.T, name string) []types.UID {
	t.Helper()
	list, err := shared.Kube.CoreV1().Pods(s.namespace).List(t.Context(), metav1.ListOptions{LabelSelector: "toolhive-name=" + name})
	require.NoError(t, err)
	var found []types.UID
	for _, pod := range list.Items {
		found = append(found, pod.UID)
	}
	return found
}

// renewSecret has a Secret of the scene's hold the value "new".
func (s *scene) renewSecret(t *testing.T, name string) {
	t.Helper()
	patch, err := json.Marshal(corev1.Secret{StringData: map[string]string{"value": "new"}})
	require.NoError(t, err)
	_, err = shared.Kube.CoreV1().Secrets(s.namespace).Patch(t.Context(), name, types.MergePatchType, patch, metav1.PatchOptions{})
	require.NoError(t, err)
}

func (s *scene) setConfigMap(t *testing.T, name, key, value string) {
	t.Helper()
	patch, err := json.Marshal(corev1.ConfigMap{Data: map[string]string{key: value}})
	require.NoError(t, err)
	_, err = shared.Kube.CoreV1().ConfigMaps(s.namespace).Patch(t.Context(), name, types.MergePatchType, patch, metav1.PatchOptions{})
	require.NoError(t, err)
}

// cedar is an authorization configuration with the policies.
func cedar(t *testing.T, policies ...string) string {
	t.Helper()
	config, err := json.Marshal(map[string]any{
		"version": "1.0", "type": "cedarv1", "cedar": map[string]any{"policies": policies, "entities_json": "[]"},
	})
	require.NoError(t, err)
	return string(config)
}

// introspector says of each token that it is valid (RFC 7662), and remembers which secrets it was shown.
type introspector struct {
	issuer string
	mutex  sync.Mutex
	shown  []string
}

// ServeHTTP answers.
func (i *introspector) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	_, secret, _ := request.BasicAuth()
	i.mutex.Lock()
	if !slices.Contains(i.shown, secret) {
		i.shown = append(i.shown, secret)
	}
	i.mutex.Unlock()
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{ // Whoever asked has gone away, at worst.
		"active": true, "iss": i.issuer, "sub": "alice", "aud": audience, "exp": time.Now().Add(time.Hour).Unix(),
	})
}

func (i *introspector) secrets() []string {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	return slices.Clone(i.shown)
}
