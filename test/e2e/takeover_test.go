// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
)

// superseded is the condition of an older object that an endpoint has replaced.
const superseded = "Superseded"

func TestAnOlderProxyIsMigratedWithoutAFailedCall(t *testing.T) {
	t.Parallel()
	s := newScene(t, remote.Options{})
	s.createOlderProxy(t, "search")
	caller := s.keepCalling(t, s.awaitOlderProxy(t, "search").Status.URL)
	pods, objects := s.allPods(t, "search"), s.identities(t, childrenOf("search"))

	s.migrate(t)
	s.awaitReady(t, "search")
	proxies := shared.Toolhive.ToolhiveV1beta1().MCPRemoteProxies(s.namespace)
	s.until(t, "the older proxy is superseded", func() bool {
		proxy, err := proxies.Get(t.Context(), "search", metav1.GetOptions{})
		require.NoError(t, err)
		return meta.IsStatusConditionTrue(proxy.Status.Conditions, superseded)
	})
	caller.AwaitCalls(t, 20)
	require.NoError(t, proxies.Delete(t.Context(), "search", metav1.DeleteOptions{PropagationPolicy: new(metav1.DeletePropagationForeground)}))
	s.until(t, "the older proxy is gone", func() bool {
		_, err := proxies.Get(t.Context(), "search", metav1.GetOptions{})
		return apierrors.IsNotFound(err)
	})
	caller.AwaitCalls(t, 100)
	report := caller.RequireNoFailure(t)
	assert.Equal(t, 1, report.Sessions)
	assert.Equal(t, pods, s.allPods(t, "search"))
	assert.Equal(t, objects, s.identities(t, childrenOf("search")))
}

// createOlderProxy creates an MCPRemoteProxy between the remote server and clients of the provider.
func (s *scene) createOlderProxy(t *testing.T, name string) {
	t.Helper()
	s.createLogin(t, name)
	create(t, &v1beta1.MCPRemoteProxy{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec: v1beta1.MCPRemoteProxySpec{
			RemoteURL:     s.remote.URL + remote.StreamablePath,
			Transport:     v1beta1.TransportStreamableHTTP,
			GroupRef:      &v1beta1.MCPGroupRefOrName{Name: group},
			OIDCConfigRef: &v1beta1.MCPOIDCConfigReference{Name: name, Audience: audience},
		},
	}, shared.Toolhive.ToolhiveV1beta1().MCPRemoteProxies(s.namespace).Create)
}

// createLogin creates an MCPOIDCConfig of the provider.
func (s *scene) createLogin(t *testing.T, name string) {
	t.Helper()
	create(t, &v1beta1.MCPOIDCConfig{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec: v1beta1.MCPOIDCConfigSpec{Type: v1beta1.MCPOIDCConfigTypeInline, Inline: &v1beta1.InlineOIDCSharedConfig{
			Issuer: s.issuer.URL, InsecureAllowHTTP: true, JWKSAllowPrivateIP: true,
		}},
	}, shared.Toolhive.ToolhiveV1beta1().MCPOIDCConfigs(s.namespace).Create)
}

// awaitOlderProxy waits until an MCPRemoteProxy serves.
func (s *scene) awaitOlderProxy(t *testing.T, name string) *v1beta1.MCPRemoteProxy {
	t.Helper()
	var last *v1beta1.MCPRemoteProxy
	err := poll(t, func(ctx context.Context) (bool, error) {
		var err error
		last, err = shared.Toolhive.ToolhiveV1beta1().MCPRemoteProxies(s.namespace).Get(ctx, name, metav1.GetOptions{})
		return err == nil && last.Status.Phase == v1beta1.MCPRemoteProxyPhaseReady && last.Status.URL != "", err
	})
	require.NoError(t, err, "%+v", last)
	s.awaitReachable(t, last.Status.URL)
	return last
}

// migrate replaces all older objects of the namespace by endpoints, as docs/migration.md says.
func (s *scene) migrate(t *testing.T) {
	t.Helper()
	manifests, err := shared.Migrate(t.Context(), "--from-cluster", "-n", s.namespace)
	require.NoError(t, err, manifests)
	file := filepath.Join(t.TempDir(), "endpoints.yaml")
	require.NoError(t, os.WriteFile(file, []byte(manifests), 0o600))
	_, err = shared.Kubectl(t.Context(), "apply", "-f", file)
	require.NoError(t, err, manifests)
}
