// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package proxyrunner

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/render"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/issuer"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/pod"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/runner"
)

const (
	audience    = "endpoint"
	resourceURL = "http://mcp.example.com"

	serviceAccountToken = "token-of-the-pod"

	containerName = "toolhive"
	// runConfigDir is where the runner looks for runConfigFile. It looks in its working directory as well.
	runConfigDir  = "etc/runconfig"
	runConfigFile = "runconfig.json"
)

// Case is an endpoint and all that it refers to.
type Case struct {
	Endpoint   *v1alpha1.MCPRemoteEndpoint
	Found      references.Found
	ConfigMaps []corev1.ConfigMap
	Secrets    []corev1.Secret
}

// newCase returns an endpoint that leads to the remote server and accepts the issuer's tokens, as every proxy accepts somebody's.
func newCase(t *testing.T, remoteURL, issuerURL string) *Case {
	t.Helper()
	return &Case{Endpoint: &v1alpha1.MCPRemoteEndpoint{
		ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: "endpoint", UID: "1"},
		Spec: v1alpha1.MCPRemoteEndpointSpec{
			Type:      v1alpha1.EndpointTypeProxy,
			RemoteURL: remoteURL,
			Transport: v1beta1.TransportStreamableHTTP,
			GroupRef:  "group",
			ProxyConfig: &v1alpha1.ProxyConfig{
				ProxyPort: runner.FreePort(t),
				OIDCConfig: &v1alpha1.OIDCConfig{
					Type:        v1alpha1.OIDCConfigTypeInline,
					ResourceURL: resourceURL,
					Inline: &v1alpha1.InlineOIDCConfig{
						Issuer: issuerURL, Audience: audience, JWKSAllowPrivateIP: true, InsecureAllowHTTP: true,
					},
				},
			},
		},
	}}
}

// secret adds a Secret with one key, and returns a reference to it.
func (c *Case) secret(name, value string) v1beta1.SecretKeyRef {
	c.Secrets = append(c.Secrets, corev1.Secret{
		ObjectMeta: metav1.ObjectMeta{Name: name}, Data: map[string][]byte{"value": []byte(value)},
	})
	return v1beta1.SecretKeyRef{Name: name, Key: "value"}
}

// externalAuth has the endpoint refer to a configuration of how the proxy introduces itself to the remote server.
func (c *Case) externalAuth(spec v1beta1.MCPExternalAuthConfigSpec) {
	c.Endpoint.Spec.ExternalAuthConfigRef = &v1beta1.ExternalAuthConfigRef{Name: "auth"}
	c.Found.AuthConfig = &v1beta1.MCPExternalAuthConfig{ObjectMeta: metav1.ObjectMeta{Name: "auth"}, Spec: spec}
}

// rendered makes of a case what its pod is made of, as the operator and the API server would.
func rendered(t *testing.T, c *Case) pod.Objects {
	t.Helper()
	children, err := render.Proxy(c.Endpoint, metav1.OwnerReference{}, c.Found, render.Settings{})
	require.NoError(t, err)
	return pod.Objects{
		Template:   children.Deployment.Spec.Template,
		ConfigMaps: append([]corev1.ConfigMap{*children.ConfigMap}, c.ConfigMaps...),
		Secrets:    c.Secrets,

		ServiceAccountToken: serviceAccountToken,
	}
}

// process makes the process of a case.
func process(t *testing.T, c *Case) pod.Process {
	t.Helper()
	return materialize(t, rendered(t, c))
}

func materialize(t *testing.T, objects pod.Objects) pod.Process {
	t.Helper()
	process, err := pod.Materialize(t.TempDir(), containerName, objects)
	require.NoError(t, err)
	process.Dir = filepath.Join(process.Dir, runConfigDir)
	return process
}

// scene is what is around a proxy.
type scene struct {
	remote *remote.Server
	issuer *issuer.Issuer
	Case   *Case
	// token is one that the proxy accepts.
	token string
}

// newScene starts a remote server and an issuer. The case is that of an endpoint between them; the test adds to it what it is about.
func newScene(t *testing.T, options remote.Options) *scene {
	t.Helper()
	t.Parallel()
	s := &scene{remote: remote.Start(t, options), issuer: issuer.Start(t, issuer.Options{})}
	s.Case = newCase(t, s.remote.URL+remote.StreamablePath, s.issuer.URL)
	s.token = s.issuer.Token(t, audience)
	return s
}

// start starts the proxy.
func (s *scene) start(t *testing.T) *runner.Runner {
	t.Helper()
	return runner.Start(t, program, process(t, s.Case))
}
