// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"testing"

	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/vmcp/gateway"
)

const (
	valid = v1beta1.MCPServerEntryPhaseValid
	// nowhere is a URL of this machine that nobody serves.
	nowhere = "http://127.0.0.1:1/mcp"
)

// newWatching returns a gateway that finds its backends in the cluster. It serves metrics too, always on port 8080, so that tests with such
// gateways do not run in parallel. When something else has the port, such a gateway says so in its log, and finds no backend.
func newWatching() *gateway.Gateway {
	g := gateway.New()
	g.Config.OutgoingAuth.Source = gateway.Discovered
	return g
}

// entry creates a member with that phase, which points to nowhere unless a change says otherwise.
func (s *scene) entry(t *testing.T, name string, phase v1beta1.MCPServerEntryPhase, changes ...func(*v1beta1.MCPServerEntry)) {
	t.Helper()
	entry := &v1beta1.MCPServerEntry{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec: v1beta1.MCPServerEntrySpec{
			RemoteURL: nowhere, Transport: v1beta1.TransportStreamableHTTP, GroupRef: v1beta1.MCPGroupRefOrName{Name: gateway.Group},
		},
	}
	for _, change := range changes {
		change(entry)
	}
	create(t, entry, toolhive.ToolhiveV1beta1().MCPServerEntries(s.namespace).Create)
	s.setPhase(t, name, phase)
}

func pointsTo(url string) func(*v1beta1.MCPServerEntry) {
	return func(entry *v1beta1.MCPServerEntry) { entry.Spec.RemoteURL = url }
}

func memberOf(group string) func(*v1beta1.MCPServerEntry) {
	return func(entry *v1beta1.MCPServerEntry) { entry.Spec.GroupRef.Name = group }
}

func spelledAsOfOld(entry *v1beta1.MCPServerEntry) { entry.Spec.GroupRef.Plain = true }

func authenticatesWith(config string) func(*v1beta1.MCPServerEntry) {
	return func(entry *v1beta1.MCPServerEntry) {
		entry.Spec.ExternalAuthConfigRef = &v1beta1.ExternalAuthConfigRef{Name: config}
	}
}

func (s *scene) setPhase(t *testing.T, name string, phase v1beta1.MCPServerEntryPhase) {
	t.Helper()
	entries := toolhive.ToolhiveV1beta1().MCPServerEntries(s.namespace)
	entry, err := entries.Get(t.Context(), name, metav1.GetOptions{})
	require.NoError(t, err)
	entry.Status.Phase = phase
	update(t, entry, entries.UpdateStatus)
}

func (s *scene) deleteEntry(t *testing.T, name string) {
	t.Helper()
	require.NoError(t, toolhive.ToolhiveV1beta1().MCPServerEntries(s.namespace).Delete(t.Context(), name, metav1.DeleteOptions{}))
}

// proxy creates a member that is served at the URL, if it is not empty.
func (s *scene) proxy(t *testing.T, name, url string) {
	t.Helper()
	proxies := toolhive.ToolhiveV1beta1().MCPRemoteProxies(s.namespace)
	proxy := create(t, &v1beta1.MCPRemoteProxy{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec: v1beta1.MCPRemoteProxySpec{
			RemoteURL: nowhere, Transport: v1beta1.TransportStreamableHTTP, GroupRef: &v1beta1.MCPGroupRefOrName{Name: gateway.Group},
		},
	}, proxies.Create)
	proxy.Status.URL = url
	update(t, proxy, proxies.UpdateStatus)
}

// injection creates a configuration that has a header injected, and its Secret.
func (s *scene) injection(t *testing.T, name, header, value string) {
	t.Helper()
	create(t, &corev1.Secret{
		ObjectMeta: metav1.ObjectMeta{Name: name}, StringData: map[string]string{"value": value},
	}, kube.CoreV1().Secrets(s.namespace).Create)
	create(t, &v1beta1.MCPExternalAuthConfig{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec: v1beta1.MCPExternalAuthConfigSpec{
			Type: v1beta1.ExternalAuthTypeHeaderInjection,
			HeaderInjection: &v1beta1.HeaderInjectionConfig{
				HeaderName: header, ValueSecretRef: v1beta1.SecretKeyRef{Name: name, Key: "value"},
			},
		},
	}, toolhive.ToolhiveV1beta1().MCPExternalAuthConfigs(s.namespace).Create)
}

// trusts has an entry trust an authority, and creates the ConfigMap that it is in.
func (s *scene) trusts(t *testing.T, certificate string) func(*v1beta1.MCPServerEntry) {
	t.Helper()
	const name = "authority"
	create(t, &corev1.ConfigMap{
		ObjectMeta: metav1.ObjectMeta{Name: name}, Data: map[string]string{"ca.crt": certificate},
	}, kube.CoreV1().ConfigMaps(s.namespace).Create)
	return func(entry *v1beta1.MCPServerEntry) {
		entry.Spec.CABundleRef = &v1beta1.CABundleSourceOrKey{CABundleSource: v1beta1.CABundleSource{
			ConfigMapRef: &corev1.ConfigMapKeySelector{LocalObjectReference: corev1.LocalObjectReference{Name: name}},
		}}
	}
}
